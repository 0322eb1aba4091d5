//! The page with the latest changes of a municipality's catalogue.

use serde_json::json;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::browser::{heading, open, without_tags};
use crate::fixtures::editing::{NEW, editor, new_insats};
use crate::tests;

tests![it_shows_what_the_feed_says, unknown_municipalities_have_none];

const PAGE: &str = "/1270/changes";

async fn it_shows_what_the_feed_says(engine: Engine) {
    let app = TestApp::start(engine).await;
    let before = open(&app, PAGE).await;
    assert_eq!(
        (before.status.as_u16(), &*heading(&before)),
        (200, "Ändringar i katalogen för Tomelilla")
    );
    let feed = "/insatskatalog/v1/municipalities/1270/changes";
    assert!(before.text.contains(&format!("type=\"application/atom+xml\" title=\"Ändringar i katalogen för Tomelilla\" href=\"https://api.example.se{feed}\"")), "{}", before.text);

    let mut insats = new_insats();
    insats["name"] = json!({"sv": "Sångcafé <i>", "en": "Singing café"});
    let path = "/municipalities/1270/insatser/sangcafe";
    let written = app.put_as(&editor("1270"), path, NEW, &insats).await;
    assert_eq!(written.status, 201, "{}", written.text);
    let after = open(&app, PAGE).await;
    assert_ne!(after.header("etag"), before.header("etag"));
    let read = without_tags(&after.text);
    assert!(
        read.contains("1 oktober 2025 Ny version av Sångcafé"),
        "the newest first: {read}"
    );
    assert!(!after.text.contains("<i>"), "its name is no markup");
    assert!(after.text.contains("<a href=\"/1270/sangcafe\">"), "{}", after.text);
    // The feed and the page say the same.
    let feed = app.get("/municipalities/1270/changes").await;
    let titles = feed
        .text
        .split("<title>")
        .skip(2)
        .map(|rest| rest.split_once("</title>").expect("its end").0);
    for title in titles {
        assert!(after.text.contains(title), "{title}");
    }
    let english = open(&app, &format!("{PAGE}?lang=en")).await;
    assert_eq!(heading(&english), "Changes in the catalogue of Tomelilla");
}

async fn unknown_municipalities_have_none(engine: Engine) {
    let app = TestApp::start(engine).await;
    for unknown in ["/1290/changes", "/0000/changes"] {
        let refused = open(&app, unknown).await;
        assert_eq!(refused.status, 404, "{unknown}");
        assert!(refused.header("content-type").starts_with("text/html"), "{unknown}");
    }
}
