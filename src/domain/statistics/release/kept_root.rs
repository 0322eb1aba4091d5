//! The stored forms of a root: cells, or groups of places with groups of activities as they were first stored.

use serde::Deserialize;

use crate::domain::insatser::figure_split::{RootPeriod, SplitOrder};
use crate::domain::statistics::{Gender, Month};

use super::root::{Cell, Listed, Root};

/// A root as it is stored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptRoot {
    months: Vec<Month>,
    k: i32,
    order: Option<SplitOrder>,
    period: Option<RootPeriod>,
    #[serde(default)]
    unproved: Vec<Month>,
    listed: Listed,
    #[serde(default)]
    cells: Vec<Cell>,
    /// The groups of a root that was stored before the order could be chosen.
    #[serde(default)]
    groups: Vec<KeptPlaces>,
}

#[derive(Deserialize)]
struct KeptPlaces {
    places: Vec<usize>,
    groups: Vec<KeptActivities>,
}

#[derive(Deserialize)]
struct KeptActivities {
    activities: Vec<usize>,
    cells: Vec<KeptGenders>,
}

#[derive(Deserialize)]
struct KeptGenders {
    genders: Vec<Gender>,
    value: i64,
}

impl From<KeptRoot> for Root {
    fn from(kept: KeptRoot) -> Self {
        let mut cells = kept.cells;
        let last_place = kept.groups.len();
        for (place, of_places) in (1..).zip(kept.groups) {
            // The last group has the unlisted ones.
            let unlisted = (place == last_place).then_some(kept.listed.unlisted_place());
            let places: Vec<usize> = of_places.places.into_iter().chain(unlisted).collect();
            let last_activity = of_places.groups.len();
            for (activity, of_activities) in (1..).zip(of_places.groups) {
                let unlisted = (activity == last_activity).then_some(kept.listed.unlisted_activity());
                let activities: Vec<usize> = of_activities.activities.into_iter().chain(unlisted).collect();
                cells.extend((1..).zip(of_activities.cells).map(|(gender, cell)| Cell {
                    path: [place, activity, gender],
                    places: places.clone(),
                    activities: activities.clone(),
                    genders: cell.genders,
                    value: cell.value,
                }));
            }
        }
        Self {
            months: kept.months,
            k: kept.k,
            order: kept.order.unwrap_or(SplitOrder::OF_MONTHS),
            period: kept.period.unwrap_or(RootPeriod::Month),
            unproved: kept.unproved,
            listed: kept.listed,
            cells,
        }
    }
}
