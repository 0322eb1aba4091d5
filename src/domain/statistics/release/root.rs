//! Roots: the months of one stream that are released together, and the cells that their sum is split into.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::domain::insatser::figure_split::{Division, RootPeriod, SplitBy, SplitOrder};
use crate::domain::statistics::{Gender, Month};

/// The places and activities that the decision lists. Only these may be shown by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Places by slug, in order.
    pub places: Vec<String>,
    /// Activities by slug, in order.
    pub activities: Vec<String>,
    /// Places where no record can be, by slug, in order: the catalogue closes them for all the time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_places: Vec<String>,
    /// Whether no record can be at another place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub places_complete: bool,
    /// Whether no record can have another activity.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub activities_complete: bool,
}

impl Listed {
    /// Everything that either lists. A list is complete only if both are.
    pub(crate) fn and(mut self, other: &Self) -> Self {
        let join = |own: &mut Vec<String>, others: &[String]| {
            own.extend(others.iter().cloned());
            own.sort();
            own.dedup();
        };
        join(&mut self.places, &other.places);
        self.closed_places.retain(|place| other.closed_places.contains(place));
        join(&mut self.activities, &other.activities);
        self.places_complete &= other.places_complete;
        self.activities_complete &= other.activities_complete;
        self
    }

    /// Everything that any of them lists.
    pub(crate) fn of<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = all.into_iter();
        let first = all.next().cloned().unwrap_or_default();
        all.fold(first, Self::and)
    }

    /// Whether every place is closed, and no other can have records.
    pub(crate) fn is_closed(&self) -> bool {
        self.places_complete && self.places.is_empty() && !self.closed_places.is_empty()
    }

    /// The number of unlisted places in a cell: the one after all listed.
    pub const fn unlisted_place(&self) -> usize {
        self.places.len()
    }

    /// The same for unlisted activities.
    pub const fn unlisted_activity(&self) -> usize {
        self.activities.len()
    }
}

/// The sum of a stream's months that are released together, and its partition into cells, which never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Root {
    /// Its months, in order.
    pub months: Vec<Month>,
    /// The k that it was split with.
    pub k: i32,
    /// The order in which it was split.
    pub order: SplitOrder,
    /// The time that a total covers, unless it has to wait for more.
    pub period: RootPeriod,
    /// Months that other rules or a lower k found too small. Their records do not prove that there are k participants.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<Month>,
    /// What may be shown by name.
    pub listed: Listed,
    /// The cells, in the order of their paths.
    pub cells: Vec<Cell>,
}

/// The smallest released unit: participations of some genders, in some activities, at some places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its number among the groups of each split, from 1.
    pub path: [usize; 3],
    /// The places, as numbers of the list; the number after the last means the unlisted ones.
    pub places: Vec<usize>,
    /// The activities, in the same way.
    pub activities: Vec<usize>,
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

    /// The order of its splits, and the time of its total.
    pub const fn division(&self) -> Division {
        Division {
            split_order: self.order,
            root_period: self.period,
        }
    }

    /// The cells of a group, given by its path; none if there is no such group.
    pub(crate) fn cells_of(&self, path: &[usize]) -> Range<usize> {
        let first = self.cells.partition_point(|cell| cell.path[..path.len()] < *path);
        let last = self.cells.partition_point(|cell| cell.path[..path.len()] <= *path);
        first..last
    }

    /// The number of groups at the step after a path.
    pub(crate) fn groups_in(&self, above: &[usize]) -> usize {
        let last = self.cells[self.cells_of(above)].last();
        last.map_or(0, |cell| cell.path[above.len()])
    }

    /// Whether a cell is in the last group of a dimension, within the group above.
    pub(crate) fn is_last(&self, cell: &Cell, by: SplitBy) -> bool {
        let step = self.order.step_of(by);
        cell.path[step] == self.groups_in(&cell.path[..step])
    }
}
