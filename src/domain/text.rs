//! Text in Swedish and English.

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
    /// English, a translation.
    #[schema(value_type = String)]
    pub en: Cow<'static, str>,
}

impl Text {
    /// A text known at compile time.
    pub const fn fixed(sv: &'static str, en: &'static str) -> Self {
        Self {
            sv: Cow::Borrowed(sv),
            en: Cow::Borrowed(en),
        }
    }

    /// A text composed at run time.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: Cow::Owned(sv.into()),
            en: Cow::Owned(en.into()),
        }
    }
}

/// A text from a source, or `notStated` if the source was checked and does not contain it.
///
/// An absent member means that nobody has checked the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Stated {
    /// The source was checked and does not state it.
    NotStated(NotStated),
    /// What the source states, reworded.
    Text(Text),
}

impl Stated {
    /// The value `notStated`.
    pub const NOT_STATED: Self = Self::NotStated(NotStated::NotStated);
}

/// The word `notStated`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NotStated {
    /// The source was checked and does not state it.
    NotStated,
}
