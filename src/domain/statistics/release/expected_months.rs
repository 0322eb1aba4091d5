//! What the catalogue requires each stream to report, month by month, and whether it was reported.

use std::collections::BTreeMap;

use crate::domain::insatser::figure_split::Division;
use crate::domain::records::completion::CompletionState;
use crate::domain::statistics::{Month, Stream};

use super::root::Listed;

/// What the catalogue requires of a stream, and its status.
#[derive(Clone, Debug, Default)]
pub struct ExpectedStream {
    /// The months when the insats is in force and the provider has an agreement for it.
    pub months: BTreeMap<Month, ExpectedMonth>,
}

/// A month that a stream must report.
#[derive(Clone, Debug, Default)]
pub struct ExpectedMonth {
    /// The status of the report.
    pub report: Report,
    /// What may be shown by name.
    pub listed: Listed,
    /// How its figures are divided.
    pub division: Division,
    /// The highest k of the municipality since the month had its first record, where that was higher than now.
    pub k: i32,
}

/// The status of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Report {
    /// It was stated to be complete.
    #[default]
    Delivered,
    /// It was stated to be lost.
    Lost,
    /// It is missing but not due.
    NotDue,
    /// It is missing and overdue.
    Overdue,
}

/// The statements about reporting periods, by stream and period.
pub(crate) type Completions = BTreeMap<(Stream, String), CompletionState>;
/// What each stream must report.
pub type Expected = BTreeMap<Stream, ExpectedStream>;
