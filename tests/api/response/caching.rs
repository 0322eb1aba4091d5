//! What a cache may store, and when it revalidates.

use reqwest::Method;

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    an_etag_gives_304_until_something_changes,
    an_etag_changes_at_swedish_midnight,
    a_day_that_is_named_does_not_change_the_etag,
];

async fn an_etag_gives_304_until_something_changes(engine: Engine) {
    let app = TestApp::start(engine).await;
    for path in [
        "/municipalities",
        "/municipalities/1270",
        "/municipalities/1270/insatser",
        "/municipalities/1270/insatser/rebus",
        "/municipalities/1270/insatser/rebus/criteria",
        "/facts",
        "/problems",
        "/openapi.json",
        "/openapi.yaml",
    ] {
        let first = app.get(path).await;
        let etag = first.header("etag");
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{path}: {etag}");
        assert_eq!(first.header("cache-control"), "public, no-cache", "{path}");
        let weak = format!("\"other\", W/{etag}");
        for sent in [etag, &weak, "*"] {
            let again = app.send(Method::GET, path, &[("if-none-match", sent)], None).await;
            assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""), "{path}");
            assert_eq!(again.header("etag"), etag);
        }
        let other = app
            .send(Method::GET, path, &[("if-none-match", "\"other\"")], None)
            .await;
        assert_eq!(other.status, 200, "{path}");
    }
    let yaml = app.get("/openapi.yaml").await;
    assert_ne!(yaml.header("etag"), app.get("/openapi.json").await.header("etag"));
}

async fn an_etag_changes_at_swedish_midnight(engine: Engine) {
    let app = TestApp::start(engine).await;
    app.now("2025-10-25T21:59:59Z");
    let before = app.get("/municipalities/1270/insatser/rebus").await;
    assert!(before.header("etag").contains("2025-10-25"));
    app.now("2025-10-25T22:00:00Z");
    let after = app.get("/municipalities/1270/insatser/rebus").await;
    assert!(after.header("etag").contains("2025-10-26"));
}

async fn a_day_that_is_named_does_not_change_the_etag(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/insatser/rebus?asOf=2025-09-01";
    let before = app.get(path).await;
    app.now("2026-10-01T10:00:00Z");
    let after = app.get(path).await;
    assert_eq!(before.header("etag"), after.header("etag"));
    assert_eq!(before.text, after.text);
}
