//! What holds for every schema of the specification.

use serde_json::{Value, json};

use crate::openapi::closed::close_requests;

/// Completes the schemas of a document.
pub fn complete(document: &mut Value) {
    never_null(document);
    null_where_not_shown(document);
    plain_alternatives(document);
    names_of_a_batch(document);
    close_requests(document);
    examples_of_days(document);
    names_of_values(document);
    for pointer in DEPRECATED {
        let schema = document.pointer_mut(pointer);
        schema.expect("a schema")["deprecated"] = json!(true);
    }
}

/// What is going away (docs/compatibility.md).
const DEPRECATED: [&str; 2] = [
    "/components/schemas/Version/properties/limits",
    "/components/schemas/RelativeResidesInCriterion",
];

/// A member without a value is left out, never `null`: takes `null` out of every schema.
fn never_null(schema: &mut Value) {
    let is_null = |alternative: &Value| alternative.get("type").is_some_and(|of| of == "null");
    if let Some(alternatives) = schema.get_mut("oneOf").and_then(Value::as_array_mut)
        && alternatives.iter().any(is_null)
    {
        alternatives.retain(|alternative| !is_null(alternative));
        if let [only] = &alternatives[..] {
            *schema = only.clone();
        }
    }
    if let Some(types) = schema.get_mut("type").and_then(Value::as_array_mut) {
        types.retain(|one| one != "null");
        if let [only] = &types[..] {
            schema["type"] = only.clone();
        }
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(never_null),
        Value::Object(members) => members.values_mut().for_each(never_null),
        _ => {}
    }
}

/// The one exception: the value of a figure that is not shown.
fn null_where_not_shown(document: &mut Value) {
    for schema in [
        "StatisticsFigure",
        "ReleasedCell",
        "AnnualReportFigure",
        "CellOfRoot",
        "TrendPoint",
        "TrendFigure",
        "TrendTogether",
    ] {
        document["components"]["schemas"][schema]["properties"]["value"]["type"] = json!(["integer", "null"]);
    }
    let correction = &mut document["components"]["schemas"]["ReleasedCorrection"];
    correction["properties"]["values"]["items"]["type"] = json!(["integer", "null"]);
}

/// An alternative that refers to a schema says nothing beside: openapi-generator's typescript-fetch then forgets to
/// import the schema. The schema itself says what it is.
fn plain_alternatives(schema: &mut Value) {
    if let Some(alternatives) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        for alternative in alternatives {
            if let Some(reference) = alternative.get("$ref") {
                *alternative = json!({ "$ref": reference });
            }
        }
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(plain_alternatives),
        Value::Object(members) => members.values_mut().for_each(plain_alternatives),
        _ => {}
    }
}

/// A record of a batch may leave its insats and its provider to the query. A composition cannot make a member optional, so
/// the schema lists the members of a record.
fn names_of_a_batch(document: &mut Value) {
    let schemas = &mut document["components"]["schemas"];
    let mut record = schemas["GroupRecord"].clone();
    let batch_record = &mut schemas["BatchRecord"];
    record["description"] = batch_record["description"].take();
    record["properties"]["insats"] = batch_record["allOf"][1]["properties"]["insats"].take();
    for (name, of) in [("insats", "insats"), ("provider", "provider")] {
        let description = format!("The {of}; absent if the query names it.");
        record["properties"][name]["description"] = json!(description);
    }
    record["required"]
        .as_array_mut()
        .expect("members")
        .retain(|name| name != "provider");
    *batch_record = record;
}

/// Every day and every instant has an example of its form (national profile, DOT.02).
fn examples_of_days(schema: &mut Value) {
    let example = match schema.get("format").and_then(Value::as_str) {
        Some("date") => Some("2025-07-01"),
        Some("date-time") => Some("2025-07-01T08:00:00Z"),
        _ => None,
    };
    if let Some(example) = example
        && schema.get("example").is_none()
    {
        schema["example"] = json!(example);
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(examples_of_days),
        Value::Object(members) => members.values_mut().for_each(examples_of_days),
        _ => {}
    }
}

/// Names the values of an enumeration for generators, which drop letters and signs that no identifier may have.
fn names_of_values(schema: &mut Value) {
    let values = schema
        .get("enum")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let is_identifier = |value: &&str| value.chars().all(|character| character.is_ascii_alphanumeric());
    if !values.iter().all(is_identifier) {
        schema["x-enum-varnames"] = values.iter().map(|value| identifier(value)).collect();
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(names_of_values),
        Value::Object(members) => {
            let below = members.iter_mut().filter(|(name, _)| *name != "example");
            below.for_each(|(_, value)| names_of_values(value));
        }
        _ => {}
    }
}

/// A value as an identifier: `vald-i-nara-relation` is `ValdINaraRelation`, `volontärer` is `Volontarer`.
fn identifier(value: &str) -> Value {
    let ascii = value.replace(['å', 'ä'], "a").replace('ö', "o");
    let words = ascii.split(|character: char| !character.is_ascii_alphanumeric());
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    words.map(capital).collect::<String>().into()
}
