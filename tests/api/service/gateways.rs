//! HTTP through gateways: lists of tags and languages, addresses of clients, problems of the proxy, and addresses that
//! people try.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, editor};
use crate::tests;

tests![
    long_lists_of_tags_are_read_in_time,
    the_connection_layer_answers_without_a_body,
    the_language_is_the_first_of_equals,
    each_client_behind_a_proxy_waits_by_itself,
    no_client_claims_the_address_of_another,
    the_proxy_answers_with_problems_of_the_service,
    addresses_that_people_try,
];

async fn long_lists_of_tags_are_read_in_time(engine: Engine) {
    let app = TestApp::start(engine).await;
    let tag = app.get(ALARM).await.header("etag").to_owned();
    let others: Vec<String> = (0..10_000).map(|at| format!("\"a{at}\"")).collect();
    let others = others.join(",");
    let known = format!("{others},{tag}");
    let begun = Instant::now();
    for (list, status) in [(&known, 304), (&others, 200)] {
        let answered = app.send(Method::GET, ALARM, &[("if-none-match", list)], None).await;
        assert_eq!(answered.status, status);
    }
    let object = app.get_json(ALARM).await;
    for (list, status) in [(&others, 412), (&known, 200)] {
        let answered = app.put_as(&editor("1270"), ALARM, ("if-match", list), &object).await;
        assert_eq!(answered.status, status, "{}", answered.text);
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

/// What HTTP itself refuses, before the service sees it.
async fn the_connection_layer_answers_without_a_body(engine: Engine) {
    let app = TestApp::start(engine).await;
    let tags = "\"7.2025-09-01.0a1b2c3d.json-1a2b\",".repeat(4000);
    for (request, status) in [
        (format!("GET {BASE}/facts HTTP/1.1\r\nIf-None-Match: {tags}"), 431),
        (
            format!("GET {BASE}/insatser?q=\u{e4}ldre HTTP/1.1\r\nHost: api.example.se\r\n\r\n"),
            400,
        ),
    ] {
        let address = app.origin.trim_start_matches("http://").to_owned();
        let answer = tokio::task::spawn_blocking(move || {
            let mut connection = TcpStream::connect(&address).expect("connects");
            connection.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
            connection.write_all(request.as_bytes()).expect("sent");
            let mut answer = Vec::new();
            // The connection may end with a reset after the answer.
            let _ = connection.read_to_end(&mut answer);
            String::from_utf8_lossy(&answer).into_owned()
        });
        let answer = answer.await.expect("answered");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "without a body: {answer}");
    }
    assert_eq!(app.get("/facts").await.status, 200);
}

async fn the_language_is_the_first_of_equals(engine: Engine) {
    let app = TestApp::start(engine).await;
    let long = format!("{}sv;q=0.1", "x-klingon;q=0.3,".repeat(500));
    let longest = "en;q=0.1,".repeat(900) + "sv";
    for (accepted, language) in [
        ("sv, en", "sv"),
        ("en, sv", "en"),
        ("sv;q=0.8, en;q=0.8", "sv"),
        ("en;q=.8, sv;q=.8", "en"),
        ("sv;q=0.8, en", "en"),
        ("fi, sv-FI, en-GB", "sv"),
        ("sv;q=0, *", "en"),
        ("sv;q=0", "en"),
        ("*", "en"),
        ("sv, *", "sv"),
        ("sv;q=0.5, *", "en"),
        ("en;q=0, sv;q=0.1", "sv"),
        ("sv;q=nan, en;q=0.9", "sv"),
        (&long, "sv"),
        (&longest, "sv"),
    ] {
        let begun = Instant::now();
        let headers = [("accept-language", accepted)];
        let answered = app.send(Method::GET, "/municipalities?page=0", &headers, None).await;
        assert_eq!(answered.status, 400, "there is no page 0");
        assert_eq!(answered.header("content-language"), language, "{accepted}");
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

async fn each_client_behind_a_proxy_waits_by_itself(engine: Engine) {
    let settings = [
        ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.0/8,10.0.0.0/8"),
        ("INSATSKATALOG_MAX_WAITING_PER_CLIENT", "2"),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let mut answers = join_all([
        wait(&app, &[("x-forwarded-for", "192.0.2.1")]),
        wait(&app, &[("x-forwarded-for", "192.0.2.77, 192.0.2.1:4711, 10.0.0.7")]),
        // The third of one client.
        wait(&app, &[("forwarded", "for=\"[::ffff:192.0.2.1]:80\"")]),
        wait(&app, &[("x-forwarded-for", "192.0.2.2")]),
        wait(&app, &[("forwarded", "for=\"[2001:db8::1]:4711\"")]),
    ])
    .await;
    assert_eq!(answers.split_off(3), [200, 200]);
    answers.sort_unstable();
    assert_eq!(answers, [200, 200, 429]);
}

/// The status of a request that waits for a change, and gets none.
async fn wait(app: &TestApp, headers: &[(&str, &str)]) -> u16 {
    let answered = app.send(Method::GET, "/changes?after=61&wait=2", headers, None);
    answered.await.status.as_u16()
}

/// A proxy appends to one header what it knows, and passes on the other as the client wrote it. A client that claims
/// another address in each request gets no more places.
async fn no_client_claims_the_address_of_another(engine: Engine) {
    let trusted = ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.0/8");
    let most = ("INSATSKATALOG_MAX_WAITING_PER_CLIENT", "2");
    let claims = [1, 2, 3].map(|number| format!("for=192.0.2.{number}"));
    let claiming = |at: usize| [("forwarded", claims[at].as_str()), ("x-forwarded-for", "198.51.100.7")];
    let other = [("forwarded", "for=192.0.2.9"), ("x-forwarded-for", "198.51.100.8")];
    for (header, most_refused) in [
        ("X-Forwarded-For", 1),
        // It is not known which header the proxy wrote, so all its clients have the places of one.
        ("", 2),
    ] {
        let settings = [trusted, most, ("INSATSKATALOG_FORWARDED_HEADER", header)];
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        let sent = [claiming(0), claiming(1), claiming(2), other];
        let answers = join_all(sent.iter().map(|headers| wait(&app, headers))).await;
        let refused = answers.iter().filter(|status| **status == 429).count();
        assert_eq!(refused, most_refused, "{header}: {answers:?}");
    }
}

/// What the proxy answers itself has the code, status and English texts of the table of problems.
async fn the_proxy_answers_with_problems_of_the_service(engine: Engine) {
    const CONFIGURATION: &str = include_str!("../../../deploy/nginx.conf");
    let app = TestApp::start(engine).await;
    let returned = CONFIGURATION
        .lines()
        .filter_map(|line| line.trim().strip_prefix("return ")?.split_once(' '));
    let mut codes = Vec::new();
    for (status, body) in returned {
        let body = body.trim_matches([';', '\'']);
        let problem: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(problem["status"].to_string(), status);
        let code = problem["code"].as_str().expect("a code");
        let entry = app.get_json(&format!("/problems/{code}")).await;
        for (written, listed) in [("title", &entry["title"]["en"]), ("detail", &entry["remedy"]["en"])] {
            assert_eq!(&problem[written], listed, "{code}");
        }
        assert_eq!(problem["status"], entry["status"], "{code}");
        codes.push(code.to_owned());
    }
    assert_eq!(
        codes,
        ["malformedRequest", "headersTooLarge", "contentTooLarge", "unavailable"]
    );
}

async fn addresses_that_people_try(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = async |path: &str| app.send_anywhere(Method::GET, path, &[], None).await;
    let info = app.get_json("/api-info").await;
    assert_eq!(get(BASE).await.json(), info);
    assert_eq!(get(&format!("{BASE}/")).await.json(), info);
    let health = get("/health").await;
    assert_eq!(
        health.json(),
        json!({"live": "https://api.example.se/health/live", "ready": "https://api.example.se/health/ready"})
    );
    assert_eq!(get("/health/").await.json(), health.json());
    assert_eq!(get("/health/live/").await.json(), json!({"status": "live"}));
    let list = get(&format!("{BASE}/municipalities/?limit=2&page=1")).await;
    assert_eq!((list.status.as_u16(), &list.json()["_meta"]["limit"]), (200, &json!(2)));
    assert_eq!(
        get(&format!("{BASE}/municipalities/1270//")).await.json()["kommunkod"],
        "1270"
    );
    // The method and the body go along.
    let question = json!({"asOf": "2025-09-01"}).to_string().into_bytes();
    let json = [("content-type", "application/json")];
    let path = format!("{BASE}{ALARM}/eligibility/");
    let asked = app.send_anywhere(Method::POST, &path, &json, Some(question)).await;
    assert_eq!(
        (asked.status.as_u16(), &asked.json()["asOf"]),
        (200, &json!("2025-09-01"))
    );
    for path in ["/nothing/", "//", "//example.org/", "/health/nothing/"] {
        assert_eq!(get(path).await.json()["code"], "unknownPath", "{path}");
    }
    let posted = app.send_anywhere(Method::POST, BASE, &[], None).await;
    assert_eq!(
        (posted.status.as_u16(), posted.header("allow")),
        (405, "GET, HEAD, OPTIONS")
    );
}
