//! What web pages of other origins may send and read.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;

use crate::fixtures::app::{Answered, BASE, Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, editor};
use crate::fixtures::specification::{is_readable, operations};
use crate::tests;

tests![
    web_pages_read_the_headers_of_answers,
    web_pages_send_what_the_specification_states,
    web_pages_of_other_origins_send_no_tokens,
    web_pages_of_listed_origins_may_send_tokens,
];

const LISTED: &str = "https://intranet.example.se";

async fn service(engine: Engine) -> TestApp {
    let settings = [(
        "INSATSKATALOG_CORS_ORIGINS",
        "https://Other.example.se:443,https://intranet.example.se/",
    )];
    TestApp::on(Database::with_catalogues(engine), &settings).await
}

async fn preflight(app: &TestApp, origin: &str, path: &str, method: &str, headers: &str) -> Answered {
    let sent = [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", headers),
    ];
    app.send_anywhere(Method::OPTIONS, &format!("{BASE}{path}"), &sent, None)
        .await
}

/// The words of a header that lists some.
fn listed(answered: &Answered, header: &str) -> BTreeSet<String> {
    let words = answered.header(header).split(',').map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// A path of the specification with the alarm of Tomelilla for its parameters.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{kommunkod}" => "1270",
        part if part.starts_with('{') => "trygghetslarm",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The headers that an operation accepts, as a browser asks for them: in order, in lower case, and without those that
/// every page may send.
fn request_headers(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().expect("parameters").iter();
    let stated = parameters.filter(|parameter| parameter["in"] == "header");
    let mut names: BTreeSet<String> = stated
        .map(|parameter| parameter["name"].as_str().expect("a name").to_lowercase())
        .filter(|name| name != "accept-language")
        .collect();
    if operation.get("requestBody").is_some() {
        names.extend(["content-encoding".to_owned(), "content-type".to_owned()]);
    }
    if operation.get("security").is_some() {
        names.insert("authorization".to_owned());
    }
    names.extend(["baggage".to_owned(), "tracestate".to_owned()]);
    names.into_iter().collect::<Vec<_>>().join(",")
}

/// Every test checks that the headers of each answer are exposed; see `fixtures::specification`.
async fn web_pages_read_the_headers_of_answers(engine: Engine) {
    let app = TestApp::start(engine).await;
    let origin = ("origin", "https://www.tomelilla.example");
    let read = app.send(Method::GET, "/municipalities", &[origin], None).await;
    let exposed = listed(&read, "access-control-expose-headers");
    let all: BTreeSet<String> = insatskatalog::http::EXPOSED.map(str::to_owned).into();
    assert_eq!(exposed, all);
    let refused = app
        .send(Method::GET, "/municipalities/1270/audit-events", &[origin], None)
        .await;
    assert_eq!(refused.status, 401);
    assert_eq!(listed(&refused, "access-control-expose-headers"), all);
    for (path, method, operation) in operations() {
        for (status, response) in operation["responses"].as_object().expect("responses") {
            for name in response["headers"]
                .as_object()
                .into_iter()
                .flat_map(serde_json::Map::keys)
            {
                assert!(is_readable(&name.to_lowercase()), "{method} {path} {status}: {name}");
            }
        }
    }
}

async fn web_pages_send_what_the_specification_states(engine: Engine) {
    let app = service(engine).await;
    let mut used = BTreeSet::new();
    for (path, method, operation) in operations() {
        let (method, headers) = (method.to_uppercase(), request_headers(operation));
        let asked = preflight(&app, LISTED, &filled(&path), &method, &headers).await;
        assert_eq!(asked.status, 204, "{method} {path}");
        let methods = listed(&asked, "access-control-allow-methods");
        assert!(methods.contains(&method.to_lowercase()), "{method} {path}: {methods:?}");
        let allowed = listed(&asked, "access-control-allow-headers");
        let all_are = headers.split(',').all(|name| allowed.contains(name));
        assert!(all_are, "{method} {path}: {headers} in {allowed:?}");
        used.insert(method.to_lowercase());
        if operation.get("security").is_none() {
            let asked = preflight(&app, "https://www.tomelilla.example", &filled(&path), &method, &headers).await;
            assert!(asked.status.is_success(), "{method} {path}: {}", asked.text);
        }
    }
    // Nothing more: HEAD is a GET without the body.
    used.insert("head".to_owned());
    let asked = preflight(&app, LISTED, ALARM, "PUT", "if-match").await;
    assert_eq!(listed(&asked, "access-control-allow-methods"), used);
}

async fn web_pages_of_other_origins_send_no_tokens(engine: Engine) {
    let app = service(engine).await;
    for origin in [
        "https://intranet.example.se.evil.example",
        "http://intranet.example.se",
        "null",
    ] {
        for (method, headers) in [
            ("PUT", "content-type,if-match"),
            ("DELETE", "if-match"),
            ("GET", "authorization"),
        ] {
            let answered = preflight(&app, origin, ALARM, method, headers).await;
            assert_eq!(answered.json()["code"], "crossOriginRefused", "{origin} {method}");
        }
    }
}

async fn web_pages_of_listed_origins_may_send_tokens(engine: Engine) {
    let app = service(engine).await;
    for origin in [LISTED, "https://other.example.se"] {
        let answered = preflight(&app, origin, ALARM, "PUT", "authorization,if-match").await;
        assert_eq!(answered.status, 204, "{}", answered.text);
        assert_eq!(answered.header("access-control-allow-origin"), origin);
        assert_eq!(answered.header("access-control-allow-credentials"), "");
        assert!(answered.header("vary").contains("Origin"));
    }
    let object = app.get_json(ALARM).await;
    let token = format!("Bearer {}", editor("1270"));
    let headers = [
        ("origin", LISTED),
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
        ("if-match", "*"),
    ];
    let written = app
        .send(Method::PUT, ALARM, &headers, Some(object.to_string().into_bytes()))
        .await;
    assert_eq!(written.status, 200, "{}", written.text);
    assert_eq!(
        written.header("access-control-allow-origin"),
        "*",
        "the page may read the answer"
    );
}
