//! The texts of a document, wherever they are in it.

use serde::Serialize;
use serde_json::{Map, Value};

use super::document::Document;
use super::version::Version;

/// A text of a document, and the languages that it has.
pub(crate) struct PlacedText {
    /// Where it is: a JSON Pointer into the document.
    pub pointer: String,
    /// Whether it has an English text.
    pub has_english: bool,
    /// Whether it has easy-read Swedish, or other languages than Swedish and English.
    pub has_further: bool,
}

impl Document {
    /// Its texts, in written order.
    pub(crate) fn texts(&self) -> Vec<PlacedText> {
        match self {
            Self::Municipality(document) => texts(document),
            Self::Version(version) => version.texts(),
            Self::Withdrawal(withdrawal) => texts(withdrawal),
            Self::Provider(provider) => texts(provider),
            Self::Agreement { agreement, .. } => texts(agreement),
        }
    }
}

impl Version {
    /// Its texts, in written order.
    pub(crate) fn texts(&self) -> Vec<PlacedText> {
        texts(self)
    }

    /// Where it has a text without English.
    pub(crate) fn without_english(&self) -> Vec<String> {
        let texts = self.texts().into_iter();
        texts
            .filter(|text| !text.has_english)
            .map(|text| text.pointer)
            .collect()
    }
}

/// The texts in the JSON of a document: of all its objects, only they have the member `sv`.
fn texts(document: &impl Serialize) -> Vec<PlacedText> {
    let document = serde_json::to_value(document).expect("documents have text keys and finite numbers");
    let mut found = Vec::new();
    find("", &document, &mut found);
    found
}

fn find(pointer: &str, value: &Value, found: &mut Vec<PlacedText>) {
    match value {
        Value::Object(members) if members.contains_key("sv") => found.push(placed(pointer, members)),
        Value::Object(members) => {
            for (name, member) in members {
                find(&format!("{pointer}/{name}"), member, found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                find(&format!("{pointer}/{at}"), item, found);
            }
        }
        _ => {}
    }
}

fn placed(pointer: &str, languages: &Map<String, Value>) -> PlacedText {
    PlacedText {
        pointer: pointer.to_owned(),
        has_english: languages.contains_key("en"),
        has_further: languages.keys().any(|language| language != "sv" && language != "en"),
    }
}
