//! What is asked about an insats, and about whom.

use chrono::NaiveDate;

use crate::domain::criteria::facts::Facts;

/// One question about one insats.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The activity asked about, else the insats itself.
    pub activity: Option<&'a str>,
    /// The place asked about.
    pub place: Option<&'a str>,
    /// What is stated about the person.
    pub facts: &'a Facts,
}
