//! The months of one stream that are released together, and the cells that their sum is split into.

use serde::{Deserialize, Serialize};

use crate::domain::statistics::gender::Gender;
use crate::domain::statistics::month::Month;

/// The places and activities that the decision lists: what may be told of a stream by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Places by slug, in order.
    pub places: Vec<String>,
    /// Activities by slug, in order.
    pub activities: Vec<String>,
}

impl Listed {
    /// What either lists.
    pub(crate) fn and(mut self, other: &Self) -> Self {
        let join = |own: &mut Vec<String>, others: &[String]| {
            own.extend(others.iter().cloned());
            own.sort();
            own.dedup();
        };
        join(&mut self.places, &other.places);
        join(&mut self.activities, &other.activities);
        self
    }
}

/// What was released of one stream at once: a sum, and its partition into cells. Its partition never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its months, in order.
    pub months: Vec<Month>,
    /// The smallest group it was made for.
    pub k: i32,
    /// What is told by name.
    pub listed: Listed,
    /// Groups of places.
    pub groups: Vec<PlaceGroup>,
}

/// Some places of a root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceGroup {
    /// Which of those listed.
    pub places: Vec<usize>,
    /// Groups of activities.
    pub groups: Vec<ActivityGroup>,
}

/// Some activities at some places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityGroup {
    /// Which of those listed.
    pub activities: Vec<usize>,
    /// The cells, by gender.
    pub cells: Vec<Cell>,
}

/// What is released: participations of some genders, in some activities, at some places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Which genders.
    pub genders: Vec<Gender>,
    /// The sum as it was first released.
    pub value: i64,
}

impl Root {
    /// The month by which it is known: its last.
    pub fn month(&self) -> Month {
        self.months.last().copied().expect("a root has a month")
    }

    /// Its cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.groups
            .iter()
            .flat_map(|group| &group.groups)
            .flat_map(|group| &group.cells)
    }
}
