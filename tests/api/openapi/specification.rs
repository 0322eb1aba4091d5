//! The specification: the service serves the committed one, and it follows the national API profile.

use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::specification::{COMMITTED, SPECIFICATION, check, operations};
use crate::openapi::document::{is_text, text};
use crate::openapi::examples::recorded;
use crate::tests;

tests![
    is_built_from_the_handlers_and_from_answers,
    is_served_as_committed,
    has_the_origin_and_the_contact_of_the_service,
    every_example_is_valid,
    follows_the_national_profile,
    every_operation_follows_the_national_profile,
    says_the_same_in_yaml,
];

async fn is_built_from_the_handlers_and_from_answers(engine: Engine) {
    let built = text(&recorded(engine).await);
    if std::env::var("INSATSKATALOG_SPECIFICATION").is_ok_and(|what| what == "write") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi/openapi.json");
        std::fs::write(path, built).expect("written");
        return;
    }
    let differs = built
        .lines()
        .zip(COMMITTED.lines())
        .position(|(built, committed)| built != committed);
    assert!(
        built == COMMITTED,
        "openapi/openapi.json differs from line {}; docs/CONTRIBUTING.md says how to write it",
        differs.map_or(0, |line| line + 1)
    );
}

async fn is_served_as_committed(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert!(app.get("/openapi.json").await.text == COMMITTED);
}

async fn has_the_origin_and_the_contact_of_the_service(engine: Engine) {
    let settings = [
        ("INSATSKATALOG_PUBLIC_URL", "https://katalog.example.org"),
        ("INSATSKATALOG_CONTACT_EMAIL", ""),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    for path in ["/openapi.json", "/openapi.yaml"] {
        let served = app.get(path).await.text;
        assert!(!served.contains("api.example.se"), "{path}");
        assert!(!served.contains("insatskatalog@example.se"), "{path}");
        assert!(
            served.contains("https://katalog.example.org/insatskatalog/v1"),
            "{path}"
        );
    }
    let served = app.get_json("/openapi.json").await;
    assert_eq!(
        served["info"]["contact"],
        json!({"name": "insatskatalog", "url": "https://katalog.example.org/"})
    );
}

async fn says_the_same_in_yaml(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app.get("/openapi.yaml").await;
    assert_eq!(answered.header("content-type"), "application/yaml");
    let node = insatskatalog::documents::yaml::read(&answered.text).expect("YAML");
    let description = node.at("/info/description").expect("there").value.clone();
    let insatskatalog::documents::node::Value::Text(description) = description else {
        panic!("a text");
    };
    assert_eq!(json!(description), SPECIFICATION["info"]["description"]);
    assert_eq!(
        node.at("/paths").map(|paths| format!("{:?}", paths.value).len() > 1000),
        Some(true)
    );
}

async fn every_example_is_valid(_: Engine) {
    for (path, method, operation) in operations() {
        let name = format!("{method} {path}");
        if let Some(content) = operation["requestBody"]["content"].as_object() {
            for (_, media) in content.iter().filter(|(media_type, _)| is_text(media_type)) {
                check(&name, &media["schema"], &media["example"]);
            }
        }
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let content = response["content"].as_object().into_iter().flatten();
            for (media_type, media) in content.filter(|(media_type, _)| is_text(media_type)) {
                assert!(
                    !media["example"].is_null(),
                    "{name} {status} {media_type} has no example"
                );
                check(&format!("{name} {status}"), &media["schema"], &media["example"]);
            }
        }
    }
}

async fn follows_the_national_profile(_: Engine) {
    let info = &SPECIFICATION["info"];
    for member in ["title", "version", "description", "termsOfService"] {
        assert!(
            info[member].as_str().is_some_and(|text| !text.is_empty()),
            "info.{member}"
        );
    }
    for pointer in [
        "/contact/name",
        "/contact/url",
        "/contact/email",
        "/license/name",
        "/license/url",
    ] {
        assert!(info.pointer(pointer).is_some(), "info{pointer}");
    }
    let description = info["description"].as_str().expect("text");
    assert!(
        description.contains("begränsningar") && description.contains("limitations"),
        "DOK.06, DOK.09"
    );
    assert_eq!(
        SPECIFICATION["openapi"].as_str().map(|version| &version[..3]),
        Some("3.1"),
        "DOK.17"
    );
    assert_eq!(
        SPECIFICATION["servers"][0]["url"], "https://api.example.se/insatskatalog/v1",
        "UFN.01, UFN.02"
    );
    assert!(SPECIFICATION["paths"]["/api-info"]["get"].is_object(), "VER.06");
    assert_eq!(SPECIFICATION["security"], json!([]), "DOK.21");
    let mut links = Vec::new();
    collect(&SPECIFICATION["paths"], "rel", &mut links);
    let iana = [
        "self",
        "first",
        "last",
        "next",
        "prev",
        "up",
        "collection",
        "related",
        "version-history",
        "latest-version",
    ];
    for rel in links.iter().filter_map(Value::as_str) {
        assert!(
            iana.contains(&rel) || description.contains(&format!("`{rel}`")),
            "HYP.18: {rel}"
        );
    }
    let mut formats = Vec::new();
    collect_dates(&SPECIFICATION["components"], &mut formats);
    assert!(
        formats.len() > 10
            && formats
                .iter()
                .all(|example| insatskatalog::domain::day::parse(example).is_some()),
        "DOT.02"
    );
    let problem = &SPECIFICATION["components"]["schemas"]["ProblemDetails"];
    assert_eq!(problem["type"], "object", "FEL.01");
    for member in ["type", "title", "status", "detail", "instance"] {
        assert!(problem["properties"][member].is_object(), "FEL.01: {member}");
    }
    for (name, schema) in SPECIFICATION["components"]["schemas"].as_object().expect("schemas") {
        for member in schema["properties"]
            .as_object()
            .into_iter()
            .flat_map(serde_json::Map::keys)
        {
            let plain = member.trim_start_matches('_');
            assert!(
                plain.starts_with(|c: char| c.is_ascii_lowercase()),
                "AME.04: {name}.{member}"
            );
            assert!(!plain.contains('_') && !plain.contains('-'), "AME.05: {name}.{member}");
        }
    }
}

/// Every value of a member, at any depth.
fn collect(value: &Value, member: &str, found: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, member, found)),
        Value::Object(members) => {
            found.extend(members.get(member).cloned());
            members.values().for_each(|value| collect(value, member, found));
        }
        _ => {}
    }
}

/// The example of every schema of a day; empty where it has none.
fn collect_dates(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_dates(item, found)),
        Value::Object(members) => {
            if members.get("format").is_some_and(|format| format == "date") {
                found.push(
                    members
                        .get("example")
                        .and_then(Value::as_str)
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
            members.values().for_each(|value| collect_dates(value, found));
        }
        _ => {}
    }
}

async fn every_operation_follows_the_national_profile(_: Engine) {
    let mut operation_ids = Vec::new();
    for (path, method, operation) in operations() {
        let name = format!("{method} {path}");
        let words = path.split('/').filter(|part| !part.starts_with('{'));
        for word in words {
            let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
            assert!(word.chars().all(allowed), "UFN.07, RES.06: {name}");
        }
        assert!(!path.contains('_'), "UFN.09: {name}");
        operation_ids.push(operation["operationId"].clone());
        let text = operation["description"].as_str().unwrap_or_default();
        assert!(
            text.contains("\n\n"),
            "DOK.06, DOK.19: {name} is described in two languages"
        );
        assert!(operation["summary"].is_string(), "DOK.19: {name}");
        let parameters = operation["parameters"].as_array().expect("parameters");
        assert!(
            parameters.iter().any(|parameter| parameter["name"] == "traceparent"),
            "SPA.02: {name}"
        );
        for parameter in parameters {
            assert!(parameter["description"].is_string(), "{name}: {parameter}");
            let in_query = parameter["in"] == "query";
            assert!(!in_query || parameter["required"] != json!(true), "FNS.05: {name}");
            let name_of = parameter["name"].as_str().expect("a name");
            assert!(
                !in_query || name_of.starts_with(|c: char| c.is_ascii_lowercase()),
                "FNS.03: {name_of}"
            );
        }
        if let Some(page) = parameters.iter().find(|parameter| parameter["name"] == "page") {
            assert_eq!(page["schema"]["default"], 1, "FNS.08: {name}");
            let limit = parameters
                .iter()
                .find(|parameter| parameter["name"] == "limit")
                .expect("FNS.07");
            assert_eq!(limit["schema"]["default"], 20, "FNS.09: {name}");
        }
        assert!(
            method != "get" || operation.get("requestBody").is_none(),
            "FOR.02: {name}"
        );
        let responses = operation["responses"].as_object().expect("responses");
        for status in ["400", "405", "500"] {
            assert!(responses.contains_key(status), "DOK.20: {name} {status}");
        }
        let succeeds = ["200", "201", "204"]
            .iter()
            .any(|status| responses.contains_key(*status));
        assert!(succeeds, "DOK.20: {name}");
        for (status, response) in responses {
            assert!(response["description"].is_string(), "DOK.20: {name} {status}");
            assert!(
                response["headers"]["traceparent"].is_object(),
                "SPA.04: {name} {status}"
            );
            if status.as_str() >= "400" {
                let content = response["content"].as_object().expect("content");
                assert_eq!(
                    content.keys().collect::<Vec<_>>(),
                    ["application/problem+json"],
                    "FEL.02: {name} {status}"
                );
            }
        }
    }
    let all = operation_ids.len();
    operation_ids.sort_by_key(ToString::to_string);
    operation_ids.dedup();
    assert_eq!(operation_ids.len(), all, "operation ids differ");
}
