//! The specification: the service serves the committed one, in every form.

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
    says_the_same_in_yaml,
    is_served_in_openapi_3_0_too,
];

async fn is_built_from_the_handlers_and_from_answers(engine: Engine) {
    let built = text(&recorded(Database::with_catalogues(engine)).await);
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

async fn is_served_in_openapi_3_0_too(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app.get("/openapi-3.0.json").await;
    assert_eq!(answered.header("content-type"), "application/json");
    let older = answered.json();
    assert_eq!(older["openapi"], "3.0.3");
    assert_eq!(older["info"]["version"], SPECIFICATION["info"]["version"]);
    assert!(older["info"].get("summary").is_none());
    let operations_of = |document: &Value| -> Vec<Value> {
        let paths = document["paths"].as_object().expect("paths").values();
        let operations = paths.flat_map(|path| path.as_object().expect("operations").values());
        operations.map(|operation| operation["operationId"].clone()).collect()
    };
    assert_eq!(operations_of(&older), operations_of(&SPECIFICATION));
    let schemas = |document: &Value| document["components"]["schemas"].as_object().expect("schemas").len();
    assert_eq!(schemas(&older), schemas(&SPECIFICATION));
    let mut later = Vec::new();
    later_than_3_0(&older["components"]["schemas"], "", &mut later);
    later_than_3_0(&older["paths"], "", &mut later);
    assert!(later.is_empty(), "{later:#?}");
    let value = &older["components"]["schemas"]["StatisticsFigure"]["properties"]["value"];
    assert_eq!((&value["type"], &value["nullable"]), (&json!("integer"), &json!(true)));
}

/// Collects the places of keywords that OpenAPI 3.0 does not know, outside examples.
fn later_than_3_0(value: &Value, place: &str, found: &mut Vec<String>) {
    let Value::Object(members) = value else {
        if let Value::Array(items) = value {
            for item in items {
                later_than_3_0(item, place, found);
            }
        }
        return;
    };
    let is_schema = !place.ends_with("/properties") && !place.ends_with("/mapping");
    let has = |name: &str| is_schema && members.contains_key(name);
    let types = members.get("type").is_some_and(Value::is_array);
    let reference = has("$ref") && members.len() > 1;
    if types || reference || has("const") || has("propertyNames") || has("prefixItems") {
        found.push(place.to_owned());
    }
    for (name, member) in members
        .iter()
        .filter(|(name, _)| *name != "example" && *name != "default")
    {
        later_than_3_0(member, &format!("{place}/{name}"), found);
    }
}
