//! The withdrawal of a version: from which day the board no longer gives the insats without assessment.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::body::Source;
use super::decision::BoardDecision;

/// The withdrawal of one version of an insats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WithdrawalDocument)]
pub struct Withdrawal {
    /// The insats.
    pub insats: Slug,
    /// The first day of the version withdrawn.
    pub valid_from: NaiveDate,
    /// The last day in force. Before `validFrom`: the version never comes into force.
    pub last_day: NaiveDate,
    /// The decision behind it.
    pub decision: BoardDecision,
    /// `true` when it was entered after its last day, or corrects a last day that had passed; the server sets it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub entered_late: bool,
    /// What more is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
    /// Where the facts come from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

impl Withdrawal {
    /// Says whether the version it withdraws never comes into force.
    pub(crate) fn is_before_start(&self) -> bool {
        self.last_day < self.valid_from
    }
}
