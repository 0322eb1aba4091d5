//! A release as it is kept.

use chrono::NaiveDateTime;

use crate::domain::statistics::month::Month;

use super::published::{Release, ReleaseReport};

/// A release as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRelease {
    /// The month.
    pub month: Month,
    /// The smallest group where a stream had met no larger.
    pub k: i32,
    /// By which version of the rules.
    pub rules_version: i32,
    /// What it says beside figures.
    pub report: ReleaseReport,
    /// How many streams released something with it.
    pub roots: usize,
    /// When.
    pub at: NaiveDateTime,
}

impl KeptRelease {
    /// A release that is kept now.
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
