//! The service that is attacked: built as in production, with a database, a clock and an issuer of its own.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use chrono::{DateTime, Utc};
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use insatskatalog::app::App;
use insatskatalog::clock::Clock;
use insatskatalog::config::Config;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use openssl::pkey::Private;
use openssl::rsa::Rsa;
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use super::client::Client;
use super::municipality::kommunkoder;

/// When catalogues are published: before any month that is reported.
const FIRST_INSTANT: &str = "2025-10-01T10:00:00Z";
/// When records are handed in and months released: after all of them.
const LAST_INSTANT: &str = "2026-08-01T10:00:00Z";
const ISSUER: &str = "https://login.example.se";
const AUDIENCE: &str = "insatskatalog";
const SCOPE: &str = "catalogue:write municipality:write records:write statistics:release";

/// Which engine keeps what the service is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server on which databases may be made: that of `TEST_DATABASE_URL`.
    Postgresql,
}

impl Engine {
    /// Whether this machine has it.
    pub fn is_there(self) -> bool {
        self == Self::Sqlite || server().is_some()
    }
}

/// A running service.
pub struct Running {
    address: SocketAddr,
    clock: Clock,
    handle: ServerHandle,
    serves: Option<JoinHandle<()>>,
    token: String,
    made: Option<String>,
    _folder: TempDir,
}

impl Running {
    /// A service that knows no municipality yet.
    pub fn on(engine: Engine) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let own = |name: &str| folder.path().join(name).display().to_string();
        let made = (engine == Engine::Postgresql).then(|| format!("attack_{}", Uuid::new_v4().simple()));
        let database = made.as_ref().map_or_else(
            || format!("sqlite:{}", own("attack.db")),
            |name| {
                administer(&format!("CREATE DATABASE {name}"));
                let mut url = url::Url::parse(&server().expect("TEST_DATABASE_URL")).expect("a URL");
                url.set_path(name);
                url.into()
            },
        );
        let key = Rsa::generate(2048).expect("a key");
        std::fs::write(own("jwks.json"), jwks(&key)).expect("written");
        let given = [
            ("DATABASE_URL", database),
            ("INSATSKATALOG_DATA", own("data")),
            ("INSATSKATALOG_LISTEN", "127.0.0.1:0".to_owned()),
            ("INSATSKATALOG_JWKS_FILE", own("jwks.json")),
            ("INSATSKATALOG_JWT_ISSUER", ISSUER.to_owned()),
            ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE.to_owned()),
        ];
        std::fs::create_dir(own("data")).expect("a folder");
        let clock = Clock::fixed(instant(FIRST_INSTANT));
        let (tell, told) = mpsc::channel();
        let serves = thread::spawn({
            let clock = clock.clone();
            move || {
                System::new().block_on(async {
                    let setting = |name: &str| {
                        given
                            .iter()
                            .find(|(own, _)| *own == name)
                            .map(|(_, value)| value.clone())
                    };
                    let config = Config::read(setting).expect("settings");
                    let app = App::build(config, clock).await.expect("the service starts");
                    tell.send((app.address(), app.handle())).expect("somebody waits for it");
                    app.run().await.expect("the service serves");
                });
            }
        });
        let (address, handle) = told.recv().expect("the service starts");
        Self {
            address,
            clock,
            handle,
            serves: Some(serves),
            token: token(&key),
            made,
            _folder: folder,
        }
    }

    /// Lets all months pass that are reported.
    pub fn let_months_pass(&self) {
        self.clock.set(instant(LAST_INSTANT));
    }

    /// A new client.
    pub fn client(&self) -> Client {
        Client::of(self.address)
    }

    /// A token of somebody who acts for every municipality.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(serves) = self.serves.take() {
            let _ = serves.join();
        }
        if let Some(name) = &self.made {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// The public half of a key, as an issuer publishes it.
fn jwks(key: &Rsa<Private>) -> String {
    let base64url = |bytes: Vec<u8>| {
        let text = openssl::base64::encode_block(&bytes);
        text.trim_end_matches('=').replace('+', "-").replace('/', "_")
    };
    let (n, e) = (base64url(key.n().to_vec()), base64url(key.e().to_vec()));
    json!({"keys": [{"kty": "RSA", "kid": "attack", "use": "sig", "n": n, "e": e}]}).to_string()
}

/// A token that is good for a year.
fn token(key: &Rsa<Private>) -> String {
    let since = instant(FIRST_INSTANT).timestamp();
    let claims = json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "8f14e45f", "client_id": "attack",
        "iat": since, "exp": since + 365 * 24 * 3600, "scope": SCOPE, "municipalities": kommunkoder(),
    });
    let header = Header {
        kid: Some("attack".into()),
        ..Header::new(Algorithm::RS256)
    };
    let key = EncodingKey::from_rsa_der(&key.private_key_to_der().expect("DER"));
    encode(&header, &claims, &key).expect("signed")
}

fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

fn administer(statement: &str) {
    let mut connection = PgConnection::establish(&server().expect("TEST_DATABASE_URL")).expect("PostgreSQL answers");
    sql_query(statement)
        .execute(&mut connection)
        .expect("the statement runs");
}
