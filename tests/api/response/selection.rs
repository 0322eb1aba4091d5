//! Answers with selected members.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::refused;
use crate::fixtures::reports::{RECORDS, association, hand_in, session};
use crate::tests;

tests![
    lists_and_details_show_the_members_that_are_named,
    the_short_form_is_short,
    an_unknown_member_is_refused_and_the_others_named,
];

fn names(object: &Value) -> BTreeSet<&str> {
    object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

async fn lists_and_details_show_the_members_that_are_named(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-14")).await;
    for (path, list, fields) in [
        ("/municipalities/1270/insatser", "insatser", "slug,name,summary"),
        ("/municipalities/1270/insatser/trygghetslarm", "", "slug, name,summary"),
        (
            "/municipalities/1270/insatser/trygghetslarm/versions",
            "versions",
            "validFrom,version",
        ),
        ("/insatser", "insatser", "slug,inWords"),
        ("/municipalities", "municipalities", "name"),
        ("/municipalities/1270", "", "kommunkod,bodies"),
        ("/municipalities/0188/providers", "providers", "slug,agreements"),
        ("/municipalities/0188/providers/finska-foreningen", "", "name"),
        (RECORDS, "groupRecords", "id,participants"),
    ] {
        let whole = app.get_as(&association(), path).await.json();
        let shown = app.get_as(&association(), &format!("{path}?fields={fields}")).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.text);
        let shown = shown.json();
        let (whole, shown) = if list.is_empty() {
            (whole, shown)
        } else {
            assert_eq!(names(&whole), names(&shown), "{path}: the list keeps its own members");
            assert_eq!(whole["_meta"], shown["_meta"], "{path}");
            (whole[list][0].clone(), shown[list][0].clone())
        };
        let mut wanted: BTreeSet<&str> = fields.split(',').map(str::trim).collect();
        if whole.get("_links").is_some() {
            wanted.insert("_links");
        }
        assert_eq!(names(&shown), wanted, "{path}");
        for name in wanted {
            assert_eq!(shown[name], whole[name], "{path}: {name}");
        }
    }
}

async fn the_short_form_is_short(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/insatser?limit=100";
    let (whole, short) = (app.get(path).await, app.get(&format!("{path}&view=summary")).await);
    assert!(
        short.bytes.len() * 3 < whole.bytes.len(),
        "{} {}",
        short.bytes.len(),
        whole.bytes.len()
    );
    let shown = short.json();
    for insats in shown["insatser"].as_array().expect("a list") {
        assert!(insats["name"]["sv"].is_string() && insats["summary"]["sv"].is_string());
        assert!(insats.get("criteria").is_none());
    }
    for path in [
        "/insatser",
        "/municipalities",
        "/municipalities/1270",
        "/municipalities/0188/providers",
        "/municipalities/1270/insatser/rebus/versions",
    ] {
        let short = app.get(&format!("{path}?view=summary")).await;
        assert_eq!(short.status, 200, "{path}");
        assert!(short.bytes.len() < app.get(path).await.bytes.len(), "{path}");
    }
}

async fn an_unknown_member_is_refused_and_the_others_named(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, possible) in [
        ("/municipalities/1270/insatser", "summary"),
        ("/municipalities/1270/insatser/rebus", "criteria"),
        ("/insatser", "inWords"),
        ("/municipalities/0188/providers", "agreements"),
    ] {
        for fields in ["slug,telefon", "", "slug,,name", "Slug"] {
            let answered = app.get(&format!("{path}?fields={fields}")).await;
            refused(&answered, 400, &[("/query/fields", "notInList")]);
            assert!(answered.text.contains(possible), "{path}: {}", answered.text);
            assert!(!answered.text.contains("telefon,"), "a refused value is not echoed");
        }
        let both = app.get(&format!("{path}?fields=slug&view=summary")).await;
        refused(&both, 400, &[("/query/view", "conflictingMembers")]);
        let unknown = app.get(&format!("{path}?view=short")).await;
        refused(&unknown, 400, &[("/query/view", "notInList")]);
    }
}
