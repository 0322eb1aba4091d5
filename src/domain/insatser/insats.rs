//! An insats over time: its versions, and which of them holds on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::day::LAW_IN_FORCE;

use super::version::Version;
use super::withdrawal::Withdrawal;

/// An insats with all its versions.
#[derive(Clone, Debug, Default)]
pub struct Insats {
    /// In order of `validFrom`; no two start on one day.
    versions: Vec<PublishedVersion>,
}

/// A version, its withdrawal, and the revision that last changed either.
#[derive(Clone, Debug)]
pub struct PublishedVersion {
    /// The version.
    pub version: Version,
    /// Its withdrawal, where the board has withdrawn it.
    pub withdrawal: Option<Withdrawal>,
    /// The revision of its latest edition, or of its withdrawal.
    pub revision: i64,
}

impl PublishedVersion {
    /// Says whether the version comes into force at all: it was not withdrawn before.
    pub fn takes_effect(&self) -> bool {
        !self.withdrawal.as_ref().is_some_and(Withdrawal::is_before_start)
    }

    /// The last day that its own decision, or its withdrawal, sets.
    fn own_last_day(&self) -> Option<NaiveDate> {
        let withdrawn = self.withdrawal.as_ref().map(|withdrawal| withdrawal.last_day);
        earlier(self.version.valid_to, withdrawn)
    }
}

/// The earlier of two days, where an absent one is never.
fn earlier(left: Option<NaiveDate>, right: Option<NaiveDate>) -> Option<NaiveDate> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
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
    pub held: &'a PublishedVersion,
    /// Its number: 1 is the first version of the insats.
    pub number: usize,
    /// The last day in force: decided, withdrawn, or the day before the next version. Before its first day when it was
    /// withdrawn before it took effect.
    pub last_day: Option<NaiveDate>,
}

/// What an insats is on a day, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Status {
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
    pub(crate) fn of(version: VersionInTime<'a>, day: NaiveDate) -> Self {
        if !version.held.takes_effect() {
            Self::Ended(version)
        } else if day < version.held.version.valid_from {
            Self::Upcoming(version)
        } else if version.last_day.is_none_or(|last| day <= last) {
            Self::InForce(version)
        } else {
            Self::Ended(version)
        }
    }

    /// The version this is about.
    pub const fn version(self) -> VersionInTime<'a> {
        match self {
            Self::InForce(version) | Self::Upcoming(version) | Self::Ended(version) => version,
        }
    }

    /// The standing in one word.
    pub(crate) fn status(self) -> Status {
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
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = VersionInTime<'_>> + ExactSizeIterator {
        (0..self.versions.len()).map(|at| self.version_in_time(at))
    }

    fn last_day(&self, at: usize) -> Option<NaiveDate> {
        let later = &self.versions[at + 1..];
        let successor = later.iter().find(|next| next.takes_effect());
        earlier(
            self.versions[at].own_last_day(),
            successor.and_then(|next| next.version.valid_from.pred_opt()),
        )
    }

    /// Where the insats stands on a day; `None` only while it has no version.
    pub fn on(&self, day: NaiveDate) -> Option<Standing<'_>> {
        let started = self.versions.partition_point(|held| held.version.valid_from <= day);
        let takes_effect = |at: &usize| self.versions[*at].takes_effect();
        // The last that has started; before any has, the first to come; where all were withdrawn before, the last.
        let at = (0..started)
            .rev()
            .find(takes_effect)
            .or_else(|| (started..self.versions.len()).find(takes_effect))
            .or_else(|| self.versions.len().checked_sub(1))?;
        Some(Standing::of(self.version_in_time(at), day))
    }

    fn version_in_time(&self, at: usize) -> VersionInTime<'_> {
        VersionInTime {
            held: &self.versions[at],
            number: at + 1,
            last_day: self.last_day(at),
        }
    }

    /// The version that starts on a day, with its withdrawal.
    pub(crate) fn starting(&self, valid_from: NaiveDate) -> Option<&PublishedVersion> {
        self.versions.iter().find(|held| held.version.valid_from == valid_from)
    }

    /// The revision that last changed any version.
    pub(crate) fn revision(&self) -> i64 {
        self.versions.iter().map(|held| held.revision).max().unwrap_or(0)
    }

    /// Takes a version in: in place of the one that starts on the same day, or as one more.
    pub fn put(&mut self, version: Version, revision: i64) {
        let at = self
            .versions
            .partition_point(|held| held.version.valid_from < version.valid_from);
        match self.versions.get_mut(at) {
            Some(held) if held.version.valid_from == version.valid_from => {
                held.version = version;
                held.revision = held.revision.max(revision);
            }
            _ => self.versions.insert(
                at,
                PublishedVersion {
                    version,
                    withdrawal: None,
                    revision,
                },
            ),
        }
    }

    /// Takes the withdrawal of a version in, or takes it back; says whether there is such a version.
    pub(crate) fn withdraw(&mut self, valid_from: NaiveDate, withdrawal: Option<Withdrawal>, revision: i64) -> bool {
        let held = self
            .versions
            .iter_mut()
            .find(|held| held.version.valid_from == valid_from);
        let Some(held) = held else {
            return false;
        };
        held.withdrawal = withdrawal;
        held.revision = held.revision.max(revision);
        true
    }

    /// Takes a version away, for changes that only a newer release makes.
    pub(crate) fn remove(&mut self, valid_from: NaiveDate) {
        self.versions.retain(|held| held.version.valid_from != valid_from);
    }
}
