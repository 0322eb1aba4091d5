//! The service under attack: built as in production, with its own database, clock and issuer.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use chrono::{DateTime, Utc};
use insatskatalog::app::App;
use insatskatalog::clock::Clock;
use insatskatalog::config::Config;
use tempfile::TempDir;
use test_support::issuer::{self, AUDIENCE, ISSUER};
use test_support::{Database, Engine, NOW};

use super::client::Client;
use super::municipality::kommunkoder;

/// The time at which records are posted and months released: after all of them.
const LAST_INSTANT: &str = "2026-08-01T10:00:00Z";
const SCOPE: &str = "catalogue:write municipality:write records:write statistics:release";

pub struct Running {
    address: SocketAddr,
    clock: Clock,
    handle: ServerHandle,
    serves: Option<JoinHandle<()>>,
    token: String,
    _database: Database,
    _folder: TempDir,
}

impl Running {
    /// A service without municipalities.
    pub fn on(engine: Engine) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let database = Database::empty(engine);
        let jwks = folder.path().join("jwks.json");
        std::fs::write(&jwks, issuer::jwks(&[&issuer::KEY]).to_string()).expect("written");
        let given = [
            ("DATABASE_URL", database.url.clone()),
            ("INSATSKATALOG_DATA", folder.path().display().to_string()),
            ("INSATSKATALOG_LISTEN", "127.0.0.1:0".to_owned()),
            ("INSATSKATALOG_JWKS_FILE", jwks.display().to_string()),
            ("INSATSKATALOG_JWT_ISSUER", ISSUER.to_owned()),
            ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE.to_owned()),
        ];
        let clock = Clock::fixed(instant(NOW));
        let (sender, receiver) = mpsc::channel();
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
                    sender
                        .send((app.address(), app.handle()))
                        .expect("the test waits for it");
                    app.run().await.expect("the service serves");
                });
            }
        });
        let (address, handle) = receiver.recv().expect("the service starts");
        Self {
            address,
            clock,
            handle,
            serves: Some(serves),
            token: issuer::signed(&issuer::claims(SCOPE, &kommunkoder())),
            _database: database,
            _folder: folder,
        }
    }

    /// Advances the clock past all reported months.
    pub fn let_months_pass(&self) {
        self.clock.set(instant(LAST_INSTANT));
    }

    pub fn client(&self) -> Client {
        Client::of(self.address)
    }

    /// A token with rights in every municipality.
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
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}
