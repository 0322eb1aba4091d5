//! The service under test: its own database, its own clock, a real port, a real client.

use chrono::{DateTime, Utc};
use insatskatalog::app::App;
use insatskatalog::clock::Clock;
use insatskatalog::config::Config;
use insatskatalog::http_client;
use reqwest::{Method, StatusCode, header};
use serde_json::Value;
use tempfile::TempDir;
pub use test_support::{Database, Engine, NOW, author};

use crate::issuer;
use crate::specification::check_against_specification;

/// The path under which the API lives.
pub const BASE: &str = "/insatskatalog/v1";

/// Runs a test to its end.
pub fn run(test: impl Future<Output = ()>) {
    actix_web::rt::System::new().block_on(test);
}

/// A running service.
pub struct TestApp {
    pub clock: Clock,
    pub database: Database,
    pub origin: String,
    client: reqwest::Client,
    handle: actix_web::dev::ServerHandle,
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

/// What the service answered.
pub struct Answered {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub text: String,
}

impl Answered {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("JSON, not {}", self.text))
    }

    /// A header as text; empty when it is absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

impl TestApp {
    /// A service with the embedded catalogues, on 2025-10-01.
    pub async fn start(engine: Engine) -> Self {
        Self::on(Database::with_catalogues(engine), &[]).await
    }

    /// A service on a database, with settings of its own.
    pub async fn on(database: Database, settings: &[(&str, &str)]) -> Self {
        let clock = Clock::fixed(NOW.parse().expect("an instant"));
        let folder = TempDir::new().expect("a temporary folder");
        let data = folder.path().display().to_string();
        let given = [
            ("DATABASE_URL", database.url.as_str()),
            ("INSATSKATALOG_DATA", &data),
            ("INSATSKATALOG_LISTEN", "127.0.0.1:0"),
            ("INSATSKATALOG_PUBLIC_URL", "https://api.example.se"),
            ("INSATSKATALOG_CONTACT_EMAIL", "insatskatalog@example.se"),
            ("INSATSKATALOG_REFRESH_MILLIS", "50"),
            ("INSATSKATALOG_WORKERS", "1"),
            ("INSATSKATALOG_JWKS_FILE", issuer::jwks_file()),
            ("INSATSKATALOG_JWT_ISSUER", issuer::ISSUER),
            ("INSATSKATALOG_JWT_AUDIENCE", issuer::AUDIENCE),
        ];
        let read = |name: &str| {
            // An empty setting takes the given one away.
            let found = settings.iter().chain(&given).find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let config = Config::read(read).expect("settings");
        let app = App::build(config, clock.clone()).await.expect("the service starts");
        let origin = format!("http://{}", app.address());
        let handle = app.handle();
        actix_web::rt::spawn(app.run());
        Self {
            clock,
            database,
            origin,
            client: http_client::builder().no_proxy().build().expect("a client"),
            handle,
        }
    }

    /// Another service on the same database.
    pub async fn beside(other: &Self) -> Self {
        Self::on(other.database.shared(), &[]).await
    }

    /// Sets the clock.
    pub fn now(&self, instant: &str) {
        self.clock.set(instant.parse::<DateTime<Utc>>().expect("an instant"));
    }

    /// GET below the base path.
    pub async fn get(&self, path: &str) -> Answered {
        self.send(Method::GET, path, &[], None).await
    }

    /// GET below the base path, which must be answered 200, as JSON.
    pub async fn get_json(&self, path: &str) -> Value {
        let answered = self.get(path).await;
        assert_eq!(answered.status, 200, "{path}: {}", answered.text);
        answered.json()
    }

    /// GET below the base path with a token.
    pub async fn get_as(&self, token: &str, path: &str) -> Answered {
        self.send(Method::GET, path, &[("authorization", &bearer(token))], None)
            .await
    }

    /// PUT of JSON below the base path with a token and one more header.
    pub async fn put_as(&self, token: &str, path: &str, condition: (&str, &str), body: &Value) -> Answered {
        self.write_as(Method::PUT, token, path, &[condition], body).await
    }

    /// POST with a token, on no condition.
    pub async fn submit(&self, token: &str, path: &str, body: &Value) -> Answered {
        self.write_as(Method::POST, token, path, &[], body).await
    }

    /// POST of JSON below the base path with a token and one more header.
    pub async fn post_as(&self, token: &str, path: &str, condition: (&str, &str), body: &Value) -> Answered {
        self.write_as(Method::POST, token, path, &[condition], body).await
    }

    async fn write_as(&self, method: Method, token: &str, path: &str, more: &[(&str, &str)], body: &Value) -> Answered {
        let bearer = bearer(token);
        let mut headers = vec![("content-type", "application/json"), ("authorization", bearer.as_str())];
        headers.extend(more);
        self.send(method, path, &headers, Some(serde_json::to_vec(body).expect("JSON")))
            .await
    }

    /// POST of JSON below the base path.
    pub async fn post(&self, path: &str, body: &Value) -> Answered {
        self.post_bytes(path, serde_json::to_vec(body).expect("JSON")).await
    }

    /// POST of bytes said to be JSON below the base path.
    pub async fn post_bytes(&self, path: &str, body: Vec<u8>) -> Answered {
        self.send(Method::POST, path, &[("content-type", "application/json")], Some(body))
            .await
    }

    /// The answer to an eligibility question, which must be answered 200.
    pub async fn ask(&self, kommunkod: &str, insats: &str, question: &Value) -> Value {
        let path = format!("/municipalities/{kommunkod}/insatser/{insats}/eligibility");
        let answered = self.post(&path, question).await;
        assert_eq!(answered.status, 200, "{path} {question}: {}", answered.text);
        answered.json()
    }

    /// Any request below the base path. Every answer is held against the specification.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Vec<u8>>) -> Answered {
        let answered = self
            .send_anywhere(method.clone(), &format!("{BASE}{path}"), headers, body)
            .await;
        check_against_specification(&method, path, &answered);
        answered
    }

    /// Any request to the service.
    pub async fn send_anywhere(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> Answered {
        let mut request = self.client.request(method, format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.expect("an answer");
        Answered {
            status: response.status(),
            headers: response.headers().clone(),
            text: response.text().await.expect("a body"),
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Told to stop; the runtime ends with the test.
        drop(self.handle.stop(false));
    }
}
