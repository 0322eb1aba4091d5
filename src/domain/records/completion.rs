//! Statements about a reporting period: complete or lost.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::group_record::Evaluation;

/// A statement about a reporting period. It has no `Debug`, since its texts must never be logged.
#[serde_with::skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Completion {
    /// Whether all records have been reported.
    pub state: CompletionState,
    /// Why the records are lost.
    pub reason: Option<String>,
    /// The outcome of the insats in the period.
    pub evaluation: Option<Evaluation>,
}

/// Whether all records of a period have been reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum CompletionState {
    /// Every record of the period has been reported.
    Complete,
    /// The records of the period will never be reported. Only the municipality states this.
    Lost,
}
