//! An insats over time: its versions, and which of them is in force on a day.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::ages::Ages;
use crate::domain::day::{ADULT, LAW_IN_FORCE};
use crate::domain::letters::swedish_order;

use super::version::Version;
use super::withdrawal::Withdrawal;

/// An insats with all its versions.
#[derive(Clone, Debug, Default)]
pub struct Insats {
    /// Sorted by `validFrom`, which is unique.
    versions: Vec<PublishedVersion>,
}

/// A version, its withdrawal, and the revision that last changed either.
#[derive(Clone, Debug)]
pub struct PublishedVersion {
    /// The version.
    pub version: Version,
    /// Its withdrawal, if the board has withdrawn it.
    pub withdrawal: Option<Withdrawal>,
    /// The revision that last changed the version or its withdrawal.
    pub revision: i64,
    children: OnceLock<bool>,
    refused_today: OnceLock<Vec<Text>>,
    without_english: OnceLock<Vec<String>>,
    name_order: OnceLock<String>,
}

impl PublishedVersion {
    /// Why the version would be refused today, found once: names and provisions take long to read.
    pub(crate) fn refused_today(&self, find: impl FnOnce() -> Vec<Text>) -> &[Text] {
        self.refused_today.get_or_init(find)
    }

    /// Where the version has a text without English, found once: a document has many texts.
    pub(crate) fn without_english(&self) -> &[String] {
        self.without_english.get_or_init(|| self.version.without_english())
    }

    /// The key of its name in Swedish order, found once: a list of all municipalities has many names.
    pub(crate) fn name_order(&self) -> &str {
        self.name_order.get_or_init(|| swedish_order(&self.version.name.sv))
    }

    /// Whether a child could meet the criteria of the insats, as far as they can be evaluated.
    pub(crate) fn a_child_may_take_part(&self) -> bool {
        let may_be_met = |criteria: &Criterion| criteria.may_be_met_by(Ages::below(ADULT));
        *self
            .children
            .get_or_init(|| self.version.criteria.as_ref().is_some_and(may_be_met))
    }

    /// Whether the version ever comes into force.
    pub fn takes_effect(&self) -> bool {
        !self.withdrawal.as_ref().is_some_and(Withdrawal::is_before_start)
    }

    /// The last day according to its own decision or withdrawal. A withdrawal replaces a chosen last day.
    fn own_last_day(&self) -> Option<NaiveDate> {
        let withdrawn = self.withdrawal.as_ref().map(|withdrawal| withdrawal.last_day);
        earlier(self.version.decided_last_day(), withdrawn).or(self.version.valid_to)
    }
}

/// The earlier of two days, where `None` is never.
fn earlier(left: Option<NaiveDate>, right: Option<NaiveDate>) -> Option<NaiveDate> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

/// Whether an insats is in force on a day, with the relevant version.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// This version is in force.
    InForce(VersionInTime<'a>),
    /// No version is in force yet; this one is first.
    Upcoming(VersionInTime<'a>),
    /// The last version has ended.
    Ended(VersionInTime<'a>),
}

/// A version in relation to those before and after it.
#[derive(Clone, Copy, Debug)]
pub struct VersionInTime<'a> {
    /// The version and its revision.
    pub held: &'a PublishedVersion,
    /// Its number: 1 is the first version of the insats.
    pub number: usize,
    /// The last day in force: decided, withdrawn, or the day before the next version. It is before the first day if the
    /// version was withdrawn before it took effect.
    pub last_day: Option<NaiveDate>,
}

/// The status of an insats on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// In force.
    InForce,
    /// Decided, not yet in force.
    Upcoming,
    /// Its last day in the catalogue is before 2025-07-01, when the law came into force.
    Historical,
    /// In force, but the catalogue lacks its criteria.
    Incomplete,
    /// Its last day in the catalogue has passed.
    Terminated,
}

impl VersionInTime<'_> {
    /// Whether no source states its last day.
    fn ends_on_chosen_day(&self) -> bool {
        self.held.version.valid_to_not_stated
            && self.held.withdrawal.is_none()
            && self.last_day == self.held.version.valid_to
    }

    /// The last day in force, where it is decided.
    pub(crate) fn decided_last_day(&self) -> Option<NaiveDate> {
        self.last_day.filter(|_| !self.ends_on_chosen_day())
    }
}

impl<'a> Standing<'a> {
    /// Whether one version is in force on a day, regardless of other versions.
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

    /// The version in question.
    pub const fn version(self) -> VersionInTime<'a> {
        match self {
            Self::InForce(version) | Self::Upcoming(version) | Self::Ended(version) => version,
        }
    }

    /// Whether the catalogue leaves it open if the insats is in force on a day: before a first day, or after a last day,
    /// that no source states.
    ///
    /// Before the act, nothing under it was in force.
    pub(crate) fn is_not_known(self, day: NaiveDate) -> bool {
        match self {
            Self::InForce(_) => false,
            Self::Upcoming(first) => {
                let version = &first.held.version;
                let waits_for_the_act = version.is_under_the_act() && version.valid_from >= LAW_IN_FORCE;
                version.valid_from_not_stated && !(waits_for_the_act && day < LAW_IN_FORCE)
            }
            Self::Ended(last) => last.ends_on_chosen_day(),
        }
    }

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

    /// Whether the insats is in force on a day; `None` if it has no version.
    pub fn on(&self, day: NaiveDate) -> Option<Standing<'_>> {
        let started = self.versions.partition_point(|held| held.version.valid_from <= day);
        let takes_effect = |at: &usize| self.versions[*at].takes_effect();
        // The last version that has started, else the first to come, else the last of all withdrawn ones.
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

    pub(crate) fn starting(&self, valid_from: NaiveDate) -> Option<&PublishedVersion> {
        self.versions.iter().find(|held| held.version.valid_from == valid_from)
    }

    pub(crate) fn revision(&self) -> i64 {
        self.versions.iter().map(|held| held.revision).max().unwrap_or(0)
    }

    /// Adds a version, or replaces the one with the same `validFrom`.
    pub fn put(&mut self, version: Version, revision: i64) {
        let at = self
            .versions
            .partition_point(|held| held.version.valid_from < version.valid_from);
        match self.versions.get_mut(at) {
            Some(held) if held.version.valid_from == version.valid_from => {
                held.version = version;
                held.children = OnceLock::new();
                held.refused_today = OnceLock::new();
                held.without_english = OnceLock::new();
                held.name_order = OnceLock::new();
                held.revision = held.revision.max(revision);
            }
            _ => self.versions.insert(
                at,
                PublishedVersion {
                    version,
                    withdrawal: None,
                    revision,
                    children: OnceLock::new(),
                    refused_today: OnceLock::new(),
                    without_english: OnceLock::new(),
                    name_order: OnceLock::new(),
                },
            ),
        }
    }

    /// Sets or removes the withdrawal of a version; `false` if the version does not exist.
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

    /// Removes a version.
    pub(crate) fn remove(&mut self, valid_from: NaiveDate) {
        self.versions.retain(|held| held.version.valid_from != valid_from);
    }
}
