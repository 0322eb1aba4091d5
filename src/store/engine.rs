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

/// Runs code on the connection of either engine. diesel has no common form of `ON CONFLICT`.
macro_rules! on_either {
    ($connection:ident, $code:expr) => {
        match $connection {
            Engine::Postgres($connection) => $code,
            Engine::Sqlite($connection) => $code,
        }
    };
}

/// Inserts rows: on PostgreSQL at most `$most` at a time, because a statement may have 65,535 parameters; on SQLite one
/// by one, because a statement of several rows would begin a transaction of its own.
macro_rules! insert_rows {
    ($connection:ident, $rows:expr, $most:expr, $values:ident => $insert:expr) => {
        match $connection {
            Engine::Postgres(connection) => {
                for $values in $rows.chunks($most) {
                    $insert.execute(connection)?;
                }
            }
            Engine::Sqlite(connection) => {
                for $values in $rows {
                    $insert.execute(connection)?;
                }
            }
        }
    };
}

pub(crate) use {insert_rows, on_either};
