//! The problems that operations answer, with examples.

use serde_json::{Value, json};

use crate::fixtures::recorded::Examples;

/// The status of a problem, and its response with an example whose fault is at the pointer.
///
/// The example is a received problem. For a problem that no request causes by itself, such as a full disk, it is the
/// entry in `/problems`.
pub fn response(examples: &Examples, code: &str, pointer: Option<&str>) -> (String, Value) {
    let list = &examples.answer("list_problems", 200, "application/json")["problems"];
    let mut entries = list.as_array().expect("problems").iter();
    let entry = entries.find(|entry| entry["code"] == code).expect("a listed problem");
    let received = examples.problem(code, pointer).cloned();
    let example = received.unwrap_or_else(|| of_entry(examples, entry));
    let status = entry["status"].to_string();
    let title = |language: &str| entry["title"][language].as_str().expect("a title");
    // Many codes share 400 and 422.
    let (sv, en) = match &*status {
        "400" => ("Frågan gick inte att förstå", "The request was not understood"),
        "422" => ("En regel säger nej", "A rule refuses it"),
        _ => (title("sv"), title("en")),
    };
    let response = json!({
        "description": format!("{sv}. / {en}."),
        "content": {"application/problem+json": {
            "schema": {"$ref": "#/components/schemas/ProblemDetails"},
            "example": example,
        }},
    });
    (status, response)
}

/// The problem that an entry describes, in the form of a received one.
fn of_entry(examples: &Examples, entry: &Value) -> Value {
    let received = examples.problem("unknownProblem", None);
    let mut problem = received.expect("a received problem").clone();
    problem["type"] = entry["_links"][0]["href"].clone();
    problem["title"] = entry["title"]["sv"].clone();
    problem["detail"] = entry["remedy"]["sv"].clone();
    for member in ["status", "code"] {
        problem[member] = entry[member].clone();
    }
    problem
}
