//! Text in the two languages that every answer speaks.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same text in Swedish and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"sv": "Trygghetslarm", "en": "Personal alarm"}))]
pub struct Text {
    /// Swedish, the authoritative text.
    #[schema(value_type = String)]
    pub sv: Cow<'static, str>,
    /// English, a faithful translation.
    #[schema(value_type = String)]
    pub en: Cow<'static, str>,
}

impl Text {
    /// A text known when the program is built.
    pub const fn fixed(sv: &'static str, en: &'static str) -> Self {
        Self {
            sv: Cow::Borrowed(sv),
            en: Cow::Borrowed(en),
        }
    }

    /// A text made while the program runs.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: Cow::Owned(sv.into()),
            en: Cow::Owned(en.into()),
        }
    }
}

/// Something a source either states, as a text, or is known not to state.
///
/// Written `notStated` in a document: absent and "the source says nothing" are different things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Stated {
    /// The source was read and says nothing.
    NotStated(NotStated),
    /// What the source says, in our own words.
    Text(Text),
}

impl Stated {
    /// The value `notStated`.
    pub const NOT_STATED: Self = Self::NotStated(NotStated::NotStated);
}

/// The one word `notStated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NotStated {
    /// The source was read and says nothing.
    NotStated,
}
