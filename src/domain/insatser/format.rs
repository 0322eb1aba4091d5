//! The format of a document: the lowest one that evaluates it truly.
//!
//! A program that meets a higher format than it knows takes no criteria of that document for known. A new kind of
//! criteria, and a new member that decides an answer, belong to a new format.

use crate::domain::criteria::declarable::Declarable;
use crate::domain::criteria::{Condition, Criterion};

use super::document::Document;
use super::hours::OpeningHours;
use super::texts::PlacedText;
use super::version::{Version, WithoutGuardianFrom15};

/// The format of release 1.0.0.
pub(crate) const FIRST_FORMAT: i32 = 1;
/// Adds other persons, questions of the municipality's own, ages by calendar year, several municipalities, conditions
/// that nobody can evaluate, criteria of places, what a board says about children from 15, last days that no source states,
/// complete catalogues, and what the first release cannot read: opening hours to midnight or past it, and texts without
/// English or in other languages.
const SECOND_FORMAT: i32 = 2;
/// The highest format that this program evaluates truly.
pub const HIGHEST_FORMAT: i32 = SECOND_FORMAT;

impl Document {
    /// The lowest format that evaluates the document truly, from 1.
    pub fn format(&self) -> i32 {
        let of_texts = self.texts().iter().map(PlacedText::format).max();
        let of_members = match self {
            Self::Version(version) => version.format(),
            Self::Municipality(document) if document.catalogue_complete.is_some() => SECOND_FORMAT,
            _ => FIRST_FORMAT,
        };
        of_texts.map_or(of_members, |of_texts| of_texts.max(of_members))
    }
}

impl PlacedText {
    /// The lowest format that has texts in these languages.
    pub(crate) const fn format(&self) -> i32 {
        if self.has_english && !self.has_further {
            FIRST_FORMAT
        } else {
            SECOND_FORMAT
        }
    }
}

impl Version {
    fn format(&self) -> i32 {
        let is_new = self.without_guardian_from_15 != WithoutGuardianFrom15::NotStated
            || self.valid_to_not_stated
            || self.places.iter().any(|place| place.criteria.is_some())
            || self.opening_hours().any(OpeningHours::goes_past_midnight);
        let criteria = self.all_criteria().map(Criterion::format);
        let own = if is_new { SECOND_FORMAT } else { FIRST_FORMAT };
        criteria.fold(own, i32::max)
    }

    fn opening_hours(&self) -> impl Iterator<Item = &OpeningHours> {
        let of_places = self.places.iter().flat_map(|place| &place.opening_hours);
        of_places.chain(self.channels.iter().flat_map(|channel| &channel.hours))
    }

    /// The version with all its criteria unknown: of the insats, its activities and its places. Without criteria of the
    /// insats, no part can take them over.
    pub(crate) fn with_unknown_criteria(mut self) -> Self {
        self.criteria = None;
        self.activities.iter_mut().for_each(|activity| activity.criteria = None);
        self.places.iter_mut().for_each(|place| place.criteria = None);
        self
    }
}

impl Criterion {
    /// The lowest format that evaluates the criteria truly.
    pub(crate) fn format(&self) -> i32 {
        let mut format = FIRST_FORMAT;
        self.walk_all(None, &mut |_, criterion| {
            format = format.max(criterion.condition.format());
        });
        format
    }
}

impl Condition {
    const fn format(&self) -> i32 {
        match self {
            Self::All(_)
            | Self::Any(_)
            | Self::Not(_)
            | Self::Age(_)
            | Self::RegisteredIn(_)
            | Self::ResidesIn(_)
            | Self::RelativeResidesIn(_)
            | Self::DeclaredAnyOf(_) => FIRST_FORMAT,
            Self::Declared(fact) => fact.format(),
            Self::AgeInYear(_)
            | Self::RegisteredInAnyOf(_)
            | Self::ResidesInAnyOf(_)
            | Self::DeclaredLocally(_)
            | Self::EachOf(_)
            | Self::SomeOf(_)
            | Self::NotEvaluated(_) => SECOND_FORMAT,
        }
    }
}

impl Declarable {
    const fn format(self) -> i32 {
        match self {
            Self::OrdinaryHousing
            | Self::HomeCare
            | Self::OtherService
            | Self::LssSupport
            | Self::CanApplyAndPlan
            | Self::RecentlyDischarged
            | Self::RespiteOrDayCare
            | Self::GuardianConsents => SECOND_FORMAT,
            _ => FIRST_FORMAT,
        }
    }
}
