//! The withdrawal of a version: the day after which the board no longer gives the insats without assessment.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{CatalogueText, Slug};

use super::body::Source;
use super::decision::BoardDecision;

/// The withdrawal of one version of an insats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WithdrawalDocument)]
pub struct Withdrawal {
    /// The slug of the insats.
    pub insats: Slug,
    /// The first day of the withdrawn version.
    pub valid_from: NaiveDate,
    /// The last day in force. A day before `validFrom` means that the version never comes into force.
    pub last_day: NaiveDate,
    /// The decision.
    pub decision: BoardDecision,
    /// `true` if it was published after its last day, or corrects a last day that had passed. The server sets it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub entered_late: bool,
    /// Further information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<CatalogueText>,
    /// The sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Withdrawal {
    pub(crate) fn is_before_start(&self) -> bool {
        self.last_day < self.valid_from
    }
}
