//! Languages, by their tags in BCP 47.

use language_tags::LanguageTag;
use serde::Serialize;
use utoipa::ToSchema;

/// A language, as a valid tag of BCP 47 (RFC 5646) in its canonical case: `sv`, `fi`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, max_length = 35, example = "fi")]
pub struct Language(String);

impl Language {
    /// The longest tag, as RFC 5646, section 4.4.1 recommends.
    pub(crate) const MAX_LENGTH: usize = 35;
    /// The form of a tag, as a regular expression.
    pub(crate) const PATTERN: &str = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$";

    /// Parses a tag whose subtags are registered; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let tag = (text.len() <= Self::MAX_LENGTH).then(|| LanguageTag::parse(text).ok())??;
        tag.validate().ok()?;
        Some(Self(tag.into_string()))
    }

    /// The tag.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn parses_registered_tags() {
        for (text, canonical) in [
            ("sv", "sv"),
            ("FI", "fi"),
            ("rmy", "rmy"),
            ("fit", "fit"),
            ("swl", "swl"),
            ("sv-se", "sv-SE"),
            ("zh-hant", "zh-Hant"),
        ] {
            assert_eq!(Language::parse(text), Some(Language(canonical.to_owned())));
        }
        for text in ["", "svenska", "sv_SE", "zz", "sv-", "sv-ZZZZZ9", "å"] {
            assert_eq!(Language::parse(text), None, "{text}");
        }
    }
}
