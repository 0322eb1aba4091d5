//! Checks at start whether the file of an SQLite database is complete.
//!
//! A plain copy of the file of a running service may mix pages of different moments, and lacks what is still in the
//! write-ahead log beside it.

use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

use super::engine::Engine;
use super::error::StoreError;
use super::schema::{catalogue_changes, catalogue_state};

#[derive(QueryableByName)]
struct QuickCheck {
    #[diesel(sql_type = Text)]
    quick_check: String,
}

/// Reads the whole file of an SQLite database once. PostgreSQL checks its own files.
///
/// # Errors
/// [`StoreError::Damaged`] if its pages do not fit together.
pub(crate) fn check_pages(connection: &mut Engine) -> Result<(), StoreError> {
    let Engine::Sqlite(connection) = connection else {
        return Ok(());
    };
    let found: QuickCheck = sql_query("PRAGMA quick_check(1)").get_result(connection)?;
    if found.quick_check == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged)
    }
}

/// Whether the latest change of the catalogue in an SQLite file is the one that its state names. A database whose pages
/// are of different moments may lack it.
pub(crate) fn has_latest_change(connection: &mut Engine) -> Result<bool, StoreError> {
    let Engine::Sqlite(connection) = connection else {
        return Ok(true);
    };
    connection.transaction(|connection| {
        let stated: i64 = catalogue_state::table
            .select(catalogue_state::revision)
            .first(connection)?;
        let latest: Option<i64> = catalogue_changes::table
            .select(max(catalogue_changes::revision))
            .first(connection)?;
        Ok(latest.unwrap_or(0) == stated)
    })
}
