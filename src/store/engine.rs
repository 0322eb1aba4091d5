//! One connection type over both engines.
#![expect(missing_docs, reason = "the derive makes public items without documentation")]

use diesel::{MultiConnection, PgConnection, SqliteConnection};

/// A connection to either engine.
#[derive(MultiConnection)]
pub enum Engine {
    /// PostgreSQL, or an engine with the same protocol.
    Postgres(PgConnection),
    /// An SQLite file.
    Sqlite(SqliteConnection),
}
