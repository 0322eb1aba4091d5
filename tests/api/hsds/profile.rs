//! What the API says about itself, and the profile that it follows.

use serde_json::{Value, json};

use super::conformance::{get, get_json};
use super::schemas::{file, merged};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::specification::SPECIFICATION;
use crate::tests;

tests![
    the_metadata_names_the_profile,
    the_profile_patches_the_schemas,
    the_service_does_what_the_patched_openapi_states,
    the_specification_has_no_route_of_hsds,
];

async fn the_metadata_names_the_profile(engine: Engine) {
    let app = TestApp::start(engine).await;
    let metadata = get_json(&app, "/hsds").await;
    assert_eq!(metadata, get_json(&app, "/hsds/").await, "HSDS has the path /");
    assert_eq!(metadata["version"], "3.2");
    assert_eq!(metadata["profile"], "https://api.example.se/hsds/profile");
    assert_eq!(
        metadata["openapi_url"],
        "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/openapi.json"
    );
    assert_eq!(metadata["publisher"], json!({"email": "insatskatalog@example.se"}));
    let schema = file("openapi.json").pointer("/paths/~1/get/responses/200/content/application~1json/schema");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(schema.expect("a schema"));
    let validator = validator.expect("a schema");
    assert!(validator.is_valid(&metadata));
    let mut broken = metadata;
    broken["profile"] = json!("profile");
    assert!(!validator.is_valid(&broken));
}

async fn the_profile_patches_the_schemas(engine: Engine) {
    let app = TestApp::start(engine).await;
    let profile = get_json(&app, "/hsds/profile").await;
    let mut patched = Vec::new();
    for patch in profile["patches"].as_array().expect("patches") {
        let (name, url) = (
            patch["file"].as_str().expect("a name"),
            patch["url"].as_str().expect("an address"),
        );
        let path = url.strip_prefix("https://api.example.se").expect("the public address");
        let patch = get_json(&app, path).await;
        assert!(!patch.to_string().contains("{base}"), "{name}");
        let mut whole = file(name).clone();
        merged(&mut whole, &patch);
        assert_ne!(whole, *file(name), "{name}");
        patched.push(name.to_owned());
        if name == "service.json" {
            for member in ["criteria", "insats", "activities", "providers"] {
                // HSDS has no member of that name, whose meaning the profile would change.
                assert!(file(name)["properties"].get(member).is_none(), "{member}");
                assert!(whole["properties"].get(member).is_some(), "{member}");
            }
            assert!(
                whole["properties"]["eligibility_description"].is_object(),
                "the rest stays"
            );
        }
    }
    assert_eq!(patched, ["service.json", "service_at_location.json", "openapi.json"]);
    let unknown = get(&app, "/hsds/profile/phone.json").await;
    assert_eq!(
        (unknown.status.as_u16(), &unknown.json()["code"]),
        (404, &json!("unknownHsdsId"))
    );
}

async fn the_service_does_what_the_patched_openapi_states(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut openapi = file("openapi.json").clone();
    merged(&mut openapi, &get_json(&app, "/hsds/profile/openapi.json").await);
    let mut operations = 0;
    for (path, item) in openapi["paths"].as_object().expect("paths") {
        let item = item.as_object().expect("operations");
        let methods: Vec<&str> = item
            .keys()
            .map(String::as_str)
            .filter(|name| *name != "parameters")
            .collect();
        assert_eq!(methods, ["get"], "{path}");
        let id = if path.contains("{id}") {
            let list = get_json(&app, &format!("/hsds{}", path.replace("/{id}", ""))).await;
            list["contents"][0]["id"].as_str().expect("an id").to_owned()
        } else {
            String::new()
        };
        let path = format!("/hsds{}", path.replace("{id}", &id));
        get_json(&app, &path).await;
        let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
        for reference in parameters {
            let parameter = match reference["$ref"].as_str() {
                Some(place) => openapi.pointer(place.trim_start_matches('#')).expect("a parameter"),
                None => reference,
            };
            let name = parameter["name"].as_str().expect("a name");
            let value = match name {
                "search" => "trygghet",
                "page" => "1",
                "per_page" => "10",
                "format" => "json",
                "modified_after" => "2025-10-01T00:00:00Z",
                name if name.ends_with("_id") => "1127f4c3-0000-5000-8000-00000000000a",
                _ => "true",
            };
            get_json(&app, &format!("{path}?{name}={value}")).await;
        }
        let refused = get(&app, &format!("{path}?postcode=76128")).await;
        assert_eq!(refused.status, 400, "{path}: {}", refused.text);
        operations += 1;
    }
    assert_eq!(operations, 11);
}

async fn the_specification_has_no_route_of_hsds(_: Engine) {
    let paths: &Value = &SPECIFICATION["paths"];
    assert!(
        paths
            .as_object()
            .expect("paths")
            .keys()
            .all(|path| !path.contains("hsds"))
    );
}
