//! The specification in OpenAPI 3.0, for gateways and generators that read no 3.1.

use serde_json::{Map, Value, json};

/// The version of the rendering.
const VERSION: &str = "3.0.3";

/// Renders a document in OpenAPI 3.1 as OpenAPI 3.0. What 3.0 cannot express is left out, so that the rendering accepts
/// everything that the document accepts.
pub(crate) fn rendering(document: &Value) -> Value {
    let mut rendering = document.clone();
    rendering["openapi"] = json!(VERSION);
    if let Some(info) = rendering["info"].as_object_mut() {
        info.remove("summary");
    }
    schemas_below(&mut rendering["paths"]);
    let schemas = rendering["components"]["schemas"].as_object_mut();
    for schema in schemas.into_iter().flat_map(|schemas| schemas.values_mut()) {
        render(schema);
    }
    rendering
}

/// Renders each schema of an object of the document. Examples may have members of the same names.
fn schemas_below(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(schemas_below),
        Value::Object(members) => {
            for (name, member) in members {
                match name.as_str() {
                    "schema" => render(member),
                    "example" | "examples" => {}
                    _ => schemas_below(member),
                }
            }
        }
        _ => {}
    }
}

/// Renders a schema and the schemas in it.
fn render(schema: &mut Value) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    nullable(members);
    if let Some(value) = members.remove("const") {
        members.insert("enum".into(), json!([value]));
    }
    if let Some(Value::Array(examples)) = members.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        members.entry("example").or_insert(first);
    }
    members.remove("propertyNames");
    exclusive(members, "exclusiveMinimum", "minimum");
    exclusive(members, "exclusiveMaximum", "maximum");
    // 3.0 ignores what is beside a reference.
    if members.len() > 1
        && let Some(reference) = members.remove("$ref")
    {
        members.insert("allOf".into(), json!([{ "$ref": reference }]));
    }
    for name in ["items", "additionalProperties", "not"] {
        members.get_mut(name).into_iter().for_each(render);
    }
    for name in ["allOf", "anyOf", "oneOf"] {
        let alternatives = members.get_mut(name).and_then(Value::as_array_mut);
        alternatives.into_iter().flatten().for_each(render);
    }
    let properties = members.get_mut("properties").and_then(Value::as_object_mut);
    for property in properties.into_iter().flat_map(|properties| properties.values_mut()) {
        render(property);
    }
}

/// `null` is a type of 3.1 and a mark of 3.0, which allows one type.
fn nullable(members: &mut Map<String, Value>) {
    let Some(types) = members.get("type").and_then(Value::as_array) else {
        return;
    };
    let is_nullable = types.iter().any(|one| one == "null");
    let types: Vec<Value> = types.iter().filter(|one| *one != "null").cloned().collect();
    if is_nullable {
        members.insert("nullable".into(), json!(true));
    }
    if let [only] = &types[..] {
        members.insert("type".into(), only.clone());
    } else {
        members.remove("type");
        members.insert("anyOf".into(), types.iter().map(|one| json!({ "type": one })).collect());
    }
}

/// An exclusive limit is a number of 3.1, and a mark beside the limit of 3.0.
fn exclusive(members: &mut Map<String, Value>, name: &str, limit: &str) {
    if let Some(value) = members.get(name).filter(|value| value.is_number()).cloned() {
        members.insert(limit.into(), value);
        members.insert(name.into(), json!(true));
    }
}
