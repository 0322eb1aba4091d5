//! What is enumerated: a shape, the ways of records, corrections, and what the attacker has.

use std::collections::BTreeSet;

use crate::atoms::AtomSet;
use crate::records::{Counted, Way, every_split};
use crate::shape::Shape;

/// Which ways the records of a world go.
#[derive(Clone, Debug)]
pub enum Ways {
    /// Every spot of a world goes the same of these ways.
    OfWorld(Vec<Way>),
    /// Each spot goes its own of these ways.
    OfSpot(Vec<Way>),
    /// Each spot goes any way that there is.
    Every,
}

impl Ways {
    /// The records that a count at a spot may fall on, by the number of the way.
    pub fn records(&self, genders: [i32; 3]) -> Vec<(usize, Vec<Counted>)> {
        match self {
            Self::OfWorld(ways) | Self::OfSpot(ways) => {
                ways.iter().map(|way| way.records(genders)).enumerate().collect()
            }
            Self::Every => every_split(genders).into_iter().map(|split| (0, split)).collect(),
        }
    }
}

/// What may change in earlier months when a later one is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrections {
    /// Nothing.
    None,
    /// At most one spot: the attacker knows that one report was corrected, and not which.
    OneSpot,
    /// Anything.
    Any,
}

/// What is enumerated.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The shape of the worlds.
    pub shape: Shape,
    /// The smallest group at each release.
    pub k: Vec<i32>,
    /// The most participations of a world, at any time.
    pub bound: i32,
    /// How participations fall on records.
    pub ways: Ways,
    /// What may change.
    pub corrections: Corrections,
    /// Streams whose records the attacker has.
    pub known: BTreeSet<usize>,
}

impl Plan {
    /// Every world of a shape, released once for each month.
    pub fn of(shape: Shape, k: i32, bound: i32, ways: Ways) -> Self {
        Self {
            k: vec![k; shape.months.len()],
            shape,
            bound,
            ways,
            corrections: Corrections::None,
            known: BTreeSet::new(),
        }
    }

    /// The same, with corrections and so many releases.
    #[must_use]
    pub fn corrected(mut self, corrections: Corrections, releases: usize) -> Self {
        self.k.resize(releases, self.k[0]);
        self.corrections = corrections;
        self
    }

    /// The same, where the attacker has all records of some streams.
    #[must_use]
    pub fn known_to(mut self, streams: impl IntoIterator<Item = usize>) -> Self {
        self.known = streams.into_iter().collect();
        self
    }

    /// The same, where the smallest group is another at each release.
    #[must_use]
    pub fn with_k(mut self, k: &[i32]) -> Self {
        self.k = k.to_vec();
        self
    }

    /// What of the first months an attacker wishes to know: product sets of streams that are not known.
    pub fn targets(&self, months: usize) -> BTreeSet<AtomSet> {
        let streams = (0..self.shape.streams.len()).filter(|stream| !self.known.contains(stream));
        streams.flat_map(|stream| self.shape.products(stream, months)).collect()
    }
}
