//! The specification says of parameters and preconditions what the service does.

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::specification::{SPECIFICATION, operations};
use crate::issuer::{claims, signed};
use crate::tests;

tests![
    parameters_without_which_the_service_refuses_are_required,
    a_condition_without_which_the_service_refuses_is_declared,
    a_position_in_a_feed_has_a_highest_number,
    a_malformed_trace_begins_a_new_one,
    a_search_has_a_pattern,
];

fn parameters(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().into_iter().flatten()
}

fn is_required(operation: &Value, name: &str) -> Option<bool> {
    let declared = parameters(operation).find(|parameter| parameter["name"] == name)?;
    Some(declared["required"] == true)
}

/// A path with the examples of its parameters.
fn example_path(path: &str, operation: &Value) -> String {
    let of_path = parameters(operation).filter(|parameter| parameter["in"] == "path");
    of_path.fold(path.to_owned(), |path, parameter| {
        let name = parameter["name"].as_str().expect("a name");
        let example = parameter["example"].as_str().expect("an example");
        path.replace(&format!("{{{name}}}"), example)
    })
}

/// A token for everything.
fn everything() -> String {
    let scope = "catalogue:write municipality:write audit:read records:write records:read records:redact \
                 statistics:exact statistics:release";
    signed(&claims(scope, &["0188", "1270"]))
}

async fn parameters_without_which_the_service_refuses_are_required(engine: Engine) {
    let app = TestApp::start(engine).await;
    let token = everything();
    let mut with_required = 0;
    for (path, _, operation) in operations().filter(|(_, method, _)| method == "get") {
        let required = parameters(operation).filter(|one| one["in"] == "query" && one["required"] == true);
        let required = required.count();
        let answered = app.get_as(&token, &example_path(&path, operation)).await;
        let lacks = answered.status == 400 && answered.text.contains("\"code\":\"missingMember\"");
        assert_eq!(required > 0, lacks, "{path}: {}", answered.status);
        with_required += required;
    }
    assert_eq!(with_required, 5, "the annual reports, the follow-up and the template");
}

async fn a_condition_without_which_the_service_refuses_is_declared(engine: Engine) {
    let app = TestApp::start(engine).await;
    let authorization = format!("Bearer {}", everything());
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let mut refused = 0;
    for (path, method, operation) in operations().filter(|(_, method, _)| method != "get") {
        let needed = is_required(operation, "If-Match");
        let may_create = is_required(operation, "If-None-Match").is_some();
        let is_documented = operation["responses"]["428"].is_object();
        let name = format!("{method} {path}");
        assert_eq!(is_documented, needed == Some(true) || may_create, "{name}");
        assert!(!may_create || needed == Some(false), "{name} has one of the two");
        if is_documented {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            let path = example_path(&path, operation);
            let answered = app.send(method, &path, &headers, Some(b"{}".to_vec())).await;
            assert_eq!(answered.status, 428, "{name}: {}", answered.text);
            refused += 1;
        }
    }
    assert_eq!(refused, 7);
    let withdrawal = "/paths/~1municipalities~1{kommunkod}~1group-records~1{id}~1withdrawals/post";
    let withdrawal = SPECIFICATION.pointer(withdrawal).expect("an operation");
    assert_eq!(is_required(withdrawal, "If-Match"), Some(false));
}

async fn a_position_in_a_feed_has_a_highest_number(engine: Engine) {
    let app = TestApp::start(engine).await;
    let changes = &SPECIFICATION["paths"]["/changes"]["get"];
    let after = parameters(changes).find(|parameter| parameter["name"] == "after");
    let highest = after.expect("a parameter")["schema"]["maximum"].as_i64();
    let highest = highest.expect("a bound");
    let answered = app.get(&format!("/changes?after={highest}")).await;
    assert_eq!(answered.status, 410, "{}", answered.text);
    for more in [(highest + 1).to_string(), i64::MAX.to_string(), "9".repeat(40)] {
        let answered = app.get(&format!("/changes?after={more}")).await;
        // Some long numbers look like identity numbers.
        let code = answered.json()["errors"][0]["code"].clone();
        let known = [(400, json!("outOfRange")), (422, json!("personalIdentityNumber"))];
        assert!(
            known.contains(&(answered.status.as_u16(), code)),
            "{more}: {}",
            answered.text
        );
    }
    let answered = app.get(&format!("/changes?after={}", highest + 1)).await;
    assert_eq!(answered.status, 400, "{}", answered.text);
}

async fn a_malformed_trace_begins_a_new_one(engine: Engine) {
    let app = TestApp::start(engine).await;
    for malformed in ["", "0", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "å"] {
        let headers = [("traceparent", malformed)];
        let answered = app.send(Method::GET, "/api-info", &headers, None).await;
        assert_eq!(answered.status, 200, "{malformed}");
        let begun = answered.header("traceparent");
        assert!(
            begun.len() == 55 && !begun.contains("4bf92f3577b3"),
            "{malformed}: {begun}"
        );
    }
    for (path, method, operation) in operations() {
        let trace = parameters(operation).find(|parameter| parameter["name"] == "traceparent");
        let trace = trace.expect("a parameter");
        assert_eq!(trace["schema"], json!({"type": "string"}), "{method} {path}");
        let description = trace["description"].as_str().expect("a description");
        assert!(description.contains("malformed"), "{method} {path}");
    }
}

async fn a_search_has_a_pattern(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = &SPECIFICATION["paths"]["/insatser"]["get"];
    let q = parameters(list)
        .find(|parameter| parameter["name"] == "q")
        .expect("a parameter");
    let schema = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": [q["schema"]]});
    let fits = jsonschema::validator_for(&schema).expect("a schema");
    for (words, status) in [
        ("kaffe", 200),
        ("åldras?", 200),
        ("قهوة", 200),
        ("7", 200),
        ("?! ...", 400),
        (" ", 400),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(words.as_bytes()).collect();
        let answered = app.get(&format!("/insatser?q={encoded}")).await;
        assert_eq!(answered.status, status, "{words}: {}", answered.text);
        assert_eq!(fits.is_valid(&json!(words)), status == 200, "{words}");
    }
    let answered = app.get("/insatser?q=kaffe%07").await;
    assert_eq!(answered.status, 400, "{}", answered.text);
    assert!(!fits.is_valid(&json!("kaffe\u{7}")));
}
