//! The decision behind a version: the body, the day, and whether the source shows that it was adopted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::day::DayOrMonth;
use crate::domain::text::text;
use crate::domain::{CatalogueText, Text};

/// The decision behind a version.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BoardDecision {
    /// The name of the deciding body, one of `bodies`.
    #[schema(example = "Vård- och omsorgsnämnden")]
    pub body: String,
    /// The day of the decision.
    pub date: Option<NaiveDate>,
    /// The body's reference: minutes and paragraph, or case number.
    #[schema(example = "2025-06-18 § 71")]
    pub reference: Option<String>,
    /// Why the reference was corrected, if it was misspelt.
    #[schema(example = "Paragrafen var felskriven.")]
    pub reference_correction: Option<String>,
    /// Whether the source shows that it was adopted.
    pub adoption: Adoption,
    /// When it must be followed up: a day or a month.
    #[schema(
        value_type = Option<String>,
        pattern = "^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$",
        example = "2026-06"
    )]
    pub follow_up_due: Option<DayOrMonth>,
    /// When it was followed up.
    pub followed_up: Option<FollowedUp>,
    /// Further information.
    pub note: Option<CatalogueText>,
}

/// The follow-up of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FollowedUp {
    /// The day.
    pub date: NaiveDate,
    /// The body's reference: minutes and paragraph, or case number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-06-17 § 64")]
    pub reference: Option<String>,
}

/// Whether the source shows that a decision was adopted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Adoption {
    /// The source shows that it was adopted.
    Adopted,
    /// The source is a proposal.
    Proposed,
    /// The source does not say.
    NotStated,
}

/// That the source is a proposal.
const PROPOSED: Text = text!(
    "Källan är ett förslag. Katalogen vet inte om det har beslutats. Fråga kommunen.",
    "The source is a proposal. We do not know whether it was adopted. Ask the municipality."
);

/// That the source does not show whether the decision was adopted.
pub(crate) const ADOPTION_NOT_KNOWN: Text = text!(
    "Katalogen vet inte om beslutet har fattats. Fråga kommunen.",
    "We do not know whether the decision has been made. Ask the municipality."
);

impl Adoption {
    /// That the source does not show that the decision was adopted; `None` if it does.
    pub(crate) const fn not_shown(self) -> Option<Text> {
        match self {
            Self::Adopted => None,
            Self::Proposed => Some(PROPOSED),
            Self::NotStated => Some(ADOPTION_NOT_KNOWN),
        }
    }
}
