//! The stored data that the release of a month depends on.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::Stream;
use crate::domain::statistics::opened::Opened;

use super::Counted;
use super::counted::CountedStream;
use super::editions::Editions;
use super::expected_months::Completions;
use super::kept_release::KeptRelease;
use super::published::{Published, Release};
use super::restrictions::Restrictions;
use super::sum_changes::{StreamMonth, SumChanges};

/// The stored data that the release of a month depends on.
#[derive(Clone, Debug, Default)]
pub struct ReleaseBasis {
    /// What the database requires.
    pub restrictions: Restrictions,
    /// The earlier releases, in order.
    pub earlier: Vec<KeptRelease>,
    /// The current revision of the catalogue.
    pub catalogue_revision: i64,
    /// What has been released.
    pub published: Published,
    /// The statements about reporting periods.
    pub completions: Completions,
    /// What holds for open months although a setting has changed since.
    pub opened: Opened,
    /// The editions of versions that rule something out.
    pub editions: Editions,
    /// How often sums have changed, up to the month.
    pub changes: SumChanges,
    /// The released months that need no new check.
    pub unchanged: BTreeSet<StreamMonth>,
    /// All sums of the other months, by stream.
    pub sums: BTreeMap<Stream, Vec<(SumKey, Sums)>>,
}

impl ReleaseBasis {
    /// The sums as input to a release. Moves them out of the basis.
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

    /// The months that a release has checked, with the number of changes to their sums: those of its new roots, and
    /// those of earlier roots that it checked again.
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
