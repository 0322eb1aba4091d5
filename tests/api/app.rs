//! The service under test: its own database, its own clock, a real port, a real client.

use std::fmt;
use std::path::PathBuf;
use std::sync::{LazyLock, Mutex};

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use insatskatalog::app::App;
use insatskatalog::clock::Clock;
use insatskatalog::config::Config;
use insatskatalog::import;
use insatskatalog::store::publication::Author;
use insatskatalog::store::{Address, Store};
use reqwest::{Method, StatusCode, header};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::issuer;
use crate::specification::check_against_specification;

/// The path under which the API lives.
pub const BASE: &str = "/insatskatalog/v1";

/// The instant at which tests begin, where nothing else is said.
pub const NOW: &str = "2025-10-01T10:00:00Z";

/// Which engine a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgresql,
}

impl Engine {
    /// The engines that this machine has.
    pub fn available() -> Vec<Self> {
        match server() {
            Some(_) => vec![Self::Sqlite, Self::Postgresql],
            None => vec![Self::Sqlite],
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
        })
    }
}

/// The server on which databases may be made.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// Runs a test to its end.
pub fn run(test: impl Future<Output = ()>) {
    actix_web::rt::System::new().block_on(test);
}

/// A database of its own, gone when dropped.
pub struct Database {
    /// Its address, as in `DATABASE_URL`.
    pub url: String,
    name: Option<String>,
    folder: TempDir,
}

impl Database {
    /// An empty database.
    pub fn empty(engine: Engine) -> Self {
        Self::made(engine, "template1", None)
    }

    /// A database with the embedded catalogues.
    pub fn with_catalogues(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::made(engine, "", Some(&SQLITE_TEMPLATE.path().join("template.db"))),
            Engine::Postgresql => Self::made(engine, &POSTGRESQL_TEMPLATE, None),
        }
    }

    fn made(engine: Engine, template: &str, file: Option<&PathBuf>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        match engine {
            Engine::Sqlite => {
                let path = folder.path().join("test.db");
                if let Some(file) = file {
                    std::fs::copy(file, &path).expect("a copy of the template");
                }
                Self {
                    url: format!("sqlite:{}", path.display()),
                    name: None,
                    folder,
                }
            }
            Engine::Postgresql => {
                let name = format!("test_{}", Uuid::new_v4().simple());
                administer(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
                Self {
                    url: url_of(&name),
                    name: Some(name),
                    folder,
                }
            }
        }
    }

    /// Lets nobody reach it: its server ends every connection and takes no new ones, or its file is gone.
    pub fn take_away(&self) {
        match &self.name {
            Some(name) => {
                administer(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"));
                disconnect(name);
            }
            None => std::fs::rename(self.path(), self.path().with_extension("away")).expect("moved"),
        }
    }

    /// Ends every connection to it; new ones are taken.
    pub fn disconnect(&self) {
        if let Some(name) = &self.name {
            disconnect(name);
        }
    }

    /// Another way to the same database; it is gone when the first is dropped.
    pub fn shared(&self) -> Self {
        Self {
            url: self.url.clone(),
            name: None,
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    /// Lets everybody reach it again.
    pub fn bring_back(&self) {
        match &self.name {
            Some(name) => administer(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")),
            None => std::fs::rename(self.path().with_extension("away"), self.path()).expect("moved"),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    pub fn address(&self) -> Address {
        Address::parse(&self.url).expect("an address")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// One statement at a time: a database cannot be copied while another copy is made.
fn administer(statement: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut connection = PgConnection::establish(&server().expect("TEST_DATABASE_URL")).expect("PostgreSQL answers");
    sql_query(statement)
        .execute(&mut connection)
        .expect("the statement runs");
}

/// Ends every connection to a database.
fn disconnect(name: &str) {
    administer(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    ));
}

/// The server's address with another database.
fn url_of(name: &str) -> String {
    let mut url = url::Url::parse(&server().expect("TEST_DATABASE_URL")).expect("a URL");
    url.set_path(name);
    url.into()
}

/// Who publishes in tests, where nothing else is said.
pub fn author() -> Author {
    Author {
        client_id: "test".into(),
        actor: "test:0".into(),
        trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".into(),
    }
}

fn fill(url: &str) {
    let address = Address::parse(url).expect("an address");
    let filled = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let store = Store::open(&address).expect("the database opens");
            let clock = Clock::fixed(NOW.parse().expect("an instant"));
            import::embedded(&store, &clock, &author())
                .await
                .expect("the catalogues are imported");
        });
    });
    filled.join().expect("the template is filled");
}

static SQLITE_TEMPLATE: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("filled.db");
    let url = format!("sqlite:{}", path.display());
    fill(&url);
    // Whole in one file, whatever the writing thread still holds open.
    let mut connection = Address::parse(&url).expect("an address").connect().expect("connects");
    let into = folder.path().join("template.db");
    connection
        .batch_execute(&format!("VACUUM INTO '{}'", into.display()))
        .expect("copied");
    folder
});

static POSTGRESQL_TEMPLATE: LazyLock<String> = LazyLock::new(|| {
    let name = format!("template_{}", Uuid::new_v4().simple());
    administer(&format!("CREATE DATABASE {name}"));
    fill(&url_of(&name));
    disconnect(&name);
    name
});

/// Removes what all tests shared.
pub fn remove_templates() {
    if let Some(name) = LazyLock::get(&POSTGRESQL_TEMPLATE) {
        administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
    if let Some(folder) = LazyLock::get(&SQLITE_TEMPLATE) {
        let _ = std::fs::remove_dir_all(folder.path());
    }
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
            client: reqwest::Client::builder().no_proxy().build().expect("a client"),
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
