//! What to know about an insats that does not change the answer.

use std::borrow::Cow;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use strum::IntoStaticStr;
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::day::in_words;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::provider::AgreementDays;
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};

use super::prepared_json::{Prepared, prepare};

/// Something to know that does not change the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    /// What it is about.
    pub code: WarningCode,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// In words.
    pub text: Text,
}

/// What a warning is about. The list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum WarningCode {
    /// The source is a proposal, or does not show that the decision was adopted.
    AdoptionNotShown,
    /// The person belongs to the target group, but a selection decides who gets a place.
    Selection,
    /// The agreements with the providers have ended.
    NoRunningAgreement,
}

impl Warning {
    /// The warnings about a version on a day, for everybody who reads about it.
    pub(crate) fn of(municipality: &Municipality, version: &Version, day: NaiveDate) -> Vec<Self> {
        let since = AgreementDays::none_since(&municipality.agreement_days(&version.slug), day);
        let adoption = Self::adoption_not_shown(version);
        adoption
            .into_iter()
            .chain(since.map(Self::no_running_agreement))
            .collect()
    }

    /// The source does not show that the decision on a version was adopted.
    pub(crate) fn adoption_not_shown(version: &Version) -> Option<Self> {
        let text = version.decision.as_ref()?.adoption.not_shown()?;
        Some(Self {
            code: WarningCode::AdoptionNotShown,
            since: None,
            text,
        })
    }

    /// A selection decides who gets a place.
    const fn selection() -> Self {
        Self {
            code: WarningCode::Selection,
            since: None,
            text: text!(
                "Du hör till målgruppen. Platserna fördelas genom ett urval.",
                "You are in the target group. Places are allocated by selection."
            ),
        }
    }

    /// No agreement runs any more.
    fn no_running_agreement(since: NaiveDate) -> Self {
        Self {
            code: WarningCode::NoRunningAgreement,
            since: Some(since),
            text: composed!(
                "Inget gällande avtal finns i katalogen från och med {day}. Fråga kommunen om insatsen ges.",
                "No current agreement is recorded from {day}. Ask the municipality whether the service is still provided.";
                day = in_words(since)
            ),
        }
    }
}

/// The warnings of an answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Warnings<'a> {
    /// The source does not show that the decision was adopted.
    pub adoption_not_shown: Option<&'a RawValue>,
    /// Whether a selection decides who gets a place.
    pub by_selection: bool,
    /// The first day without any running agreement.
    pub without_agreement_since: Option<NaiveDate>,
}

impl<'a> Warnings<'a> {
    /// Whether there is no warning.
    pub(crate) const fn is_empty(&self) -> bool {
        self.adoption_not_shown.is_none() && !self.by_selection && self.without_agreement_since.is_none()
    }

    /// The code of each warning, in the order of [`Warnings::written`].
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'static str> {
        let stated = [
            (self.adoption_not_shown.is_some(), WarningCode::AdoptionNotShown),
            (self.by_selection, WarningCode::Selection),
            (self.without_agreement_since.is_some(), WarningCode::NoRunningAgreement),
        ];
        stated
            .into_iter()
            .filter(|(is_given, _)| *is_given)
            .map(|(_, code)| code.into())
    }

    /// Each warning as JSON.
    pub(crate) fn written(&self) -> impl Iterator<Item = Cow<'a, RawValue>> {
        static SELECTION: LazyLock<Prepared> = LazyLock::new(|| prepare(&Warning::selection()));
        let by_selection = self.by_selection.then(|| &**SELECTION);
        let since = self.without_agreement_since;
        let prepared = self.adoption_not_shown.into_iter().chain(by_selection);
        let made = since.map(|since| prepare(&Warning::no_running_agreement(since)));
        prepared.map(Cow::Borrowed).chain(made.map(Cow::Owned))
    }
}

impl Serialize for Warnings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.written())
    }
}
