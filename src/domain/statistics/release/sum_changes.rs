//! How often sums have changed, which decides what a release checks.
//!
//! A release checks open months, and released months whose sums have changed since they were last checked. Most months
//! are neither.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::records::monthly_sum::Sums;
use crate::domain::statistics::{Month, Stream};

use super::cell_name::CellName;
use super::published::Published;

/// A month of a stream.
pub type StreamMonth = (Stream, Month);

/// How often the sums of a stream's month have changed, and its ratings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedMonth {
    /// The number of changes to its sums.
    pub changes: i64,
    /// Its ratings. Other members are 0.
    pub ratings: Sums,
}

/// How often the sums of a municipality have changed, now and when they were last checked.
#[derive(Clone, Debug, Default)]
pub struct SumChanges {
    /// The months with sums, by stream.
    pub counted: BTreeMap<StreamMonth, CountedMonth>,
    /// The number of changes to each released month's sums when they were last checked.
    pub judged: BTreeMap<StreamMonth, i64>,
}

impl SumChanges {
    pub(crate) fn of(&self, month: &StreamMonth) -> CountedMonth {
        self.counted.get(month).copied().unwrap_or_default()
    }

    /// The months of roots that a release does not check: none of the root's sums has changed, and none of its cells
    /// waits for a correction that could not be shown yet.
    pub fn unchanged(&self, published: &Published, waiting: &[String]) -> BTreeSet<StreamMonth> {
        let waiting: BTreeSet<StreamMonth> = waiting
            .iter()
            .filter_map(|cell| CellName::parse(cell))
            .map(|cell| (cell.stream, cell.month))
            .collect();
        let is_as_judged = |month: &StreamMonth| self.judged.get(month) == Some(&self.of(month).changes);
        let mut unchanged = BTreeSet::new();
        for (stream, of_stream) in published.streams() {
            for (known_by, published) in &of_stream.roots {
                let months = published.root.months.iter();
                let months: Vec<StreamMonth> = months.map(|month| (stream.clone(), *month)).collect();
                if !waiting.contains(&(stream.clone(), *known_by)) && months.iter().all(is_as_judged) {
                    unchanged.extend(months);
                }
            }
        }
        unchanged
    }
}
