//! Records to store, and the result of each.

use crate::domain::Text;
use crate::domain::records::rules::Judged;
use crate::domain::text::composed;

/// A record to store.
#[derive(Clone)]
pub(crate) struct NewRecord {
    pub insats: String,
    /// The checked record.
    pub judged: Judged,
    /// JSON Pointer in the request.
    pub pointer: String,
}

/// What happens to a stored record with different values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnConflict {
    /// Refuse the batch.
    Refuse,
    /// Correct the record.
    Correct,
}

/// The result of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Done {
    /// Stored as new.
    Created,
    /// Corrected a stored record.
    Corrected,
    /// Already stored with the same values.
    Unchanged,
}

/// A stored record and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub id: String,
    /// Number of the revision, from 1.
    pub record_revision: i32,
    pub done: Done,
}

pub(crate) fn already_stored(id: &str) -> Text {
    composed!(
        "Posten finns redan, med andra uppgifter: group-records/{id}. Rätta den med PUT, eller numrera tillfällena med session.",
        "A record for this session exists with different values: group-records/{id}. Correct it with PUT, or number the sessions with session."
    )
}
