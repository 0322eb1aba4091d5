//! The public order, in which values are grouped. It depends only on published figures.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::published::PublishedRoot;
use crate::domain::statistics::{GENDERS, Gender};

/// Figures are shared among the values of a group in millionths of a participation.
const SHARE: i64 = 1_000_000;

/// The published figures of each value, where each figure of a group is shared equally.
#[derive(Clone, Debug, Default)]
pub(crate) struct PublicOrder {
    places: BTreeMap<String, i64>,
    activities: BTreeMap<String, i64>,
    genders: BTreeMap<Gender, i64>,
}

impl PublicOrder {
    pub(crate) fn of<'a>(roots: impl IntoIterator<Item = &'a PublishedRoot>) -> Self {
        let mut order = Self::default();
        for published in roots {
            let root = &published.root;
            let mut shown = published.cells();
            for (at, group) in root.groups.iter().enumerate() {
                // Unlisted values are in the last group, and share its figure.
                let unlisted = usize::from(at + 1 == root.groups.len());
                let mut of_group = 0;
                for (at, of_activities) in group.groups.iter().enumerate() {
                    let unlisted = usize::from(at + 1 == group.groups.len());
                    let mut of_activity_group = 0;
                    for cell in &of_activities.cells {
                        let value = shown.next().and_then(|cell| cell.shown()).unwrap_or(0) * SHARE;
                        of_activity_group += value;
                        let share = value / count(cell.genders.len());
                        for gender in &cell.genders {
                            *order.genders.entry(*gender).or_default() += share;
                        }
                    }
                    of_group += of_activity_group;
                    let share = of_activity_group / count(of_activities.activities.len() + unlisted);
                    for activity in &of_activities.activities {
                        add(&mut order.activities, &root.listed.activities[*activity], share);
                    }
                }
                let share = of_group / count(group.places.len() + unlisted);
                for place in &group.places {
                    add(&mut order.places, &root.listed.places[*place], share);
                }
            }
        }
        order
    }

    /// Places, given by slug, in public order.
    pub fn places(&self, listed: &[String]) -> Vec<usize> {
        ordered(&self.places, listed)
    }

    /// Activities, given by slug, in public order.
    pub fn activities(&self, listed: &[String]) -> Vec<usize> {
        ordered(&self.activities, listed)
    }

    pub(crate) fn genders(&self) -> [Gender; 3] {
        let mut genders = GENDERS;
        genders.sort_by_key(|gender| Reverse(self.genders.get(gender).copied().unwrap_or(0)));
        genders
    }
}

fn count(values: usize) -> i64 {
    i64::try_from(values.max(1)).unwrap_or(i64::MAX)
}

fn add(shares: &mut BTreeMap<String, i64>, value: &str, share: i64) {
    *shares.entry(value.to_owned()).or_default() += share;
}

fn ordered(shares: &BTreeMap<String, i64>, listed: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..listed.len()).collect();
    order.sort_by_key(|at| Reverse(shares.get(&listed[*at]).copied().unwrap_or(0)));
    order
}
