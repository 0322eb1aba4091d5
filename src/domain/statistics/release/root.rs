//! Roots: the months of one stream that are released together, and the cells that their sum is split into.

use serde::{Deserialize, Serialize};

use crate::domain::statistics::{Gender, Month};

/// The places and activities that the decision lists. Only these may be shown by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Places by slug, in order.
    pub places: Vec<String>,
    /// Activities by slug, in order.
    pub activities: Vec<String>,
}

impl Listed {
    /// Everything that either lists.
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

/// The sum of a stream's months that are released together, and its partition into cells, which never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Its months, in order.
    pub months: Vec<Month>,
    /// The k that it was split with.
    pub k: i32,
    /// What may be shown by name.
    pub listed: Listed,
    /// Groups of places.
    pub groups: Vec<PlaceGroup>,
}

/// Some places of a root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceGroup {
    /// Indices in `listed.places`.
    pub places: Vec<usize>,
    /// Groups of activities.
    pub groups: Vec<ActivityGroup>,
}

/// Some activities at the places of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityGroup {
    /// Indices in `listed.activities`.
    pub activities: Vec<usize>,
    /// The cells, by gender.
    pub cells: Vec<Cell>,
}

/// The smallest released unit: participations of some genders, in some activities, at some places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The genders.
    pub genders: Vec<Gender>,
    /// The sum when it was first released.
    pub value: i64,
}

impl Root {
    /// The month that identifies it, which is its last.
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

    /// The numbers of each cell's place group, activity group and cell, from 1, in the order of the cells.
    pub(crate) fn paths(&self) -> impl Iterator<Item = [usize; 3]> {
        (1..).zip(&self.groups).flat_map(|(place, group)| {
            (1..).zip(&group.groups).flat_map(move |(activity, of_activities)| {
                (1..=of_activities.cells.len()).map(move |cell| [place, activity, cell])
            })
        })
    }
}
