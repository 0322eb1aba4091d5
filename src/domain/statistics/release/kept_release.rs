//! A stored release.

use chrono::NaiveDateTime;

use crate::domain::statistics::Month;

use super::published::{Release, ReleaseReport};

/// A stored release.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRelease {
    /// The month.
    pub month: Month,
    /// The k of streams without a higher one.
    pub k: i32,
    /// The version of the rules.
    pub rules_version: i32,
    /// Its content beside figures.
    pub report: ReleaseReport,
    /// The number of streams with a new root.
    pub roots: usize,
    /// The time of the release.
    pub at: NaiveDateTime,
}

impl KeptRelease {
    /// A release to store.
    pub fn of(release: Release, at: NaiveDateTime) -> Self {
        Self {
            month: release.month,
            k: release.k,
            rules_version: release.rules_version,
            roots: release.roots.len(),
            report: release.report,
            at,
        }
    }
}
