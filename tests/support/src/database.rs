//! A database for each test, on either engine, empty or with the embedded catalogues.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use insatskatalog::clock::Clock;
use insatskatalog::import;
use insatskatalog::store::catalogue::publication::Author;
use insatskatalog::store::engine::Engine as Connected;
use insatskatalog::store::{Address, Store};
use tempfile::TempDir;
use tokio::runtime::Builder;
use uuid::Uuid;

use crate::NOW;

/// The engine that a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// An SQLite file.
    Sqlite,
    /// The server at `TEST_DATABASE_URL`, which must allow creating databases.
    Postgresql,
}

impl Engine {
    /// The engines available on this machine.
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

/// The server on which databases are created.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// A database for one test, deleted when dropped.
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

    /// Makes it unavailable: its server ends every connection and accepts no new ones, or its file is moved.
    pub fn take_away(&self) {
        match &self.name {
            Some(name) => {
                administer(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false"));
                disconnect(name);
            }
            None => std::fs::rename(self.path(), self.path().with_extension("away")).expect("moved"),
        }
    }

    /// Ends every connection to it; new ones are accepted.
    pub fn disconnect(&self) {
        if let Some(name) = &self.name {
            disconnect(name);
        }
    }

    /// Another handle for the same database, which is deleted with the first.
    pub fn shared(&self) -> Self {
        Self {
            url: self.url.clone(),
            name: None,
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    /// Makes it available again.
    pub fn bring_back(&self) {
        match &self.name {
            Some(name) => administer(&format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")),
            None => std::fs::rename(self.path().with_extension("away"), self.path()).expect("moved"),
        }
    }

    /// A copy of its state, to restore it from.
    pub fn backup(&self) -> Backup {
        if let Some(name) = &self.name {
            let copy = format!("backup_{}", Uuid::new_v4().simple());
            self.take_away();
            administer(&format!("CREATE DATABASE {copy} TEMPLATE {name}"));
            self.bring_back();
            Backup::Database(copy)
        } else {
            let file = format!("{}.db", Uuid::new_v4());
            let into = self.folder.path().join(file);
            let mut connection = self.address().connect().expect("connects");
            connection
                .batch_execute(&format!("VACUUM INTO '{}'", into.display()))
                .expect("copied");
            Backup::File(into)
        }
    }

    /// Restores the state of a copy, also under a running service.
    pub fn restore(&self, backup: &Backup) {
        match (backup, &self.name) {
            (Backup::Database(copy), Some(name)) => {
                self.take_away();
                administer(&format!("DROP DATABASE {name}"));
                administer(&format!("CREATE DATABASE {name} TEMPLATE {copy}"));
            }
            (Backup::File(file), None) => {
                let mut connection = self.address().connect().expect("connects");
                restore_tables(&mut connection, file);
            }
            _ => panic!("the copy is of another engine"),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("test.db")
    }

    /// Its address, as the store takes it.
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

/// A copy of a database, deleted when dropped.
pub enum Backup {
    /// On the server.
    Database(String),
    /// A file in the folder of the original.
    File(PathBuf),
}

impl Drop for Backup {
    fn drop(&mut self) {
        if let Self::Database(name) = self {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    sql: String,
}

/// Replaces the rows of every table by those of another file, in one transaction: a file that is open cannot be replaced.
fn restore_tables(connection: &mut Connected, file: &Path) {
    let Connected::Sqlite(connection) = connection else {
        panic!("a file is SQLite");
    };
    let mut stored = |kind: &str| -> Vec<Stored> {
        let query = format!("SELECT name, sql FROM sqlite_master WHERE type = '{kind}' AND name NOT LIKE 'sqlite_%'");
        sql_query(query).load(connection).expect("the schema")
    };
    let (tables, triggers) = (stored("table"), stored("trigger"));
    let mut script = format!(
        "PRAGMA foreign_keys = OFF; ATTACH '{}' AS copy; BEGIN IMMEDIATE;",
        file.display()
    );
    let dropped = triggers.iter().map(|trigger| format!("DROP TRIGGER {};", trigger.name));
    script.extend(dropped);
    let copied = tables.iter().map(|Stored { name, .. }| {
        format!("DELETE FROM main.{name}; INSERT INTO main.{name} SELECT * FROM copy.{name};")
    });
    script.extend(copied);
    script.extend(triggers.iter().map(|trigger| format!("{};", trigger.sql)));
    script.push_str("COMMIT; DETACH copy;");
    connection.batch_execute(&script).expect("restored");
}

/// One statement at a time: a database cannot be copied while another copy is made.
fn administer(statement: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
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

/// The default author of publications in tests.
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
        Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(async {
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
    // A complete copy in one file, while the writing thread still has others open.
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

/// Deletes what all tests shared.
pub fn remove_templates() {
    if let Some(name) = LazyLock::get(&POSTGRESQL_TEMPLATE) {
        administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
    if let Some(folder) = LazyLock::get(&SQLITE_TEMPLATE) {
        let _ = std::fs::remove_dir_all(folder.path());
    }
}
