//! Closes the objects of requests in the specification: the service refuses unknown members.

use std::collections::BTreeSet;

use serde_json::{Value, json};

const SCHEMAS: &str = "#/components/schemas/";

/// Adds `additionalProperties: false` to every object that a request can contain.
///
/// An object that another schema extends stays open, because a composition would refuse the members of its other parts.
/// Those are the parts of criteria, and the documents that an answer extends and a `PUT` accepts as the answer showed them.
pub fn close_requests(document: &mut Value) {
    let mut of_requests = BTreeSet::new();
    for operation in document["paths"].as_object().expect("paths").values() {
        for operation in operation.as_object().expect("operations").values() {
            if let Some(body) = operation.get("requestBody") {
                reach(body, document, &mut of_requests);
            }
        }
    }
    let mut extended = BTreeSet::new();
    extensions(document, &mut extended);
    let schemas = document["components"]["schemas"].as_object_mut().expect("schemas");
    for name in of_requests.difference(&extended) {
        let schema = schemas[name].as_object_mut().expect("a schema");
        if schema.contains_key("properties") && !schema.contains_key("allOf") {
            schema.entry("additionalProperties").or_insert(json!(false));
        }
    }
}

/// The names of the schemas that a value refers to, directly or through others.
fn reach(value: &Value, document: &Value, reached: &mut BTreeSet<String>) {
    if let Some(name) = named(value)
        && reached.insert(name.to_owned())
    {
        reach(&document["components"]["schemas"][name], document, reached);
    }
    for part in parts(value) {
        reach(part, document, reached);
    }
}

/// The names of the schemas that are parts of a composition.
fn extensions(value: &Value, extended: &mut BTreeSet<String>) {
    let composed = value.get("allOf").and_then(Value::as_array).into_iter().flatten();
    extended.extend(composed.filter_map(named).map(str::to_owned));
    for part in parts(value) {
        extensions(part, extended);
    }
}

fn named(value: &Value) -> Option<&str> {
    value.get("$ref")?.as_str()?.strip_prefix(SCHEMAS)
}

fn parts(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(members) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}
