//! The genders in statistics.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A gender in statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Gender {
    /// Women.
    Women,
    /// Men.
    Men,
    /// Another gender, or unknown.
    OtherOrUnknown,
}

/// All genders, in the public order without figures.
pub const GENDERS: [Gender; 3] = [Gender::Women, Gender::Men, Gender::OtherOrUnknown];
