//! The issuer's keys: fetched over HTTP from a real server, rotated, removed, away.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::{App, HttpResponse, HttpServer, web};
use jsonwebtoken::{Algorithm, Header};
use serde_json::{Value, json};

use crate::app::{Database, Engine, TestApp};
use crate::issuer::{Key, claims, jwks};
use crate::tests;

tests![
    every_algorithm_is_verified,
    a_new_key_is_believed_without_a_failed_request,
    a_removed_key_is_refused_after_the_next_fetch,
    many_unknown_keys_cause_few_fetches,
    keys_serve_for_a_day_while_they_cannot_be_fetched,
    without_keys_only_what_is_public_is_served,
    a_key_set_that_is_too_large_or_elsewhere_is_not_taken,
];

const PATH: &str = "/municipalities/1270/audit-events";

/// An issuer's JWKS endpoint.
struct Endpoint {
    answer: Arc<Mutex<(u16, String)>>,
    fetches: Arc<AtomicUsize>,
    url: String,
    handle: actix_web::dev::ServerHandle,
}

impl Endpoint {
    fn start() -> Self {
        let answer = Arc::new(Mutex::new((200, jwks(&[]).to_string())));
        let fetches = Arc::new(AtomicUsize::new(0));
        let (told, counted) = (Arc::clone(&answer), Arc::clone(&fetches));
        let server = HttpServer::new(move || {
            let (told, counted) = (Arc::clone(&told), Arc::clone(&counted));
            App::new().default_service(web::to(move || {
                counted.fetch_add(1, Ordering::SeqCst);
                let (status, text) = told.lock().expect("not poisoned").clone();
                let status = actix_web::http::StatusCode::from_u16(status).expect("a status");
                let mut response = HttpResponse::build(status);
                response.insert_header(("location", "http://127.0.0.1:1/jwks"));
                async move { response.body(text) }
            }))
        });
        let server = server
            .workers(1)
            .disable_signals()
            .bind(("127.0.0.1", 0))
            .expect("binds");
        let url = format!("http://{}/jwks", server.addrs()[0]);
        let server = server.run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            answer,
            fetches,
            url,
            handle,
        }
    }

    fn publishes(&self, keys: &[&Key]) {
        self.answers(200, &jwks(keys).to_string());
    }

    fn answers(&self, status: u16, text: &str) {
        *self.answer.lock().expect("not poisoned") = (status, text.to_owned());
    }

    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    async fn service(&self, engine: Engine) -> TestApp {
        let settings = [
            ("INSATSKATALOG_JWKS_FILE", ""),
            ("INSATSKATALOG_JWKS_URL", self.url.as_str()),
        ];
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        // The keys are fetched at start.
        while self.fetches() == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        app
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

fn good() -> Value {
    let mut claims = claims("audit:read", &["1270"]);
    claims["exp"] = json!(4_000_000_000_u64);
    claims
}

async fn status(app: &TestApp, key: &Key) -> u16 {
    app.get_as(&key.sign(&key.header(), &good()), PATH)
        .await
        .status
        .as_u16()
}

async fn every_algorithm_is_verified(engine: Engine) {
    let endpoint = Endpoint::start();
    let keys = [
        Key::ed25519("ed"),
        Key::p256("ec"),
        Key::rsa("rs", Algorithm::RS256),
        Key::rsa("ps", Algorithm::PS256),
    ];
    endpoint.publishes(&keys.iter().collect::<Vec<_>>());
    let app = endpoint.service(engine).await;
    for key in &keys {
        assert_eq!(status(&app, key).await, 200, "{}", key.id);
        // Under another key's id, or with another family's algorithm, it is nobody's.
        let confused = Header {
            kid: Some(if key.id == "ed" { "ec" } else { "ed" }.into()),
            ..Header::new(key.algorithm)
        };
        assert_eq!(
            app.get_as(&key.sign(&confused, &good()), PATH).await.status,
            401,
            "{}",
            key.id
        );
    }
    let odd = Header {
        kid: Some("rs".into()),
        ..Header::new(Algorithm::RS384)
    };
    assert_eq!(app.get_as(&keys[2].sign(&odd, &good()), PATH).await.status, 401);
}

async fn a_new_key_is_believed_without_a_failed_request(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new) = (Key::ed25519("old"), Key::ed25519("new"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &old).await, 200);
    app.now("2025-10-01T10:05:00Z");
    endpoint.publishes(&[&old, &new]);
    // Many at once with the new key: one fetch, and none of them fails.
    let before = endpoint.fetches();
    let asked = (0..20).map(|_| status(&app, &new));
    for answered in futures_util::future::join_all(asked).await {
        assert_eq!(answered, 200);
    }
    assert_eq!(endpoint.fetches() - before, 1);
    assert_eq!(status(&app, &old).await, 200);
}

async fn a_removed_key_is_refused_after_the_next_fetch(engine: Engine) {
    let endpoint = Endpoint::start();
    let (old, new) = (Key::ed25519("old"), Key::ed25519("new"));
    endpoint.publishes(&[&old]);
    let app = endpoint.service(engine).await;
    assert_eq!(status(&app, &old).await, 200);
    endpoint.publishes(&[&new]);
    app.now("2025-10-01T10:05:00Z");
    // Somebody comes with the new key: it is fetched, and the old one is gone at once.
    assert_eq!(status(&app, &new).await, 200);
    assert_eq!(status(&app, &old).await, 401);
}

async fn many_unknown_keys_cause_few_fetches(engine: Engine) {
    let endpoint = Endpoint::start();
    let key = Key::ed25519("known");
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    app.now("2025-10-01T10:01:00Z");
    let asked = (0..500).map(|at| {
        let header = Header {
            kid: Some(format!("random-{at}")),
            ..key.header()
        };
        let token = key.sign(&header, &good());
        let app = &app;
        async move { app.get_as(&token, PATH).await.status }
    });
    let answered = futures_util::future::join_all(asked).await;
    assert!(answered.iter().all(|status| *status == 401));
    assert!(endpoint.fetches() <= 2, "{} fetches", endpoint.fetches());
    assert_eq!(status(&app, &key).await, 200);
}

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
    // As soon as the issuer is back, so is the rest.
    endpoint.publishes(&[&key]);
    app.now("2025-10-01T10:00:03Z");
    assert_eq!(status(&app, &key).await, 200);
}

async fn a_key_set_that_is_too_large_or_elsewhere_is_not_taken(engine: Engine) {
    let endpoint = Endpoint::start();
    let (key, other) = (Key::ed25519("k"), Key::ed25519("other"));
    endpoint.publishes(&[&key]);
    let app = endpoint.service(engine).await;
    let mut large = jwks(&[&other]);
    large["padding"] = json!("x".repeat(300_000));
    for (minute, (code, text)) in [(200, large.to_string()), (302, String::new()), (200, "{}".into())]
        .into_iter()
        .enumerate()
    {
        app.now(&format!("2025-10-01T11:0{minute}:00Z"));
        endpoint.answers(code, &text);
        assert_eq!(status(&app, &other).await, 401, "{code}");
        assert_eq!(status(&app, &key).await, 200, "the last good keys serve");
    }
}
