//! The cells of a root in a document, each with its own places, activities and genders, and the root made of them again.

use crate::domain::insatser::figure_split::{RootPeriod, SplitBy};
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::release::open_months::last_month;
use crate::domain::statistics::release::published::PublishedStream;
use crate::domain::statistics::release::root::{Cell, Listed, Root};
use crate::domain::statistics::{GENDERS, Month, Stream};
use crate::domain::text::text;
use crate::domain::{Code, Fault, Text};

use super::{DocumentedCell, DocumentedRoot};

/// The most combinations of place, activity and gender in a root.
const MAX_COMBINATIONS: usize = 10_000_000;

impl DocumentedRoot {
    /// A root, without the values of the cells that are withdrawn.
    pub(super) fn of(stream: &Stream, root: &Root, published: Option<&PublishedStream>) -> Self {
        let shown = published.and_then(|of_stream| of_stream.roots.get(&root.month()));
        let mut withdrawn = shown
            .into_iter()
            .flat_map(|shown| shown.cells().map(|cell| cell.is_withdrawn));
        // The number after the last of a list means the unlisted ones.
        let named = |values: &[usize], of: &[String]| values.iter().filter_map(|at| of.get(*at).cloned()).collect();
        let cells = root.cells.iter().map(|cell| {
            let value = (!withdrawn.next().unwrap_or(false)).then_some(cell.value);
            DocumentedCell {
                numbers: cell.path,
                places: named(&cell.places, &root.listed.places),
                unlisted_places: cell.places.contains(&root.listed.unlisted_place()),
                activities: named(&cell.activities, &root.listed.activities),
                unlisted_activities: cell.activities.contains(&root.listed.unlisted_activity()),
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
            split_order: root.order,
            root_period: root.period,
            listed: (&root.listed).into(),
            cells: cells.collect(),
        }
    }

    /// The root that the cells make, if each place, activity and gender is in exactly one cell; adds faults otherwise. A
    /// withdrawn value is 0 there, and is never shown.
    ///
    /// The document does not say which months were found too small before, since that is not public: all that may have
    /// been are taken for it, so that corrections prove no more than they did.
    pub(super) fn root(&self, pointer: &str, faults: &mut Vec<Fault>) -> Option<Root> {
        let before = faults.len();
        let listed = Listed::from(&self.listed);
        let mut cells: Vec<Cell> = Vec::with_capacity(self.cells.len());
        for (at, cell) in self.cells.iter().enumerate() {
            let pointer = format!("{pointer}/cells/{at}");
            let places = indices(&cell.places, &listed.places, cell.unlisted_places);
            let activities = indices(&cell.activities, &listed.activities, cell.unlisted_activities);
            let (Some(places), Some(activities)) = (places, activities) else {
                faults.push(Fault::new(pointer, Code::UnknownReference, UNLISTED));
                continue;
            };
            if cell.status != status_of(cell.value) || cell.value.is_some_and(|value| value < 0) {
                faults.push(Fault::new(&pointer, Code::OutOfRange, VALUE));
            }
            let added = Cell {
                path: cell.numbers,
                places,
                activities,
                genders: cell.genders.clone(),
                value: cell.value.unwrap_or(0),
            };
            if !self.follows(cells.last(), &added) {
                faults.push(Fault::new(pointer, Code::InvalidFormat, NUMBERS));
            }
            cells.push(added);
        }
        if faults.len() == before && !is_partition(&cells, &listed) {
            faults.push(Fault::new(
                format!("{pointer}/cells"),
                Code::ConflictingMembers,
                PARTITION,
            ));
        }
        (faults.len() == before).then(|| Root {
            months: self.months.clone(),
            k: self.k,
            order: self.split_order,
            period: self.root_period,
            unproved: before_last_period(&self.months, self.root_period),
            listed,
            cells,
        })
    }

    /// Whether a cell comes next after another: its numbers go on, and it shares what it is not split by with the groups
    /// that both are in.
    fn follows(&self, last: Option<&Cell>, next: &Cell) -> bool {
        let Some(last) = last else {
            return next.path == [1, 1, 1];
        };
        let Some(at) = (0..3).find(|at| last.path[*at] != next.path[*at]) else {
            return false;
        };
        let shared = self.split_order.steps().into_iter().take(at);
        next.path[at] == last.path[at] + 1
            && next.path[at + 1..].iter().all(|number| *number == 1)
            && shared.into_iter().all(|by| match by {
                SplitBy::Place => last.places == next.places,
                SplitBy::Activity => last.activities == next.activities,
                SplitBy::Gender => last.genders == next.genders,
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
    "Cellerna ska vara numrerade i ordning, och de i samma grupp ha det gemensamt som gruppen delades efter.",
    "Cells must be numbered in order, and those of one group must share what the group was divided by."
);
const PARTITION: Text = text!(
    "Varje plats, aktivitet och kön ska vara i exakt en cell.",
    "Each place, activity and gender must be in exactly one cell."
);

const fn status_of(value: Option<i64>) -> Status {
    if value.is_some() { Status::Ok } else { Status::Withdrawn }
}

/// The numbers of names in a sorted list, and of the unlisted ones; `None` if a name is not in it.
fn indices(names: &[String], listed: &[String], has_unlisted: bool) -> Option<Vec<usize>> {
    let listed_numbers = names.iter().map(|name| listed.binary_search(name).ok());
    let unlisted = has_unlisted.then_some(Some(listed.len()));
    listed_numbers.chain(unlisted).collect()
}

/// Whether each combination of place, activity and gender is in exactly one cell. Where a list is complete, nothing is
/// unlisted.
fn is_partition(cells: &[Cell], listed: &Listed) -> bool {
    let places = listed.places.len() + usize::from(!listed.places_complete);
    let activities = listed.activities.len() + usize::from(!listed.activities_complete);
    let all = places.saturating_mul(activities).saturating_mul(GENDERS.len());
    if all == 0 || all > MAX_COMBINATIONS {
        return false;
    }
    let mut is_found = vec![false; all];
    for cell in cells {
        for place in &cell.places {
            for activity in &cell.activities {
                for gender in &cell.genders {
                    let at = (place * activities + activity) * GENDERS.len() + *gender as usize;
                    let is_outside = *place >= places || *activity >= activities;
                    if is_outside || std::mem::replace(&mut is_found[at], true) {
                        return false;
                    }
                }
            }
        }
    }
    is_found.into_iter().all(|found| found)
}

/// The months before the last period of a total.
fn before_last_period(months: &[Month], period: RootPeriod) -> Vec<Month> {
    let end = months.last().map(|last| last_month(period, *last));
    let is_before = |month: &&Month| end.is_some_and(|end| last_month(period, **month) < end);
    months.iter().filter(is_before).copied().collect()
}
