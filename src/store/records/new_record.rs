//! Group records that are handed in, and what was done with them.

use crate::domain::records::rules::Judged;
use crate::domain::text::Text;

/// A record to be kept.
#[derive(Clone)]
pub(crate) struct NewRecord {
    /// The insats.
    pub insats: String,
    /// The record, judged.
    pub judged: Judged,
    /// Where it stands in what was sent.
    pub pointer: String,
}

/// What is done with a record that is there already and says something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnConflict {
    /// Everything is refused.
    Refuse,
    /// It is corrected.
    Correct,
}

/// What was done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Done {
    /// It is new.
    Created,
    /// It was there and is corrected.
    Corrected,
    /// It was there and says the same.
    Unchanged,
}

/// A record that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    /// Its id.
    pub id: String,
    /// How often it was written.
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
}

pub(crate) fn is_there(id: &str) -> Text {
    Text::new(
        format!(
            "Posten finns redan, med andra uppgifter: group-records/{id}. Rätta den med PUT, eller skilj tillfällena åt med session."
        ),
        format!(
            "The record is there already and says something else: group-records/{id}. Correct it by PUT, or tell the sessions apart by session."
        ),
    )
}
