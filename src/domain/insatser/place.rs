//! Places where an insats is given.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::slug::Slug;
use crate::domain::text::Text;

use super::hours::{ClosedPeriod, OpeningHours};
use super::schedule::Schedule;

/// A place where an insats is given.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its slug, unique within the insats.
    pub slug: Slug,
    /// Its name.
    #[schema(example = "Rimbo")]
    pub name: String,
    /// Street address and town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its position (WGS 84).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The target group of this place, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_group: Option<Text>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub capacity: Option<u16>,
    /// Accessibility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<Text>,
    /// The function's phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_phone: Option<String>,
    /// The function's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function_email: Option<String>,
    /// Further information.
    #[serde(skip_serializing_if = "Option::is_none")]
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
