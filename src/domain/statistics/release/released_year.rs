//! What is told of a stream's whole year once: how those who took part rated it.

use serde::{Deserialize, Serialize};

/// What is told of a stream's year once and never corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFigures {
    /// The year.
    pub year: i32,
    /// The mean of the ratings on a scale from 1 to 5, in tenths; absent where few answered, or nearly all alike; at least 2k answers are
    /// behind it, k of them to one question at one time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<i64>,
}
