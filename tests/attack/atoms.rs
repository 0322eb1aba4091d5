//! Sets of atoms. Atoms are the smallest parts that dimensions distinguish.

use std::fmt;

/// The maximum number of atoms in a world: 2 insatser, 2 providers, 3 months, 3 places, 2 activities, 3 genders are
/// 216.
pub const MOST: usize = 256;

/// A set of atoms, each with a number.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomSet([u64; MOST / 64]);

impl AtomSet {
    pub fn insert(&mut self, atom: usize) {
        self.0[atom / 64] |= 1 << (atom % 64);
    }

    pub fn has(self, atom: usize) -> bool {
        self.0[atom / 64] >> (atom % 64) & 1 == 1
    }

    pub fn is_empty(self) -> bool {
        self.0 == [0; MOST / 64]
    }

    /// The number of atoms.
    pub fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub fn atoms(self) -> impl Iterator<Item = usize> {
        (0..MOST).filter(move |atom| self.has(*atom))
    }

    /// Intersection.
    pub fn and(self, other: Self) -> Self {
        self.each(other, |own, others| own & others)
    }

    /// Union.
    pub fn or(self, other: Self) -> Self {
        self.each(other, |own, others| own | others)
    }

    /// Difference.
    pub fn without(self, other: Self) -> Self {
        self.each(other, |own, others| own & !others)
    }

    pub fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    /// The total count of its atoms.
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
