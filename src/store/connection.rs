//! Opens connections to the engine that the address names.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::r2d2::ManageConnection;
use diesel::{Connection as _, PgConnection, QueryResult, RunQueryDsl, SqliteConnection, sql_query};

use crate::private_files;

use super::engine::{Engine, on_either};
use super::error::StoreError;

/// The address of the database.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A PostgreSQL URL. It may contain a password and is never printed.
    Postgres(String),
    /// An SQLite file.
    Sqlite(PathBuf),
}

impl Address {
    /// Parses an address: `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// [`StoreError::Address`] for any other scheme, so that a mistyped address does not create an empty file.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "postgres" | "postgresql" if url.contains("://") => Ok(Self::Postgres(url.to_owned())),
            "sqlite" => {
                let path = url.trim_start_matches("sqlite:");
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() || path.starts_with(':') {
                    return Err(StoreError::Address(
                        "sqlite: needs the path of a file, as in sqlite:var/insatskatalog.db".into(),
                    ));
                }
                Ok(Self::Sqlite(path.into()))
            }
            _ => Err(StoreError::Address(
                "must start with sqlite: or postgres:// (as in sqlite:var/insatskatalog.db or \
                 postgres://user@host/database)"
                    .into(),
            )),
        }
    }

    /// Name of the engine.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Postgres(_) => "PostgreSQL",
            Self::Sqlite(_) => "SQLite",
        }
    }

    /// Whether the address is an SQLite file that does not exist. Connecting would create it.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Sqlite(path) if !path.exists())
    }

    /// The SQLite file, as an absolute path if this machine can tell; `None` for another engine.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(path) => Some(std::path::absolute(path).unwrap_or_else(|_| path.clone())),
            Self::Postgres(_) => None,
        }
    }

    /// Opens and configures a connection.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if the engine does not answer. The log has the cause, without the address.
    pub fn connect(&self) -> Result<Engine, StoreError> {
        match self {
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(url).map_err(|_| StoreError::Unavailable)?;
                connection.batch_execute(POSTGRES_SETTINGS)?;
                Ok(Engine::Postgres(connection))
            }
            Self::Sqlite(path) => {
                let path = path
                    .to_str()
                    .ok_or(StoreError::Address("the path is not UTF-8".into()))?;
                if !path.starts_with("file:") {
                    // SQLite would let everybody read it. It says itself why a file cannot be created.
                    let _ = private_files::create_file(path.as_ref());
                }
                let mut connection = SqliteConnection::establish(path).map_err(|_| {
                    StoreError::Address(
                        "the SQLite file cannot be opened: does its folder exist, and may it be written?".into(),
                    )
                })?;
                connection.batch_execute(SQLITE_SETTINGS).map_err(|error| {
                    if error.to_string().contains("file is not a database") {
                        StoreError::Address("the file is not an SQLite database".into())
                    } else {
                        error.into()
                    }
                })?;
                Ok(Engine::Sqlite(connection))
            }
        }
    }
}

/// Limits the time of a statement, fixes the format of instants, and plans each statement for the current size of the
/// tables: a plan made for an empty table would always scan it. (Compatible engines may lack that setting.)
const POSTGRES_SETTINGS: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '30s'; SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; \
     SELECT set_config(name, 'force_custom_plan', false) FROM pg_settings WHERE name = 'plan_cache_mode';";

/// WAL lets readers and the writer work concurrently, FULL survives a power failure, and deleted content is
/// overwritten.
const SQLITE_SETTINGS: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;";

pub(crate) struct Opener(pub Address);

impl ManageConnection for Opener {
    type Connection = Engine;
    type Error = StoreError;

    fn connect(&self) -> Result<Engine, StoreError> {
        self.0.connect()
    }

    fn is_valid(&self, connection: &mut Engine) -> Result<(), StoreError> {
        let one: QueryResult<usize> = sql_query("SELECT 1").execute(connection);
        one.map(|_| ()).map_err(StoreError::from)
    }

    fn has_broken(&self, connection: &mut Engine) -> bool {
        std::thread::panicking() || !matches!(is_idle(connection), Ok(true))
    }
}

/// Whether the connection is outside any transaction.
fn is_idle(connection: &mut Engine) -> Result<bool, StoreError> {
    use diesel::connection::{AnsiTransactionManager, TransactionManager};
    let status = on_either!(
        connection,
        AnsiTransactionManager::transaction_manager_status_mut(connection)
    );
    Ok(status.transaction_depth().map_err(StoreError::from)?.is_none())
}
