//! What whoever reports says of a reporting period: that it is complete, or lost.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::group_record::Evaluation;

/// What is said of a reporting period. It derives no `Debug`: its texts are never logged.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Completion {
    /// Whether everything was handed in.
    pub state: CompletionState,
    /// Why it is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What came of the insats in the period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<Evaluation>,
}

/// Whether everything was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CompletionState {
    /// Every record of the period was handed in.
    Complete,
    /// The records of the period will never come; only the municipality says so.
    Lost,
}
