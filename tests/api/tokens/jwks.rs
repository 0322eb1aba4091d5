//! An issuer's JWKS endpoint: a real server whose answers a test sets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::issuer::{Key, claims, jwks};

/// An operation that needs a token.
pub const PATH: &str = "/municipalities/1270/audit-events";

/// An issuer's JWKS endpoint.
pub struct Endpoint {
    answer: Arc<Mutex<Answer>>,
    fetches: Arc<AtomicUsize>,
    pub url: String,
    handle: actix_web::dev::ServerHandle,
}

/// The answer.
#[derive(Clone)]
struct Answer {
    status: u16,
    text: String,
    location: String,
    after: Duration,
}

impl Endpoint {
    pub fn start() -> Self {
        let answer = Arc::new(Mutex::new(Answer {
            status: 200,
            text: jwks(&[]).to_string(),
            location: String::new(),
            after: Duration::ZERO,
        }));
        let fetches = Arc::new(AtomicUsize::new(0));
        let (shared, counted) = (Arc::clone(&answer), Arc::clone(&fetches));
        let server = HttpServer::new(move || {
            let (shared, counted) = (Arc::clone(&shared), Arc::clone(&counted));
            App::new().default_service(web::to(move || {
                counted.fetch_add(1, Ordering::SeqCst);
                let answer = shared.lock().expect("not poisoned").clone();
                async move {
                    tokio::time::sleep(answer.after).await;
                    HttpResponse::build(StatusCode::from_u16(answer.status).expect("a status"))
                        .insert_header(("location", answer.location))
                        .body(answer.text)
                }
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

    pub fn publishes(&self, keys: &[&Key]) {
        self.answers(200, &jwks(keys).to_string());
    }

    pub fn answers(&self, status: u16, text: &str) {
        let mut answer = self.answer.lock().expect("not poisoned");
        text.clone_into(&mut answer.text);
        answer.status = status;
    }

    /// Redirects to another address.
    pub fn redirects_to(&self, url: &str) {
        url.clone_into(&mut self.answer.lock().expect("not poisoned").location);
        self.answers(302, "");
    }

    /// Answers after a delay.
    pub fn is_slow(&self, after: Duration) {
        self.answer.lock().expect("not poisoned").after = after;
    }

    /// The number of requests.
    pub fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    /// A service that accepts these keys after one fetch.
    pub async fn service(&self, engine: Engine) -> TestApp {
        let settings = [
            ("INSATSKATALOG_JWKS_FILE", ""),
            ("INSATSKATALOG_JWKS_URL", self.url.as_str()),
        ];
        let before = self.fetches();
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        // The keys are fetched at start.
        while self.fetches() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        app
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

/// The claims of a token that is valid during any test.
pub fn good() -> Value {
    let mut claims = claims("audit:read", &["1270"]);
    claims["exp"] = json!(4_000_000_000_u64);
    claims
}

/// The status of the answer to a token of a key.
pub async fn status(app: &TestApp, key: &Key) -> u16 {
    app.get_as(&key.sign(&key.header(), &good()), PATH)
        .await
        .status
        .as_u16()
}
