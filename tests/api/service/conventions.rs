//! What holds for every route: caching, traces, methods, origins, health, pages outside the API.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::tests;

tests![
    an_etag_gives_304_until_something_changes,
    an_etag_changes_at_swedish_midnight,
    a_day_that_is_named_does_not_change_the_etag,
    a_trace_is_taken_up_or_begun,
    head_is_get_without_body,
    options_tells_the_methods,
    web_pages_of_any_origin_may_read,
    links_use_the_address_the_client_used,
    a_forwarded_host_is_believed_from_trusted_proxies_only,
    the_service_tells_its_health,
    pages_outside_the_api,
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

async fn a_trace_is_taken_up_or_begun(engine: Engine) {
    let app = TestApp::start(engine).await;
    let sent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    let answered = app
        .send(
            Method::GET,
            "/api-info",
            &[("traceparent", sent), ("tracestate", "a=b")],
            None,
        )
        .await;
    let given = answered.header("traceparent");
    assert!(
        given.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && given.ends_with("-00"),
        "{given}"
    );
    assert_ne!(given, sent, "a span of its own");
    assert_eq!(answered.header("tracestate"), "");
    let one = app.get("/api-info").await.header("traceparent").to_owned();
    let two = app
        .send(Method::GET, "/api-info", &[("traceparent", "nonsense")], None)
        .await;
    assert_ne!(one, two.header("traceparent"));
}

async fn head_is_get_without_body(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = app.get("/municipalities/1270").await;
    let head = app.send(Method::HEAD, "/municipalities/1270", &[], None).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    assert_eq!(head.header("etag"), get.header("etag"));
    assert_eq!(head.header("content-length"), get.text.len().to_string());
    assert_eq!(
        app.send(Method::HEAD, "/municipalities/9999", &[], None).await.status,
        404
    );
}

async fn options_tells_the_methods(engine: Engine) {
    let app = TestApp::start(engine).await;
    let options = async |path: &str| app.send_anywhere(Method::OPTIONS, path, &[], None).await;
    let answered = options(&format!("{BASE}/municipalities/1270")).await;
    assert_eq!(
        (answered.status.as_u16(), answered.header("allow")),
        (204, "GET, PUT, HEAD, OPTIONS")
    );
    let answered = options(&format!("{BASE}/municipalities/1270/insatser/rebus/eligibility")).await;
    assert_eq!(
        (answered.status.as_u16(), answered.header("allow")),
        (204, "POST, OPTIONS")
    );
    assert_eq!(options("/health/live").await.header("allow"), "GET, HEAD, OPTIONS");
    assert_eq!(options("/nothing").await.status, 404);
}

async fn web_pages_of_any_origin_may_read(engine: Engine) {
    let app = TestApp::start(engine).await;
    let origin = ("origin", "https://www.tomelilla.example");
    let read = app.send(Method::GET, "/municipalities/1270", &[origin], None).await;
    assert_eq!(read.header("access-control-allow-origin"), "*");
    assert_eq!(read.header("access-control-allow-credentials"), "");
    let path = format!("{BASE}/municipalities/1270/insatser/rebus/eligibility");
    let preflight = [
        origin,
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answered = app.send_anywhere(Method::OPTIONS, &path, &preflight, None).await;
    assert!(answered.status.is_success());
    assert_eq!(answered.header("access-control-allow-origin"), "*");
    assert!(answered.header("access-control-allow-methods").contains("POST"));
    let refused = [origin, ("access-control-request-method", "DELETE")];
    let answered = app.send_anywhere(Method::OPTIONS, &path, &refused, None).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (400, &json!("crossOriginRefused"))
    );
    // What went wrong can be read too.
    for wrong in ["/municipalities/9999", "/municipalities?limit=0", "/nothing"] {
        let answered = app
            .send_anywhere(Method::GET, &format!("{BASE}{wrong}"), &[origin], None)
            .await;
        assert!(answered.status.is_client_error());
        assert_eq!(answered.header("access-control-allow-origin"), "*", "{wrong}");
    }
}

async fn links_use_the_address_the_client_used(engine: Engine) {
    let settings = [(
        "INSATSKATALOG_PUBLIC_URL",
        "https://api.example.se, https://katalog.example.org",
    )];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let first_link = async |host: &str| {
        let path = format!("{BASE}/municipalities/1270");
        let answered = app.send_anywhere(Method::GET, &path, &[("host", host)], None).await;
        answered.json()["_links"][0]["href"]
            .as_str()
            .expect("an address")
            .to_owned()
    };
    assert!(
        first_link("katalog.example.org")
            .await
            .starts_with("https://katalog.example.org/insatskatalog/v1/")
    );
    assert!(
        first_link("API.EXAMPLE.SE")
            .await
            .starts_with("https://api.example.se/")
    );
    assert!(
        first_link("katalog.example.org:443")
            .await
            .starts_with("https://katalog.example.org/")
    );
    assert!(
        first_link("evil.example.com")
            .await
            .starts_with("https://api.example.se/"),
        "never what a client invents"
    );
    let path = format!("{BASE}/municipalities/1270");
    let etag = async |host: &str| {
        let answered = app.send_anywhere(Method::GET, &path, &[("host", host)], None).await;
        answered.header("etag").to_owned()
    };
    assert_ne!(
        etag("katalog.example.org").await,
        etag("api.example.se").await,
        "the links differ"
    );
    let path = format!("{BASE}/openapi.json");
    let specification = app
        .send_anywhere(Method::GET, &path, &[("host", "katalog.example.org")], None)
        .await;
    assert_eq!(
        specification.json()["servers"][0]["url"],
        "https://katalog.example.org/insatskatalog/v1"
    );
}

async fn a_forwarded_host_is_believed_from_trusted_proxies_only(engine: Engine) {
    let urls = (
        "INSATSKATALOG_PUBLIC_URL",
        "https://api.example.se,https://katalog.example.org",
    );
    for (trusted, wanted) in [
        ("127.0.0.0/8", "https://katalog.example.org/"),
        ("10.0.0.0/8", "https://api.example.se/"),
    ] {
        let settings = [urls, ("INSATSKATALOG_TRUSTED_PROXIES", trusted)];
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        let forwarded = ("forwarded", "for=192.0.2.1;host=\"katalog.example.org\";proto=https");
        let answered = app.send(Method::GET, "/municipalities", &[forwarded], None).await;
        let href = answered.json()["_links"][0]["href"]
            .as_str()
            .expect("an address")
            .to_owned();
        assert!(href.starts_with(wanted), "{trusted}: {href}");
    }
}

async fn the_service_tells_its_health(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = async |path: &str| app.send_anywhere(Method::GET, path, &[], None).await;
    assert_eq!(get("/health/live").await.json(), json!({"status": "live"}));
    let ready = get("/health/ready").await;
    assert_eq!(ready.json()["status"], "ready");
    assert_eq!(ready.json()["catalogueRevision"], 41);
    assert_eq!(ready.header("cache-control"), "no-store");
}

async fn pages_outside_the_api(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = async |path: &str| app.send_anywhere(Method::GET, path, &[], None).await;
    let front = get("/").await;
    assert_eq!(front.header("content-type"), "text/html; charset=utf-8");
    assert!(
        front
            .text
            .contains("https://api.example.se/insatskatalog/v1/municipalities/1270")
    );
    assert!(
        front.text.contains("id=\"villkor\""),
        "the terms that the specification points to"
    );
    for link in [
        "/docs/",
        "/insatskatalog/v1/openapi.json",
        "/insatskatalog/v1/municipalities",
        "/health/ready",
    ] {
        assert!(front.text.contains(link), "{link}");
        assert_eq!(get(link).await.status, 200, "{link}");
    }
    assert!(get("/docs/").await.text.contains("swagger"));
    assert_eq!(get("/docs").await.status, 200, "leads to the documentation");
    assert_eq!(get("/nothing").await.json()["code"], "unknownPath");
    assert_eq!(get("/docs/nothing").await.json()["code"], "unknownPath");
}
