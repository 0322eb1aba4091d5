//! Records to store, and the result of each.

use crate::documents::sheets::row::row_in_words;
use crate::domain::Text;
use crate::domain::records::rules::{Judged, RecordWarning};
use crate::domain::text::{composed, text};

/// A record to store.
#[derive(Clone)]
pub(crate) struct NewRecord {
    pub insats: String,
    /// The checked record.
    pub judged: Judged,
    /// JSON Pointer in the request.
    pub pointer: String,
    /// Line in the sheet, from 1; `None` if the request is no sheet.
    pub line: Option<usize>,
}

impl NewRecord {
    /// How a fault of another record refers to it.
    pub(crate) fn referred_to(&self) -> Text {
        self.line
            .map_or_else(|| Text::new(self.pointer.clone(), self.pointer.clone()), row_in_words)
    }

    /// How to tell several sessions on a day apart.
    pub(crate) fn numbering(&self) -> Text {
        if self.line.is_some() {
            text!("Numrera tillfällena i pass_nr.", "Number the sessions in pass_nr.")
        } else {
            text!("Numrera tillfällena med session.", "Number the sessions with session.")
        }
    }

    /// The text of a fault if the record is stored with other values.
    pub(crate) fn already_stored(&self, id: &str) -> Text {
        let numbering = self.numbering();
        let correction = if self.line.is_some() {
            text!(
                "Rätta den genom att skicka filen med onConflict=correct (på kommandoraden --correct).",
                "Correct it by sending the file with onConflict=correct (on the command line --correct)."
            )
        } else {
            text!(
                "Rätta den med PUT, eller skicka den i en omgång med onConflict=correct (på kommandoraden --correct).",
                "Correct it with PUT, or send it in a batch with onConflict=correct (on the command line --correct)."
            )
        };
        composed!(
            "Posten finns redan, med andra uppgifter: group-records/{id}. {correction} Är det ett annat tillfälle? {numbering}",
            "A record for this session exists with different values: group-records/{id}. {correction} Is it another session? {numbering}";
            correction, numbering
        )
    }
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
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
    /// Warnings about the record.
    pub warnings: Vec<RecordWarning>,
}
