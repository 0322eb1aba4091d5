//! Sets of atoms: the smallest parts that participations are told apart by.

use std::fmt;

/// How many atoms a world has at most: 2 insatser, 2 providers, 3 months, 3 places, 2 activities, 3 genders are 216.
pub const MOST: usize = 256;

/// A set of atoms, each by its number.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomSet([u64; MOST / 64]);

impl AtomSet {
    /// Adds an atom.
    pub fn insert(&mut self, atom: usize) {
        self.0[atom / 64] |= 1 << (atom % 64);
    }

    /// Says whether an atom is in it.
    pub fn has(self, atom: usize) -> bool {
        self.0[atom / 64] >> (atom % 64) & 1 == 1
    }

    /// Says whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == [0; MOST / 64]
    }

    /// How many atoms are in it.
    pub fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Its atoms in order.
    pub fn atoms(self) -> impl Iterator<Item = usize> {
        (0..MOST).filter(move |atom| self.has(*atom))
    }

    /// What is in both.
    pub fn and(self, other: Self) -> Self {
        self.each(other, |own, others| own & others)
    }

    /// What is in either.
    pub fn or(self, other: Self) -> Self {
        self.each(other, |own, others| own | others)
    }

    /// What is in it and not in the other.
    pub fn without(self, other: Self) -> Self {
        self.each(other, |own, others| own & !others)
    }

    /// Says whether all of it is in the other.
    pub fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    /// What its atoms count together.
    pub fn sum(self, values: &[i64]) -> i64 {
        let mut sum = 0;
        for (at, word) in self.0.iter().enumerate() {
            let mut left = *word;
            while left != 0 {
                sum += values[at * 64 + left.trailing_zeros() as usize];
                left &= left - 1;
            }
        }
        sum
    }

    fn each(self, other: Self, of: impl Fn(u64, u64) -> u64) -> Self {
        Self(std::array::from_fn(|at| of(self.0[at], other.0[at])))
    }
}

impl FromIterator<usize> for AtomSet {
    fn from_iter<I: IntoIterator<Item = usize>>(atoms: I) -> Self {
        let mut set = Self::default();
        atoms.into_iter().for_each(|atom| set.insert(atom));
        set
    }
}

impl fmt::Debug for AtomSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.atoms()).finish()
    }
}
