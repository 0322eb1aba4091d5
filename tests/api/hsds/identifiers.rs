//! Identifiers are those of names, on every server and in every database.

use serde_json::Value;
use uuid::Uuid;

use super::conformance::{all_pages, get_json};
use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![identifiers_are_uuids_of_names];

const NAMESPACE: Uuid = uuid::uuid!("7c1a4bad-94b5-4fdd-8b68-f01e5086ea03");

async fn identifiers_are_uuids_of_names(engine: Engine) {
    let app = TestApp::start(engine).await;
    let profile = get_json(&app, "/hsds/profile").await;
    assert_eq!(profile["identifiers"]["namespace"], NAMESPACE.to_string());
    // Made with `uuid.uuid5` of Python.
    for (list, id, name) in [
        ("services", "e3ac4551-b492-5777-b9f3-3a0e5297b96a", "Trygghetslarm"),
        (
            "organizations",
            "117a1971-b367-5f3b-9aa3-42a043029fb0",
            "Vård- och omsorgsnämnden",
        ),
        ("organizations", "e54da3f1-b39e-52b3-ac3a-99c07c88e83d", "Tomelilla"),
        (
            "organizations",
            "1913ab49-ce42-5f71-9a78-4bd503ca722c",
            "Finska föreningen",
        ),
        ("taxonomies", "9869d4a2-d5c7-52c1-bef5-ee02bdf87e83", "Slag av insats"),
        ("taxonomy_terms", "d8c3bfec-b734-5639-b067-fe26828016f3", "Mötesplats"),
    ] {
        let object = get_json(&app, &format!("/hsds/{list}/{id}")).await;
        assert_eq!(object["name"], name);
    }
    let other = TestApp::start(engine).await;
    let ids = |services: Vec<Value>| {
        services
            .into_iter()
            .map(|service| service["id"].clone())
            .collect::<Vec<_>>()
    };
    let (one, two) = (
        all_pages(&app, "services", "").await,
        all_pages(&other, "services", "").await,
    );
    assert_eq!(ids(one), ids(two));
}
