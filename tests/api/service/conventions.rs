//! Properties of every route: traces, methods, origins, health, pages outside the API.

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{BASE, Engine, TestApp};
use crate::tests;

tests![
    a_trace_is_taken_up_or_begun,
    head_is_get_without_body,
    options_lists_the_methods,
    web_pages_of_any_origin_may_read,
    the_service_reports_its_health,
    pages_outside_the_api,
];

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

async fn options_lists_the_methods(engine: Engine) {
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
    // A web page can read errors too.
    for wrong in ["/municipalities/9999", "/municipalities?limit=0", "/nothing"] {
        let answered = app
            .send_anywhere(Method::GET, &format!("{BASE}{wrong}"), &[origin], None)
            .await;
        assert!(answered.status.is_client_error());
        assert_eq!(answered.header("access-control-allow-origin"), "*", "{wrong}");
    }
}

async fn the_service_reports_its_health(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = async |path: &str| app.send_anywhere(Method::GET, path, &[], None).await;
    assert_eq!(get("/health/live").await.json(), json!({"status": "live"}));
    let ready = get("/health/ready").await;
    assert_eq!(ready.json()["status"], "ready");
    assert_eq!(ready.json()["catalogueRevision"], 61);
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
    assert_eq!(get("/docs").await.status, 200, "leads to the documentation");
    assert_eq!(get("/nothing").await.json()["code"], "unknownPath");
    assert_eq!(get("/docs/nothing").await.json()["code"], "unknownPath");
}
