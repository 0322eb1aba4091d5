//! The differences between two documents, as text.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value};

/// The longest value shown, in characters.
const MAX_SHOWN: usize = 100;

/// One line per difference: where, the old value, the new value.
pub(crate) fn lines(before: &Value, after: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", Some(before), Some(after), &mut lines);
    lines
}

fn compare(place: &str, before: Option<&Value>, after: Option<&Value>, lines: &mut Vec<String>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            compare_members(place, before, after, lines);
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) if are_named(before) && are_named(after) => {
            compare_members(place, &by_name(before), &by_name(after), lines);
        }
        (before, after) => {
            let mut line = format!("{}: ", if place.is_empty() { "document" } else { place });
            let written = match (before, after) {
                (None, Some(after)) => write!(line, "{} (new)", shown(after)),
                (Some(before), None) => write!(line, "{} (gone)", shown(before)),
                (before, after) => write!(
                    line,
                    "{} → {}",
                    before.map(shown).unwrap_or_default(),
                    after.map(shown).unwrap_or_default()
                ),
            };
            written.expect("writing to memory does not fail");
            lines.push(line);
        }
    }
}

fn compare_members(place: &str, before: &Map<String, Value>, after: &Map<String, Value>, lines: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    let is_text = before.contains_key("sv") && after.contains_key("sv");
    for name in before.keys().chain(after.keys()) {
        if seen.insert(name) {
            let member = match (place, name.as_str()) {
                ("", name) => name.to_owned(),
                (place, "sv") => format!("{place}, in Swedish"),
                (place, "en") => format!("{place}, in English"),
                (place, "svEasy") => format!("{place}, in easy-read Swedish"),
                (place, language) if is_text => format!("{place}, in {language}"),
                (place, name) => format!("{place} › {name}"),
            };
            compare(&member, before.get(name), after.get(name), lines);
        }
    }
}

/// Whether each item of a list has its own name, by which it can be matched.
fn are_named(items: &[Value]) -> bool {
    let names: BTreeSet<&str> = items.iter().filter_map(name_of).collect();
    names.len() == items.len()
}

fn name_of(item: &Value) -> Option<&str> {
    item.get("slug").and_then(Value::as_str)
}

fn by_name(items: &[Value]) -> Map<String, Value> {
    let named = items
        .iter()
        .filter_map(|item| Some((name_of(item)?.to_owned(), item.clone())));
    named.collect()
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::String(text) => format!("“{text}”"),
        other => other.to_string(),
    };
    if text.chars().count() <= MAX_SHOWN {
        return text;
    }
    let cut: String = text.chars().take(MAX_SHOWN).collect();
    format!("{cut}…")
}

#[cfg(test)]
#[path = "../../tests/unit/documents/difference.rs"]
mod tests;
