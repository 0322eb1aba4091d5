//! The genders that statistics count by.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A gender as statistics tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Gender {
    /// Women.
    Women,
    /// Men.
    Men,
    /// Another gender, or not known.
    OtherOrUnknown,
}

/// Every gender, in public order where no figure tells otherwise.
pub const GENDERS: [Gender; 3] = [Gender::Women, Gender::Men, Gender::OtherOrUnknown];
