//! How often sums have changed, and which of them a release looks at.
//!
//! It looks at those of months that are open, and of released ones that have changed since they were judged. The others are
//! most of what there is.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::records::monthly_sum::Sums;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::stream::Stream;

use super::cell_name::CellName;
use super::published::Published;

/// A month of a stream.
pub type StreamMonth = (Stream, Month);

/// How often the sums of a stream's month have changed, and how those who took part rated it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedMonth {
    /// How often its sums have changed.
    pub changes: i64,
    /// Its ratings in all: the other sums are not filled in.
    pub ratings: Sums,
}

/// How often the sums of a municipality have changed, now and when they were judged last.
#[derive(Clone, Debug, Default)]
pub struct SumChanges {
    /// The months of every stream in which something was counted.
    pub counted: BTreeMap<StreamMonth, CountedMonth>,
    /// How often the sums of each released month had changed when they were judged last.
    pub judged: BTreeMap<StreamMonth, i64>,
}

impl SumChanges {
    /// What is known of a month without its sums.
    pub(crate) fn of(&self, month: &StreamMonth) -> CountedMonth {
        self.counted.get(month).copied().unwrap_or_default()
    }

    /// The months of roots that a release does not look at again: no sum of the root has changed since it was judged, and
    /// no cell of it waits for a figure that could not be shown yet.
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
