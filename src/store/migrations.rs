//! Migrates the tables, safely with several processes.

use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use diesel::{Connection as _, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::engine::Engine;
use super::error::StoreError;

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");
const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

/// Runs all pending migrations in one transaction, and returns their names.
///
/// Locks a guard row first: one process migrates, and the others wait and then find nothing to do.
///
/// # Errors
/// [`StoreError::Migration`] if a migration fails; none has run then.
pub(crate) fn run(connection: &mut Engine) -> Result<Vec<String>, StoreError> {
    make_guard(connection)?;
    match connection {
        Engine::Postgres(connection) => connection.transaction(|connection| {
            // Wait as long as another process migrates.
            connection.batch_execute("SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0")?;
            sql_query("UPDATE migration_guard SET id = 1 WHERE id = 1").execute(connection)?;
            pending(connection, POSTGRES)
        }),
        Engine::Sqlite(connection) => connection.immediate_transaction(|connection| pending(connection, SQLITE)),
    }
}

fn pending<C: MigrationHarness<DB>, DB: diesel::backend::Backend>(
    connection: &mut C,
    migrations: EmbeddedMigrations,
) -> Result<Vec<String>, StoreError> {
    let run = connection.run_pending_migrations(migrations);
    run.map(|versions| versions.iter().map(ToString::to_string).collect())
        .map_err(|error| StoreError::Migration(error.to_string()))
}

/// Creates the guard row. If two processes try at the same time, one is refused and retries.
fn make_guard(connection: &mut Engine) -> Result<(), StoreError> {
    let made = connection.batch_execute(
        "CREATE TABLE IF NOT EXISTS migration_guard (id INTEGER NOT NULL PRIMARY KEY); \
         INSERT INTO migration_guard (id) VALUES (1) ON CONFLICT DO NOTHING;",
    );
    made.map_err(|error| {
        let message = error.to_string();
        let is_race = matches!(error, DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
            || message.contains("already exists")
            || message.contains("concurrently updated");
        if is_race { StoreError::Contended } else { error.into() }
    })
}
