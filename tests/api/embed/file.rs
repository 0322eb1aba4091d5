//! The component's file, and what a page of another origin needs to run it.

use reqwest::Method;

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::command::{out, program};
use crate::tests;

tests![
    a_file_is_kept_for_good_at_the_address_with_its_hash,
    the_newest_file_is_asked_for_again,
    a_page_of_another_origin_runs_the_file_and_asks,
    an_unknown_file_is_not_found,
    the_file_is_compressed_below_its_limit,
];

const LATEST: &str = "/embed/insatser.js";
const SITE: (&str, &str) = ("origin", "https://www.tomelilla.example");

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Answered {
    app.send_anywhere(Method::GET, path, headers, None).await
}

/// The address with the hash, as the command prints it.
fn fixed() -> String {
    let printed = out(&program(
        "sqlite:unused.db",
        &["embed", "--url", "https://api.example.se"],
    ));
    let (_, after) = printed.split_once("src=\"https://api.example.se").expect("an address");
    after.split('"').next().expect("its end").to_owned()
}

async fn a_file_is_kept_for_good_at_the_address_with_its_hash(engine: Engine) {
    let app = TestApp::start(engine).await;
    let file = get(&app, &fixed(), &[SITE]).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(file.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.text.contains("customElements.define"));
}

async fn the_newest_file_is_asked_for_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    let file = get(&app, LATEST, &[]).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("cache-control"), "public, max-age=300");
    assert_eq!(file.text, get(&app, &fixed(), &[]).await.text);
    let tag = file.header("etag");
    let again = get(&app, LATEST, &[("if-none-match", tag)]).await;
    assert_eq!(again.status, 304);
    assert_eq!(again.header("cache-control"), "public, max-age=300");
    let posted = app.send_anywhere(Method::POST, LATEST, &[], None).await;
    assert_eq!(
        (posted.status.as_u16(), posted.header("allow")),
        (405, "GET, HEAD, OPTIONS")
    );
    let asked = get(&app, "/embed/insatser.js?kommunkod=1270", &[]).await;
    assert_eq!(asked.status, 400, "no parameter is ignored");
}

async fn a_page_of_another_origin_runs_the_file_and_asks(engine: Engine) {
    let app = TestApp::start(engine).await;
    // A cache may answer other pages with what it stored for a request without an origin.
    for headers in [&[SITE][..], &[]] {
        let file = get(&app, &fixed(), headers).await;
        assert_eq!(file.header("access-control-allow-origin"), "*", "{headers:?}");
        assert_eq!(
            file.header("cross-origin-resource-policy"),
            "cross-origin",
            "{headers:?}"
        );
    }
    let preflight = [
        SITE,
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let path = "/insatskatalog/v1/municipalities/1270/insatser/trygghetslarm/eligibility";
    let allowed = app.send_anywhere(Method::OPTIONS, path, &preflight, None).await;
    assert!(allowed.status.is_success());
    assert_eq!(allowed.header("access-control-allow-origin"), "*");
}

async fn an_unknown_file_is_not_found(engine: Engine) {
    let app = TestApp::start(engine).await;
    for path in [
        "/embed/0000000000000000/insatser.js",
        "/embed/insatser",
        "/embed/x/other.js",
        "/embed/",
    ] {
        assert_eq!(get(&app, path, &[]).await.status, 404, "{path}");
    }
}

async fn the_file_is_compressed_below_its_limit(engine: Engine) {
    let app = TestApp::start(engine).await;
    for coding in ["gzip", "br"] {
        let file = get(&app, LATEST, &[("accept-encoding", coding)]).await;
        assert_eq!(file.header("content-encoding"), coding);
        let bytes: usize = file.header("content-length").parse().expect("a length");
        assert!(bytes <= 30_000, "{coding}: {bytes}");
    }
}
