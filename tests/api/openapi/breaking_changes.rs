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
    let changes: [(&str, Change); 8] = [
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
        of_schema(name, schema, later, uses, &mut rows);
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
        if !parameters(new).iter().any(|other| same(other, &parameter)) {
            row(format!("parameter `{}`", word(&parameter["name"])), "removed");
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

/// Compares a schema that requests and answers may use.
fn of_schema(name: &str, old: &Value, new: &Value, (asked, answered): (bool, bool), rows: &mut BTreeSet<String>) {
    let is_required = |schema: &Value, member: &str| {
        let required = schema["required"].as_array().into_iter().flatten();
        required.into_iter().any(|one| one == member)
    };
    for value in old["enum"].as_array().into_iter().flatten() {
        if !new["enum"].as_array().is_some_and(|values| values.contains(value)) {
            rows.insert(format!("| `{name}` | value `{}` | removed |", word(value)));
        }
    }
    for (member, schema) in members(&old["properties"]) {
        let later = &new["properties"][member];
        let place = format!("`{name}.{member}`");
        let (before, after) = (form(schema), form(later));
        if later.is_null() {
            rows.insert(format!("| {place} | member | removed |"));
        } else if before != after {
            rows.insert(format!("| {place} | `{before}` | `{after}` |"));
        } else if answered && is_required(old, member) && !is_required(new, member) {
            rows.insert(format!("| {place} | required | optional |"));
        }
    }
    for (member, _) in members(&new["properties"]) {
        if asked && is_required(new, member) && !is_required(old, member) {
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
