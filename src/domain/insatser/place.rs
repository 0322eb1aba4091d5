//! Where an insats is given, and when it is open.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

/// Where an insats is given.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its short name within the insats.
    pub slug: Slug,
    /// What it is called.
    #[schema(example = "Rimbo")]
    pub name: String,
    /// Street address and town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where it lies (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// Whom this place is meant for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group: Option<Text>,
    /// Its own conditions, instead of the insats's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<Criterion>,
    /// When it is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opening_hours: Vec<OpeningHours>,
    /// When it is closed in spite of the opening hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub closed_periods: Vec<ClosedPeriod>,
    /// How many it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
    /// How accessible it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Text>,
    /// A telephone number to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_phone: Option<String>,
    /// An e-mail address to the function.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_email: Option<String>,
    /// What more is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

// Latitude and longitude are read from a document and never NaN.
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

/// One span of opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct OpeningHours {
    /// The day of the week.
    pub weekday: Weekday,
    /// Opens at, `HH:MM` local time.
    #[schema(pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "10:00")]
    pub opens: String,
    /// Closes at, `HH:MM` local time.
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

/// Days on which a place is closed, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedPeriod {
    /// The first day closed.
    pub from: NaiveDate,
    /// The last day closed.
    pub to: NaiveDate,
}
