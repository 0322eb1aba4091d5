//! What to enumerate: the shape, the forms of records, corrections, and the attacker's records.

use std::collections::BTreeSet;

use crate::atoms::AtomSet;
use crate::records::{Counted, Way, every_split};
use crate::shape::Shape;

/// The forms of a world's records.
#[derive(Clone, Debug)]
pub enum Ways {
    /// Every spot has the same form, one of these.
    OfWorld(Vec<Way>),
    /// Each spot has its own form, one of these.
    OfSpot(Vec<Way>),
    /// Each spot may have any form.
    Every,
    /// Each spot has this form, which the attacker knows.
    Known(Vec<Way>),
}

impl Ways {
    /// The possible records of a count at a spot, by the number of the form.
    pub fn records(&self, spot: usize, genders: [i32; 3]) -> Vec<(usize, Vec<Counted>)> {
        match self {
            Self::Known(ways) if ways[spot] == Way::Nothing && genders != [0; 3] => Vec::new(),
            Self::Known(ways) => vec![(0, ways[spot].records(genders))],
            Self::OfWorld(ways) | Self::OfSpot(ways) => {
                ways.iter().map(|way| way.records(genders)).enumerate().collect()
            }
            Self::Every => every_split(genders).into_iter().map(|split| (0, split)).collect(),
        }
    }
}

/// The possible changes of earlier months at a later release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrections {
    None,
    /// At most one spot: the attacker knows that one report was corrected, but not which.
    OneSpot,
    Any,
}

/// What to enumerate.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The shape of the worlds.
    pub shape: Shape,
    /// The smallest group at each release.
    pub k: Vec<i32>,
    /// The most participations in a world at any time.
    pub bound: i32,
    /// The form of the records.
    pub ways: Ways,
    /// The possible changes.
    pub corrections: Corrections,
    /// Streams of which the attacker has the records.
    pub known: BTreeSet<usize>,
}

impl Plan {
    /// Every world of a shape, released once per month.
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

    /// The same, with corrections and this number of releases.
    #[must_use]
    pub fn corrected(mut self, corrections: Corrections, releases: usize) -> Self {
        self.k.resize(releases, self.k[0]);
        self.corrections = corrections;
        self
    }

    /// The same, with this number of releases.
    #[must_use]
    pub fn released(mut self, releases: usize) -> Self {
        self.k.resize(releases, self.k[0]);
        self
    }

    /// The same, with an attacker who has all records of some streams.
    #[must_use]
    pub fn known_to(mut self, streams: impl IntoIterator<Item = usize>) -> Self {
        self.known = streams.into_iter().collect();
        self
    }

    /// The same, with a different smallest group at each release.
    #[must_use]
    pub fn with_k(mut self, k: &[i32]) -> Self {
        self.k = k.to_vec();
        self
    }

    /// The parts of the first months that an attacker wants to know: product sets of streams without own records.
    pub fn targets(&self, months: usize) -> BTreeSet<AtomSet> {
        let streams = (0..self.shape.streams.len()).filter(|stream| !self.known.contains(stream));
        streams.flat_map(|stream| self.shape.products(stream, months)).collect()
    }
}
