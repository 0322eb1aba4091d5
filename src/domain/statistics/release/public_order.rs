//! The public order, in which values are grouped. It depends only on published figures.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::published::PublishedRoot;
use crate::domain::statistics::{GENDERS, Gender};

/// Figures are shared among the values of a cell in millionths of a participation.
const SHARE: i64 = 1_000_000;

/// The published figures of each value, where each figure of a cell is shared equally.
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
            let listed = &published.root.listed;
            for shown in published.cells() {
                let (cell, value) = (shown.cell, shown.shown().unwrap_or(0) * SHARE);
                // Unlisted values of a cell have a share too, which is of no use to any name.
                add(&mut order.places, &listed.places, &cell.places, value);
                add(&mut order.activities, &listed.activities, &cell.activities, value);
                for gender in &cell.genders {
                    *order.genders.entry(*gender).or_default() += value / count(cell.genders.len());
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

fn add(shares: &mut BTreeMap<String, i64>, listed: &[String], numbers: &[usize], value: i64) {
    for name in numbers.iter().filter_map(|number| listed.get(*number)) {
        *shares.entry(name.clone()).or_default() += value / count(numbers.len());
    }
}

fn ordered(shares: &BTreeMap<String, i64>, listed: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..listed.len()).collect();
    order.sort_by_key(|at| Reverse(shares.get(&listed[*at]).copied().unwrap_or(0)));
    order
}
