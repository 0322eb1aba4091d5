//! Places where an insats is given, and their opening hours.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::{Slug, Text};

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
    pub target_group: Option<Text>,
    /// Its own conditions, instead of the insats's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criterion>,
    /// Opening hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opening_hours: Vec<OpeningHours>,
    /// Periods when it is closed despite the opening hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed_periods: Vec<ClosedPeriod>,
    /// The number of people it holds.
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
    /// Accessibility.
    pub accessibility: Option<Text>,
    /// The function's phone number.
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    pub function_email: Option<String>,
    /// Further information.
    pub note: Option<Text>,
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

/// Opening hours on one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpeningHours {
    /// The day of the week.
    pub weekday: Weekday,
    /// Opening time, `HH:MM` local time.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    pub opens: String,
    /// Closing time, `HH:MM` local time.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "15:00")]
    pub closes: String,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// Days when a place is closed, including both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedPeriod {
    /// The first day closed.
    pub from: NaiveDate,
    /// The last day closed.
    pub to: NaiveDate,
}
