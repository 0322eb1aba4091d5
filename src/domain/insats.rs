//! An insats over time: its versions, and which of them holds on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::day::LAW_IN_FORCE;
use super::version::Version;

/// An insats with all its versions.
#[derive(Clone, Debug, Default)]
pub struct Insats {
    /// In order of `validFrom`; no two start on one day.
    versions: Vec<Held>,
}

/// A version and the revision that last changed it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The version.
    pub version: Version,
    /// The revision of its latest edition.
    pub revision: i64,
}

/// Where an insats stands on a day.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// This version is in force.
    InForce(VersionInTime<'a>),
    /// Nothing is yet in force; this is the first to be.
    Upcoming(VersionInTime<'a>),
    /// This was the last in force, and it has ended.
    Ended(VersionInTime<'a>),
}

/// A version among those before and after it.
#[derive(Clone, Copy, Debug)]
pub struct VersionInTime<'a> {
    /// The version and its revision.
    pub held: &'a Held,
    /// Its number: 1 is the first version of the insats.
    pub number: usize,
    /// The last day in force: decided, or the day before the next version.
    pub last_day: Option<NaiveDate>,
}

/// What an insats is on a day, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// In force.
    InForce,
    /// Decided, not yet in force.
    Upcoming,
    /// Ended before the law came into force on 2025-07-01.
    Historical,
    /// The catalogue lacks its criteria.
    Incomplete,
    /// It has ended.
    Terminated,
}

impl<'a> Standing<'a> {
    /// Where one version stands on a day, whatever the others say.
    #[must_use]
    pub fn of(version: VersionInTime<'a>, day: NaiveDate) -> Self {
        if day < version.held.version.valid_from {
            Self::Upcoming(version)
        } else if version.last_day.is_none_or(|last| day <= last) {
            Self::InForce(version)
        } else {
            Self::Ended(version)
        }
    }

    /// The version this is about.
    #[must_use]
    pub const fn version(self) -> VersionInTime<'a> {
        match self {
            Self::InForce(version) | Self::Upcoming(version) | Self::Ended(version) => version,
        }
    }

    /// The standing in one word.
    #[must_use]
    pub fn status(self) -> Status {
        let version = self.version();
        let is_historical = version.last_day.is_some_and(|last| last < LAW_IN_FORCE);
        match self {
            _ if is_historical => Status::Historical,
            Self::Upcoming(_) => Status::Upcoming,
            Self::Ended(_) => Status::Terminated,
            Self::InForce(_) if version.held.version.criteria.is_none() => Status::Incomplete,
            Self::InForce(_) => Status::InForce,
        }
    }
}

impl Insats {
    /// Every version, oldest first.
    #[must_use]
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = VersionInTime<'_>> + ExactSizeIterator {
        self.versions.iter().enumerate().map(|(at, held)| VersionInTime {
            held,
            number: at + 1,
            last_day: self.last_day(at),
        })
    }

    fn last_day(&self, at: usize) -> Option<NaiveDate> {
        let decided = self.versions[at].version.valid_to;
        let successor = self
            .versions
            .get(at + 1)
            .and_then(|next| next.version.valid_from.pred_opt());
        match (decided, successor) {
            (Some(decided), Some(successor)) => Some(decided.min(successor)),
            (decided, successor) => decided.or(successor),
        }
    }

    /// Where the insats stands on a day; `None` only while it has no version.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> Option<Standing<'_>> {
        let started = self.versions.partition_point(|held| held.version.valid_from <= day);
        // The last that has started; before any has, the first to come.
        let version = self.versions().nth(started.saturating_sub(1))?;
        Some(Standing::of(version, day))
    }

    /// The version that starts on a day.
    #[must_use]
    pub fn starting(&self, valid_from: NaiveDate) -> Option<&Version> {
        self.versions
            .iter()
            .map(|held| &held.version)
            .find(|version| version.valid_from == valid_from)
    }

    /// The revision that last changed any version.
    #[must_use]
    pub fn revision(&self) -> i64 {
        self.versions.iter().map(|held| held.revision).max().unwrap_or(0)
    }

    /// Takes a version in: in place of the one that starts on the same day, or as one more.
    pub fn put(&mut self, version: Version, revision: i64) {
        let at = self
            .versions
            .partition_point(|held| held.version.valid_from < version.valid_from);
        let held = Held { version, revision };
        match self.versions.get_mut(at) {
            Some(old) if old.version.valid_from == held.version.valid_from => *old = held,
            _ => self.versions.insert(at, held),
        }
    }
}
