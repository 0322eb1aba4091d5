//! The specification keeps what the last released one promised, except for the changes that the changelog lists.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::fixtures::app::Engine;
use crate::fixtures::specification::SPECIFICATION;
use crate::tests;

tests![every_breaking_change_is_in_the_changelog, breaking_changes_are_found];

/// The contract of the last released document, without descriptions and examples.
const RELEASED: &str = include_str!("../../../openapi/released/1.0.0.json");
const CHANGELOG: &str = include_str!("../../../docs/CHANGELOG.md");
/// The heading of the table of breaking changes.
const HEADING: &str = "### Breaking changes of the specification\n";

/// A change of a document.
type Change<'a> = &'a dyn Fn(&mut Value);

fn released() -> Value {
    serde_json::from_str(RELEASED).expect("JSON")
}

async fn every_breaking_change_is_in_the_changelog(_: Engine) {
    let section = CHANGELOG.split_once(HEADING).map_or("", |(_, after)| after);
    let section = section.split("\n##").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    let listed: BTreeSet<String> = rows.map(str::to_owned).collect();
    let released = released();
    let found = breaking_changes(&released, &SPECIFICATION);
    let unlisted: Vec<_> = found.difference(&listed).map(String::as_str).collect();
    assert!(
        unlisted.is_empty(),
        "undo these changes, or list them in docs/CHANGELOG.md:\n{}",
        unlisted.join("\n")
    );
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        gone.is_empty(),
        "the changelog lists what is no breaking change: {gone:#?}"
    );
    let major = |document: &Value| {
        let version = document["info"]["version"].as_str().expect("a version");
        version
            .split('.')
            .next()
            .and_then(|major| major.parse::<u32>().ok())
            .expect("a major version")
    };
    assert!(
        found.is_empty() || major(&SPECIFICATION) > major(&released),
        "the version has a new major number"
    );
}

async fn breaking_changes_are_found(_: Engine) {
    let path = "/paths/~1municipalities~1{kommunkod}~1insatser";
    let schema = "/components/schemas/GroupRecord";
    let changes: [(&str, Change); 11] = [
        ("removed |", &|document| {
            remove(document, "/paths", "/municipalities/{kommunkod}/insatser");
        }),
        ("parameter `asOf` | removed |", &|document| {
            let parameters = document
                .pointer_mut(&format!("{path}/get/parameters"))
                .and_then(Value::as_array_mut);
            parameters
                .expect("parameters")
                .retain(|parameter| parameter["name"] != "asOf");
        }),
        ("answer 200 | removed |", &|document| {
            remove(document, &format!("{path}/get/responses"), "200");
        }),
        ("`GroupRecord.provider` |", &|document| {
            remove(document, &format!("{schema}/properties"), "provider");
        }),
        ("| optional | required |", &|document| {
            let required = document
                .pointer_mut(&format!("{schema}/required"))
                .and_then(Value::as_array_mut);
            required.expect("a list").push("session".into());
        }),
        ("`ApiInfo.apiName` | required | optional |", &|document| {
            let required = document.pointer_mut("/components/schemas/ApiInfo/required");
            *required.expect("a list") = Value::Array(Vec::new());
        }),
        ("value `none` | removed |", &|document| {
            let values = document
                .pointer_mut("/components/schemas/Booking/enum")
                .and_then(Value::as_array_mut);
            values.expect("values").retain(|value| value != "none");
        }),
        ("parameter `page`: `minimum: 1` | `minimum: 2` |", &|document| {
            let parameters = document
                .pointer_mut(&format!("{path}/get/parameters"))
                .and_then(Value::as_array_mut);
            let mut parameters = parameters.expect("parameters").iter_mut();
            let page = parameters.find(|parameter| parameter["name"] == "page");
            page.expect("a parameter")["schema"]["minimum"] = serde_json::json!(2);
        }),
        (
            "`GroupRecord.method` | `maxLength` absent | `maxLength: 3` |",
            &|document| {
                let method = document.pointer_mut(&format!("{schema}/properties/method"));
                method.expect("a schema")["maxLength"] = serde_json::json!(3);
            },
        ),
        ("`Criteria` | alternative `AllCriteria` | removed |", &|document| {
            let alternatives = document
                .pointer_mut("/components/schemas/Criteria/oneOf")
                .and_then(Value::as_array_mut);
            alternatives.expect("alternatives").remove(0);
        }),
        ("| `integer` |", &|document| {
            *document
                .pointer_mut(&format!("{schema}/properties/date"))
                .expect("a schema") = serde_json::json!({"type": "integer"});
        }),
    ];
    assert!(breaking_changes(&SPECIFICATION, &SPECIFICATION).is_empty());
    for (expected, change) in changes {
        let mut changed = SPECIFICATION.clone();
        change(&mut changed);
        let found = breaking_changes(&SPECIFICATION, &changed);
        assert!(found.iter().any(|row| row.contains(expected)), "{expected}: {found:#?}");
    }
}

fn remove(document: &mut Value, object: &str, member: &str) {
    let object = document.pointer_mut(object).and_then(Value::as_object_mut);
    assert!(object.expect("an object").remove(member).is_some(), "{member}");
}

/// The changes that break a client, as rows of a table: where, before, after.
fn breaking_changes(old: &Value, new: &Value) -> BTreeSet<String> {
    let mut rows = BTreeSet::new();
    for (path, operations) in members(&old["paths"]) {
        for (method, operation) in members(operations) {
            let place = format!("`{} {path}`", method.to_uppercase());
            of_operation(&place, operation, &new["paths"][path][method], &mut rows);
        }
    }
    let asked = reached(old, "requestBody");
    let answered = reached(old, "responses");
    for (name, schema) in members(&old["components"]["schemas"]) {
        let place = format!("`{name}`");
        let later = &new["components"]["schemas"][name];
        if later.is_null() {
            rows.insert(format!("| {place} | schema | removed |"));
            continue;
        }
        let uses = (asked.contains(name), answered.contains(name));
        of_schema(name, (old, new), (schema, later), uses, &mut rows);
    }
    rows
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn of_operation(place: &str, old: &Value, new: &Value, rows: &mut BTreeSet<String>) {
    if new.is_null() {
        rows.insert(format!("| {place} | operation | removed |"));
        return;
    }
    let mut row = |before: String, after: &str| rows.insert(format!("| {place} | {before} | {after} |"));
    let id = |operation: &Value| operation["operationId"].as_str().unwrap_or_default().to_owned();
    if id(old) != id(new) {
        row(format!("`{}`", id(old)), &format!("`{}`", id(new)));
    }
    let parameters = |operation: &Value| operation["parameters"].as_array().cloned().unwrap_or_default();
    let same = |one: &Value, other: &Value| one["name"] == other["name"] && one["in"] == other["in"];
    for parameter in parameters(old) {
        let what = format!("parameter `{}`", word(&parameter["name"]));
        let new = parameters(new);
        let Some(later) = new.iter().find(|other| same(other, &parameter)) else {
            row(what, "removed");
            continue;
        };
        let (before, after) = (form(&parameter["schema"]), form(&later["schema"]));
        if before != after {
            row(format!("{what}: `{before}`"), &format!("`{after}`"));
        }
        for (before, after) in narrowed(&parameter["schema"], &later["schema"]) {
            row(format!("{what}: {before}"), &after);
        }
    }
    for parameter in parameters(new).iter().filter(|parameter| parameter["required"] == true) {
        let before = parameters(old);
        let before = before.iter().find(|other| same(other, parameter));
        if before.is_none_or(|before| before["required"] != true) {
            row(format!("parameter `{}`", word(&parameter["name"])), "required");
        }
    }
    let bodies = [("request".to_owned(), &old["requestBody"], &new["requestBody"])];
    let answers = members(&old["responses"]).filter(|(status, _)| status.starts_with(['2', '3']));
    let answers = answers.map(|(status, answer)| (format!("answer {status}"), answer, &new["responses"][status]));
    for (what, before, after) in bodies.into_iter().chain(answers) {
        if !before.is_null() && after.is_null() {
            row(what.clone(), "removed");
            continue;
        }
        for (media_type, media) in members(&before["content"]) {
            let later = &after["content"][media_type];
            let (before, after) = (form(&media["schema"]), form(&later["schema"]));
            if later.is_null() {
                row(format!("{what} in `{media_type}`"), "removed");
            } else if before != after {
                row(format!("{what} in `{media_type}`: `{before}`"), &format!("`{after}`"));
            }
        }
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The limits of requests that narrow, each before and after.
fn narrowed(old: &Value, new: &Value) -> Vec<(String, String)> {
    let of = |schema: &Value, limit: &str| format!("`{limit}: {}`", schema[limit]).replace(": null`", "` absent");
    let number = |schema: &Value, limit: &str| schema[limit].as_f64();
    let is_raised = |limit: &&str| number(new, limit) > number(old, limit);
    let is_lowered = |limit: &&str| match (number(old, limit), number(new, limit)) {
        (Some(before), Some(after)) => after < before,
        (before, after) => before.is_none() && after.is_some(),
    };
    let limits = ["minimum", "minLength", "minItems"].into_iter().filter(is_raised);
    let limits = limits.chain(["maximum", "maxLength", "maxItems"].into_iter().filter(is_lowered));
    let limits = limits.map(|limit| (of(old, limit), of(new, limit)));
    let has_other_pattern = !new["pattern"].is_null() && new["pattern"] != old["pattern"];
    let limits = limits.chain(has_other_pattern.then(|| ("`pattern`".to_owned(), "another pattern".to_owned())));
    let removed = values(old).filter(|value| !values(new).any(|other| other == *value));
    limits
        .chain(removed.map(|value| (format!("value `{}`", word(value)), "removed".to_owned())))
        .collect()
}

fn values(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["enum"].as_array().into_iter().flatten()
}

/// The members of a schema, those of the schemas that it extends included, and the names of the required ones.
fn composed<'a>(document: &'a Value, schema: &'a Value) -> (Map<String, Value>, BTreeSet<&'a str>) {
    let required = schema["required"].as_array().into_iter().flatten();
    let mut required: BTreeSet<&str> = required.map(word).collect();
    let mut found = schema["properties"].as_object().cloned().unwrap_or_default();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        let part = match part["$ref"].as_str() {
            Some(reference) => document.pointer(reference.trim_start_matches('#')).expect("a schema"),
            None => part,
        };
        let (members, needed) = composed(document, part);
        found.extend(members);
        required.extend(needed);
    }
    (found, required)
}

/// Compares a schema that requests and answers may use.
fn of_schema(
    name: &str,
    (old_document, new_document): (&Value, &Value),
    (old, new): (&Value, &Value),
    (asked, answered): (bool, bool),
    rows: &mut BTreeSet<String>,
) {
    for (before, after) in narrowed(old, new) {
        if asked || after == "removed" {
            rows.insert(format!("| `{name}` | {before} | {after} |"));
        }
    }
    for alternative in old["oneOf"].as_array().into_iter().flatten().map(form) {
        let mut later = new["oneOf"].as_array().into_iter().flatten().map(form);
        if later.all(|other| other != alternative) {
            rows.insert(format!("| `{name}` | alternative `{alternative}` | removed |"));
        }
    }
    let (members_before, required_before) = composed(old_document, old);
    let (members_after, required_after) = composed(new_document, new);
    let is_extended = |member: &str| {
        let mut parts = old["allOf"].as_array().into_iter().flatten();
        old["properties"][member].is_null() && parts.all(|part| part["properties"][member].is_null())
    };
    for (member, schema) in &members_before {
        let place = format!("`{name}.{member}`");
        let Some(later) = members_after.get(member) else {
            rows.insert(format!("| {place} | member | removed |"));
            continue;
        };
        let (before, after) = (form(schema), form(later));
        // A member of a schema that this one extends is compared there.
        if before != after && !is_extended(member) {
            rows.insert(format!("| {place} | `{before}` | `{after}` |"));
        } else if answered && required_before.contains(&**member) && !required_after.contains(&**member) {
            rows.insert(format!("| {place} | required | optional |"));
        }
        for (before, after) in narrowed(schema, later) {
            if !is_extended(member) && (asked || after == "removed") {
                rows.insert(format!("| {place} | {before} | {after} |"));
            }
        }
    }
    if asked {
        for member in required_after.difference(&required_before) {
            rows.insert(format!("| `{name}.{member}` | optional | required |"));
        }
    }
}

/// What a client sees of a schema in place: the name of a schema, or the type.
fn form(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        return form(only);
    }
    let types = match &schema["type"] {
        Value::String(one) => one.clone(),
        Value::Array(several) => several.iter().map(word).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    };
    match (types.as_str(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", form(&schema["items"])),
        (_, Some(format)) => format!("{types} {format}"),
        _ => types,
    }
}

/// The names of the schemas that a part of the operations reaches.
fn reached(document: &Value, part: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (_, operations) in members(&document["paths"]) {
        for (_, operation) in members(operations) {
            collect(document, &operation[part], &mut names);
        }
    }
    names
}

fn collect(document: &Value, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, names)),
        Value::Object(object) => {
            if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
                let name = reference.rsplit('/').next().unwrap_or_default();
                if names.insert(name.to_owned()) {
                    collect(document, &document["components"]["schemas"][name], names);
                }
            }
            let below = object.iter().filter(|(member, _)| *member != "example");
            below.for_each(|(_, value)| collect(document, value, names));
        }
        _ => {}
    }
}
