//! Words of closed lists, parsed with the names that serde writes.

use std::fmt;

use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, Error, IntoDeserializer};

/// The allowed words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInList(pub &'static [&'static str]);

/// Parses a word as a variant of a closed list.
///
/// # Errors
/// [`NotInList`] with the allowed words.
pub fn read<'text, T: Deserialize<'text>>(word: &'text str) -> Result<T, NotInList> {
    let word: StrDeserializer<'text, NotInList> = word.into_deserializer();
    T::deserialize(word)
}

/// The name that serde writes for a variant.
pub(crate) fn written(word: &impl Serialize) -> String {
    let written = serde_json::to_value(word).ok();
    written
        .as_ref()
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

impl fmt::Display for NotInList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}

impl std::error::Error for NotInList {}

impl Error for NotInList {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self(expected)
    }
}
