//! The genders in statistics.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::Text;
use crate::domain::text::text;

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

impl Gender {
    /// The people of the gender in words.
    pub(crate) const fn in_words(self) -> Text {
        match self {
            Self::Women => text!("kvinnor", "women"),
            Self::Men => text!("män", "men"),
            Self::OtherOrUnknown => text!("annat eller okänt", "other or unknown"),
        }
    }
}

/// All genders, in the public order without figures.
pub const GENDERS: [Gender; 3] = [Gender::Women, Gender::Men, Gender::OtherOrUnknown];
