//! Places where an insats is given.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::{CatalogueText, Slug};

use super::hours::{ClosedPeriod, OpeningHours};
use super::schedule::Schedule;

/// A place where an insats is given.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its slug, unique within the insats.
    pub slug: Slug,
    /// Its name.
    #[schema(example = "Rimbo")]
    pub name: String,
    /// Street address and town.
    pub address: Option<String>,
    /// Its position (WGS 84).
    pub position: Option<Position>,
    /// The target group of this place, in words.
    pub target_group: Option<CatalogueText>,
    /// Its own conditions, instead of the insats's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criterion>,
    /// Opening hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opening_hours: Vec<OpeningHours>,
    /// When it is open, by rules that repeat.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// Periods when it is closed despite the opening hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed_periods: Vec<ClosedPeriod>,
    /// The number of people it holds.
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
    /// Accessibility.
    pub accessibility: Option<CatalogueText>,
    /// The function's phone number.
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    pub function_email: Option<String>,
    /// Further information.
    pub note: Option<CatalogueText>,
}

impl Place {
    /// Whether closed periods cover every day from one to another.
    pub(crate) fn is_closed_through(&self, (first, last): (NaiveDate, NaiveDate)) -> bool {
        let is_closed = |day: NaiveDate| {
            self.closed_periods
                .iter()
                .any(|closed| closed.from <= day && day <= closed.to)
        };
        first.iter_days().take_while(|day| *day <= last).all(is_closed)
    }
}

// Latitude and longitude are parsed from a document and never NaN.
impl Eq for Place {}

/// A point on the earth (WGS 84, decimal degrees).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Position {
    /// Latitude.
    #[schema(minimum = -90, maximum = 90, example = 59.76)]
    pub lat: f64,
    /// Longitude.
    #[schema(minimum = -180, maximum = 180, example = 18.70)]
    pub lon: f64,
}
