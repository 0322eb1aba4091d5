//! The figures of a stream's complete year: how participants rated it.

use serde::{Deserialize, Serialize};

/// The figures of a stream's complete year. They are never corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFigures {
    /// The year.
    pub year: i32,
    /// The mean of the ratings on a scale from 1 to 5, in tenths. Absent with few answers, or if nearly all are the
    /// same. It needs at least 2k answers, k of them to one question at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<i64>,
}
