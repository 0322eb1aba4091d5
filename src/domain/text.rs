//! Texts that the program composes, in Swedish and English.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same text in Swedish and in English, composed by the program. [`CatalogueText`](super::CatalogueText) is one of the
/// catalogue.
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

    /// The text in each language, with the language.
    pub(crate) fn by_language(&self) -> [(&str, &str); 2] {
        [("sv", &self.sv), ("en", &self.en)]
    }

    /// A text composed at run time.
    pub fn new(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            sv: Cow::Owned(sv.into()),
            en: Cow::Owned(en.into()),
        }
    }
}
