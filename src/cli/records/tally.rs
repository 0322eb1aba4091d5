//! Counts the records of a file by their results.

use crate::domain::Text;
use crate::domain::text::composed;

use super::posting::Receipt;

/// The number of records with each result.
#[derive(Default)]
pub(crate) struct Tally {
    created: usize,
    corrected: usize,
    unchanged: usize,
}

impl Tally {
    /// Adds the results of a batch.
    pub(crate) const fn add(&mut self, receipt: &Receipt) {
        self.created += receipt.created;
        self.corrected += receipt.corrected;
        self.unchanged += receipt.unchanged;
    }

    /// The number of accepted records.
    pub(crate) const fn accepted(&self) -> usize {
        self.created + self.corrected + self.unchanged
    }

    /// The numbers in words.
    pub(crate) fn in_words(&self) -> Text {
        let Self {
            created,
            corrected,
            unchanged,
        } = self;
        let new = if *created == 1 {
            composed!("{created} ny", "{created} created")
        } else {
            composed!("{created} nya", "{created} created")
        };
        let changed = if *corrected == 1 {
            composed!("{corrected} rättad", "{corrected} corrected")
        } else {
            composed!("{corrected} rättade", "{corrected} corrected")
        };
        let same = if *unchanged == 1 {
            composed!("{unchanged} oförändrad", "{unchanged} unchanged")
        } else {
            composed!("{unchanged} oförändrade", "{unchanged} unchanged")
        };
        composed!("{new}, {changed}, {same}", "{new}, {changed}, {same}"; new, changed, same)
    }
}

/// A number of records in words.
pub(crate) fn records_in_words(count: usize) -> Text {
    if count == 1 {
        composed!("{count} uppgift", "{count} record")
    } else {
        composed!("{count} uppgifter", "{count} records")
    }
}
