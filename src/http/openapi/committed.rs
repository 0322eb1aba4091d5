//! The committed specification. The service serves it, and reads the methods of its paths from it.

use serde_json::Value;

use crate::http::state::BASE_PATH;

/// The committed specification, in JSON.
pub const COMMITTED: &str = include_str!("../../../openapi/openapi.json");

/// The origin in the committed specification.
const EXAMPLE_ORIGIN: &str = "https://api.example.se";

/// Reads the committed specification.
pub fn committed() -> Value {
    serde_json::from_str(COMMITTED).expect("the committed specification is JSON")
}

/// The methods of every path of the API, the base path included.
pub fn methods(committed: &Value) -> impl Iterator<Item = (String, Vec<String>)> {
    let paths = committed["paths"].as_object().into_iter().flatten();
    paths.map(|(path, operations)| {
        let methods = operations.as_object().into_iter().flat_map(serde_json::Map::keys);
        let methods = methods.map(|method| method.to_uppercase()).collect();
        (format!("{BASE_PATH}{path}"), methods)
    })
}

/// The specification of a service with this origin and this contact.
pub fn of_service(committed: &Value, origin: &str, contact_email: Option<&str>) -> Value {
    let mut document = committed.clone();
    replace_origin(&mut document, origin);
    let contact = document["info"]["contact"].as_object_mut();
    let contact = contact.expect("the committed specification has a contact");
    match contact_email {
        Some(email) => contact.insert("email".into(), email.into()),
        None => contact.remove("email"),
    };
    document
}

/// A value of the committed specification, such as an example, with the origin of this service.
pub fn at_origin(value: &Value, origin: &str) -> Value {
    let mut value = value.clone();
    replace_origin(&mut value, origin);
    value
}

fn replace_origin(value: &mut Value, origin: &str) {
    match value {
        Value::String(text) if text.contains(EXAMPLE_ORIGIN) => *text = text.replace(EXAMPLE_ORIGIN, origin),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_origin(item, origin)),
        Value::Object(members) => members.values_mut().for_each(|member| replace_origin(member, origin)),
        _ => {}
    }
}
