//! The service under attack: built as in production, with its own database, clock and issuer.

use std::net::SocketAddr;
use std::path::Path;
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
    serving: Option<Serving>,
    clock: Clock,
    token: String,
    pub database: Database,
    folder: TempDir,
}

/// A thread that serves until it is dropped.
struct Serving {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// A service without municipalities.
    pub fn on(engine: Engine) -> Self {
        let mut running = Self {
            serving: None,
            clock: Clock::fixed(instant(NOW)),
            token: issuer::signed(&issuer::claims(SCOPE, &kommunkoder())),
            database: Database::empty(engine),
            folder: TempDir::new().expect("a temporary folder"),
        };
        running.start();
        running
    }

    /// Stops the service.
    pub fn stop(&mut self) {
        self.serving = None;
    }

    /// Starts the service on its database.
    pub fn start(&mut self) {
        self.serving = Some(Serving::start(&self.database, self.folder.path(), &self.clock));
    }

    /// Advances the clock past all reported months.
    pub fn let_months_pass(&self) {
        self.clock.set(instant(LAST_INSTANT));
    }

    pub fn client(&self) -> Client {
        Client::of(self.serving.as_ref().expect("the service runs").address)
    }

    /// A token with rights in every municipality.
    pub fn token(&self) -> &str {
        &self.token
    }
}

impl Serving {
    fn start(database: &Database, folder: &Path, clock: &Clock) -> Self {
        let jwks = folder.join("jwks.json");
        std::fs::write(&jwks, issuer::jwks(&[&issuer::KEY]).to_string()).expect("written");
        let given = [
            ("DATABASE_URL", database.url.clone()),
            ("INSATSKATALOG_DATA", folder.display().to_string()),
            ("INSATSKATALOG_LISTEN", "127.0.0.1:0".to_owned()),
            ("INSATSKATALOG_METRICS_LISTEN", "off".to_owned()),
            // The same in the answers before and after a restart.
            ("INSATSKATALOG_PUBLIC_URL", "https://insatser.example".to_owned()),
            ("INSATSKATALOG_JWKS_FILE", jwks.display().to_string()),
            ("INSATSKATALOG_JWT_ISSUER", ISSUER.to_owned()),
            ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE.to_owned()),
        ];
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn({
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
            handle,
            thread: Some(thread),
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}
