//! Opens connections to the engine that the address names.

mod pooling;
mod postgres;
pub(super) mod sqlite;

use std::path::PathBuf;

use super::engine::Engine;
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
                if path.is_empty() || path.starts_with(':') || path.starts_with("file:") {
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

    /// Refuses a pooler that gives each transaction another connection to PostgreSQL.
    ///
    /// # Errors
    /// [`StoreError::Address`] with the reason.
    pub(super) fn require_own_sessions(&self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(url) => pooling::refuse_shared(postgres::with_defaults(url)),
            Self::Sqlite(_) => Ok(()),
        }
    }

    /// Opens and configures a connection.
    ///
    /// # Errors
    /// [`StoreError::NotConnected`] with the cause if PostgreSQL cannot be reached, and [`StoreError::Address`] for a file
    /// that cannot be opened. Neither contains the address.
    pub fn connect(&self) -> Result<Engine, StoreError> {
        match self {
            Self::Postgres(url) => postgres::connect(url).map(Engine::Postgres),
            Self::Sqlite(path) => sqlite::connect(path).map(Engine::Sqlite),
        }
    }
}
