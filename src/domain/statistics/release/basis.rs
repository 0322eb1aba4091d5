//! Everything kept that the release of a month depends on, as one plain value.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::stream::Stream;

use super::Counted;
use super::counted::CountedStream;
use super::expected::Completions;
use super::kept_release::KeptRelease;
use super::published::{Published, Release};
use super::sum_changes::{StreamMonth, SumChanges};

/// What is kept of a municipality when a month of it is to be released.
#[derive(Clone, Debug, Default)]
pub struct ReleaseBasis {
    /// The earlier releases, in order.
    pub earlier: Vec<KeptRelease>,
    /// The revision of the catalogue that holds.
    pub catalogue_revision: i64,
    /// What was published.
    pub published: Published,
    /// What was said of reporting periods.
    pub completions: Completions,
    /// How often sums have changed, through the month.
    pub changes: SumChanges,
    /// The released months that need no second look.
    pub unchanged: BTreeSet<StreamMonth>,
    /// Every sum of the other months, by stream.
    pub sums: BTreeMap<Stream, Vec<(SumKey, Sums)>>,
}

impl ReleaseBasis {
    /// What was counted, as a release looks at it: takes the sums.
    pub(crate) fn take_counted(&mut self) -> Counted {
        let mut counted = Counted::new();
        for (stream, sums) in std::mem::take(&mut self.sums) {
            counted.entry(stream).or_default().sums = sums;
        }
        for month in &self.unchanged {
            let of: &mut CountedStream = counted.entry(month.0.clone()).or_default();
            of.unchanged.insert(month.1, self.changes.of(month).ratings);
        }
        counted
    }

    /// What a release has judged: the months of its new roots, and of the earlier ones that it looked at again, with how
    /// often their sums have changed.
    pub fn judged_by(&self, release: &Release) -> Vec<(StreamMonth, i64)> {
        let new = release.roots.iter().map(|(stream, root)| (stream, root));
        let earlier = self.published.streams().iter().flat_map(|(stream, of_stream)| {
            let roots = of_stream.roots.values().map(|published| &published.root);
            roots.map(move |root| (stream, root))
        });
        new.chain(earlier)
            .flat_map(|(stream, root)| root.months.iter().map(|month| (stream.clone(), *month)))
            .filter(|month| !self.unchanged.contains(month))
            .map(|month| {
                let changes = self.changes.of(&month).changes;
                (month, changes)
            })
            .collect()
    }
}
