//! Slugs: the short names of insatser, providers, places and activities.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use utoipa::ToSchema;

use super::personal_details::personal_detail_in;

/// A slug, a permanent short name: 1 to 64 of `a`–`z`, `0`–`9` and single hyphens, starting with a letter.
///
/// Never shaped like an identity number or a telephone number, since slugs are in URLs and URLs are in logs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length = 64, example = "trygghetslarm")]
pub struct Slug(Arc<str>);

impl Slug {
    /// Parses a slug; `None` if the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::is_slug(text).then(|| Self(text.into()))
    }

    pub(crate) fn is_slug(text: &str) -> bool {
        let bytes = text.as_bytes();
        let starts_with_letter = bytes.first().is_some_and(u8::is_ascii_lowercase);
        let of_allowed = bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-');
        starts_with_letter
            && of_allowed
            && bytes.len() <= 64
            && !text.ends_with('-')
            && !text.contains("--")
            && personal_detail_in(text).is_none()
    }

    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
#[path = "../../tests/unit/domain/slug.rs"]
mod tests;
