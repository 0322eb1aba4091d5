//! Problems with the issuer's keys: missing, slow, too large, elsewhere, in the token; callers who hang up.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use jsonwebtoken::Header;
use serde_json::json;

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::process::Process;
use crate::issuer::{AUDIENCE, ISSUER, Key, jwks};
use crate::tests;
use crate::tokens::jwks::{Endpoint, PATH, good, status};

tests![
    keys_serve_for_a_day_while_they_cannot_be_fetched,
    without_keys_only_what_is_public_is_served,
    a_key_set_that_is_too_large_or_elsewhere_is_not_taken,
    the_first_key_set_is_not_taken_from_anywhere_either,
    a_slow_issuer_is_given_up_after_five_seconds,
    those_who_hang_up_cause_one_fetch,
    a_key_in_the_token_itself_is_not_believed,
    the_log_says_why_keys_are_missing,
];

async fn keys_serve_for_a_day_while_they_cannot_be_fetched(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("k");
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    endpoint.answers(500, "");
    app.now("2025-10-02T09:59:00Z");
    assert_eq!(status(&app, &key).await, 200);
    app.now("2025-10-02T10:01:00Z");
    let answered = app.get_as(&key.sign(&key.header(), &good()), PATH).await;
    assert_eq!(answered.status, 503);
    assert!(!answered.header("retry-after").is_empty());
    assert_eq!(app.get("/municipalities/1270").await.status, 200);
    endpoint.publishes(&[&key]);
    app.now("2025-10-02T10:02:00Z");
    assert_eq!(status(&app, &key).await, 200);
}

async fn without_keys_only_what_is_public_is_served(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("k");
    endpoint.answers(503, "");
    let app = endpoint.service(engine).await;
    assert_eq!(app.get("/municipalities/1270/insatser").await.status, 200);
    let answered = app.get_as(&key.sign(&key.header(), &good()), PATH).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (503, &json!("unavailable"))
    );
    // Everything else works again as soon as the issuer does.
    endpoint.publishes(&[&key]);
    app.now("2025-10-01T10:00:03Z");
    assert_eq!(status(&app, &key).await, 200);
}

async fn a_key_set_that_is_too_large_or_elsewhere_is_not_taken(engine: Engine) {
    let (endpoint, elsewhere) = (Endpoint::start(), Endpoint::start());
    let (key, other) = (Key::ed25519("k"), Key::ed25519("other"));
    endpoint.publishes(&[&key]);
    elsewhere.publishes(&[&key, &other]);
    let app = endpoint.service(engine).await;
    let answers: [&dyn Fn(); 3] = [
        &|| endpoint.answers(200, &too_large(&other)),
        &|| {
            endpoint.redirects_to(&elsewhere.url);
        },
        &|| endpoint.answers(200, "{}"),
    ];
    for (at, answer) in answers.iter().enumerate() {
        app.now(&format!("2025-10-01T11:0{at}:00Z"));
        answer();
        let before = endpoint.fetches();
        assert_eq!(status(&app, &other).await, 401, "{at}");
        assert_eq!(endpoint.fetches() - before, 1, "{at}");
        assert_eq!(status(&app, &key).await, 200, "the last good keys serve");
    }
    assert_eq!(elsewhere.fetches(), 0);
}

async fn the_first_key_set_is_not_taken_from_anywhere_either(engine: Engine) {
    let (endpoint, elsewhere) = (Endpoint::start(), Endpoint::start());
    let key = Key::ed25519("k");
    elsewhere.publishes(&[&key]);
    let answers: [&dyn Fn(); 2] = [&|| endpoint.answers(200, &too_large(&key)), &|| {
        endpoint.redirects_to(&elsewhere.url);
    }];
    for (at, answer) in answers.iter().enumerate() {
        answer();
        let app = endpoint.service(engine).await;
        assert_eq!(status(&app, &key).await, 503, "{at}");
        app.now("2025-10-01T10:00:03Z");
        assert_eq!(status(&app, &key).await, 503, "{at}");
        assert_eq!(app.get("/municipalities/1270").await.status, 200, "{at}");
    }
    assert_eq!(elsewhere.fetches(), 0);
}

/// A key set with a key, and more bytes than are read.
fn too_large(key: &Key) -> String {
    let mut large = jwks(&[key]);
    large["padding"] = json!("x".repeat(300_000));
    large.to_string()
}

async fn a_slow_issuer_is_given_up_after_five_seconds(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("k");
    endpoint.publishes(&[&key]);
    endpoint.is_slow(Duration::from_secs(30));
    let begun = Instant::now();
    let app = endpoint.service(engine).await;
    assert_eq!(app.get("/municipalities/1270").await.status, 200);
    // The issuer needs 30 seconds. A busy machine needs more than its five for the rest.
    assert!(
        begun.elapsed() < Duration::from_secs(20),
        "what is public does not wait"
    );
    assert_eq!(status(&app, &key).await, 503);
    let waited = begun.elapsed();
    assert!(
        waited > Duration::from_secs(4) && waited < Duration::from_secs(20),
        "{waited:?}"
    );
    assert_eq!(endpoint.fetches(), 1);
    endpoint.is_slow(Duration::ZERO);
    app.now("2025-10-01T10:00:03Z");
    assert_eq!(status(&app, &key).await, 200);
}

async fn the_log_says_why_keys_are_missing(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let endpoint = Endpoint::start();
    let key = Key::ed25519("k");
    let large = too_large(&key);
    let nobody = Endpoint::start().url.clone();
    let path = format!("{BASE}{PATH}");
    let bearer = format!("Bearer {}", key.sign(&key.header(), &good()));
    for (url, status, body, why) in [
        (&endpoint.url, 500, "", "the answer has the status 500"),
        (&endpoint.url, 200, "<html>", "the answer is not a JWKS"),
        (&endpoint.url, 200, &*large, "the answer is larger than 256 KiB"),
        (&nobody, 200, "", "no connection to the issuer"),
    ] {
        endpoint.answers(status, body);
        let process = Process::start(&[
            ("DATABASE_URL", &database.url),
            ("INSATSKATALOG_JWKS_URL", url),
            ("INSATSKATALOG_JWT_ISSUER", ISSUER),
            ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
        ]);
        let begun = Instant::now();
        let line = format!("the keys of the issuer could not be fetched: {why}");
        // The issuer answers on this thread, so the first fetch, while the process starts, may get no answer.
        while !process.log().contains(&line) {
            let answered = process.status(&path, &[("authorization", &bearer)]).await;
            assert_eq!(answered, 503, "{line}");
            assert!(begun.elapsed() < PATIENCE, "{line}: {}", process.log());
        }
    }
}

async fn those_who_hang_up_cause_one_fetch(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("known");
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    app.now("2025-10-01T10:01:00Z");
    endpoint.is_slow(Duration::from_millis(800));
    let before = endpoint.fetches();
    let unknown = |at: usize| {
        let header = Header {
            kid: Some(format!("random-{at}")),
            ..key.header()
        };
        key.sign(&header, &good())
    };
    for at in 0..8 {
        hang_up(&app, &unknown(at)).await;
    }
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(
        endpoint.fetches() - before,
        1,
        "the first goes on, the others wait for it"
    );
    // The service knows that it fetched the keys, although nobody waited for the result.
    endpoint.is_slow(Duration::ZERO);
    app.now("2025-10-01T10:01:29Z");
    assert_eq!(app.get_as(&unknown(8), PATH).await.status, 401);
    assert_eq!(endpoint.fetches() - before, 1);
    assert_eq!(status(&app, &key).await, 200);
}

/// Asks, and resets the connection before there is an answer.
async fn hang_up(app: &TestApp, token: &str) {
    let host = app.origin.trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).expect("connects");
    let asked = format!("GET {BASE}{PATH} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n");
    connection.write_all(asked.as_bytes()).expect("written");
    tokio::time::sleep(Duration::from_millis(60)).await;
    let socket = socket2::SockRef::from(&connection);
    socket.set_linger(Some(Duration::ZERO)).expect("set");
    drop(connection);
    tokio::time::sleep(Duration::from_millis(20)).await;
}

async fn a_key_in_the_token_itself_is_not_believed(engine: Engine) {
    let endpoint = Endpoint::start();
    let (key, other) = (Key::ed25519("k"), Key::ed25519("other"));
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    for signer in [&key, &other] {
        for id in [Some("k"), Some("other"), None] {
            let header = Header {
                kid: id.map(str::to_owned),
                jwk: Some(serde_json::from_value(signer.jwk.clone()).expect("a JWK")),
                ..Header::new(signer.algorithm)
            };
            let answered = app.get_as(&signer.sign(&header, &good()), PATH).await;
            // The issuer's own key is found without it; any other is unknown, even with a valid signature.
            let is_issuers = signer.id == "k" && id != Some("other");
            assert_eq!(
                answered.status,
                if is_issuers { 200 } else { 401 },
                "{} {id:?}",
                signer.id
            );
        }
    }
}
