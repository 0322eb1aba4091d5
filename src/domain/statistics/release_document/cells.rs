//! The cells of a root in a document, each with its own places, activities and genders, and the root made of them again.

use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::release::published::PublishedStream;
use crate::domain::statistics::release::root::{ActivityGroup, Cell, Listed, PlaceGroup, Root};
use crate::domain::statistics::{GENDERS, Gender, Stream};
use crate::domain::text::text;
use crate::domain::{Code, Fault, Text};

use super::{DocumentedCell, DocumentedRoot};

impl DocumentedRoot {
    /// A root, without the values of the cells that are withdrawn.
    pub(super) fn of(stream: &Stream, root: &Root, published: Option<&PublishedStream>) -> Self {
        let shown = published.and_then(|of_stream| of_stream.roots.get(&root.month()));
        let mut withdrawn = shown
            .into_iter()
            .flat_map(|shown| shown.cells().map(|cell| cell.is_withdrawn));
        let named = |values: &[usize], of: &[String]| values.iter().map(|at| of[*at].clone()).collect();
        let cells = root.cells().zip(root.paths()).map(|(cell, numbers)| {
            let group = &root.groups[numbers[0] - 1];
            let value = (!withdrawn.next().unwrap_or(false)).then_some(cell.value);
            DocumentedCell {
                numbers,
                places: named(&group.places, &root.listed.places),
                activities: named(&group.groups[numbers[1] - 1].activities, &root.listed.activities),
                genders: cell.genders.clone(),
                value,
                status: status_of(value),
            }
        });
        Self {
            insats: stream.insats.clone(),
            provider: stream.provider.clone(),
            months: root.months.clone(),
            k: root.k,
            places: root.listed.places.clone(),
            activities: root.listed.activities.clone(),
            cells: cells.collect(),
        }
    }

    /// The root that the cells make, if each listed place, activity and gender is in exactly one group; adds faults
    /// otherwise. A withdrawn value is 0 there, and is never shown.
    pub(super) fn root(&self, pointer: &str, faults: &mut Vec<Fault>) -> Option<Root> {
        let before = faults.len();
        let mut groups: Vec<PlaceGroup> = Vec::new();
        for (at, cell) in self.cells.iter().enumerate() {
            let pointer = format!("{pointer}/cells/{at}");
            let places = indices(&cell.places, &self.places);
            let activities = indices(&cell.activities, &self.activities);
            let (Some(places), Some(activities)) = (places, activities) else {
                faults.push(Fault::new(pointer, Code::UnknownReference, UNLISTED));
                continue;
            };
            if cell.status != status_of(cell.value) || cell.value.is_some_and(|value| value < 0) {
                faults.push(Fault::new(&pointer, Code::OutOfRange, VALUE));
            }
            let added = Cell {
                genders: cell.genders.clone(),
                value: cell.value.unwrap_or(0),
            };
            if !add(&mut groups, cell.numbers, (places, activities), added) {
                faults.push(Fault::new(pointer, Code::InvalidFormat, NUMBERS));
            }
        }
        if faults.len() == before && !is_partition(&groups, &self.places, &self.activities) {
            faults.push(Fault::new(
                format!("{pointer}/cells"),
                Code::ConflictingMembers,
                PARTITION,
            ));
        }
        (faults.len() == before).then(|| Root {
            months: self.months.clone(),
            k: self.k,
            listed: Listed {
                places: self.places.clone(),
                activities: self.activities.clone(),
            },
            groups,
        })
    }
}

const UNLISTED: Text = text!(
    "Cellen har en plats eller aktivitet som inte finns i listan.",
    "The cell has a place or an activity that is not in the list."
);
const VALUE: Text = text!(
    "En siffra ska vara 0 eller mer med status ok, eller null med status withdrawn.",
    "A value must be 0 or more with status ok, or null with status withdrawn."
);
const NUMBERS: Text = text!(
    "Cellerna ska vara numrerade i ordning, och de i samma grupp ha samma platser och aktiviteter.",
    "Cells must be numbered in order, and those of one group must have the same places and activities."
);
const PARTITION: Text = text!(
    "Varje plats, aktivitet och kön ska vara i exakt en grupp.",
    "Each place, activity and gender must be in exactly one group."
);

const fn status_of(value: Option<i64>) -> Status {
    if value.is_some() { Status::Ok } else { Status::Withdrawn }
}

/// The places of names in a sorted list; `None` if one is not in it.
fn indices(names: &[String], listed: &[String]) -> Option<Vec<usize>> {
    names.iter().map(|name| listed.binary_search(name).ok()).collect()
}

/// Adds the next cell; `false` if its numbers do not follow those of the last one.
fn add(
    groups: &mut Vec<PlaceGroup>,
    [place, activity, number]: [usize; 3],
    (places, activities): (Vec<usize>, Vec<usize>),
    cell: Cell,
) -> bool {
    if place == groups.len() + 1 {
        groups.push(PlaceGroup {
            places: places.clone(),
            groups: Vec::new(),
        });
    }
    let Some(group) = groups.last_mut() else {
        return false;
    };
    let is_new_group = activity == group.groups.len() + 1;
    if is_new_group {
        group.groups.push(ActivityGroup {
            activities: activities.clone(),
            cells: Vec::new(),
        });
    }
    let (of_places, all) = (group.places == places, group.groups.len());
    let Some(of_activities) = group.groups.last_mut() else {
        return false;
    };
    let follows = of_places && of_activities.activities == activities && number == of_activities.cells.len() + 1;
    of_activities.cells.push(cell);
    follows && activity == all && place == groups.len()
}

fn is_partition(groups: &[PlaceGroup], places: &[String], activities: &[String]) -> bool {
    let is_all = |mut found: Vec<usize>, of: &[String]| {
        found.sort_unstable();
        found.into_iter().eq(0..of.len())
    };
    let is_all_genders = |group: &ActivityGroup| {
        let mut found: Vec<Gender> = group.cells.iter().flat_map(|cell| cell.genders.clone()).collect();
        found.sort();
        found == GENDERS
    };
    let of_activities = |group: &PlaceGroup| {
        let found = group.groups.iter().flat_map(|group| group.activities.clone()).collect();
        is_all(found, activities) && group.groups.iter().all(is_all_genders)
    };
    let found = groups.iter().flat_map(|group| group.places.clone()).collect();
    is_all(found, places) && !groups.is_empty() && groups.iter().all(of_activities)
}
