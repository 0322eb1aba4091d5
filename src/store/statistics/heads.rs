//! The head of a municipality's released statistics: its revision, and the lock for changes.

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::store::engine::on_either;
use crate::store::schema::statistics_heads;
use crate::store::{Engine, StoreError};

/// The revision of a municipality's published figures. Grows with every change; 0 before the first release.
pub(crate) fn revision(connection: &mut Engine, kommunkod: Kommunkod) -> Result<i64, StoreError> {
    let revision = statistics_heads::table
        .find(kommunkod.to_string())
        .select(statistics_heads::revision)
        .first(connection)
        .optional()?;
    Ok(revision.unwrap_or(0))
}

/// Locks a municipality's published figures until the transaction ends.
pub(crate) fn lock(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    let lock = |connection: &mut Engine| {
        diesel::update(statistics_heads::table.find(kommunkod.to_string()))
            .set(statistics_heads::revision.eq(statistics_heads::revision))
            .execute(connection)
    };
    if lock(connection)? == 0 {
        let row = (
            statistics_heads::kommunkod.eq(kommunkod.to_string()),
            statistics_heads::revision.eq(0_i64),
        );
        let insert = diesel::insert_into(statistics_heads::table).values(row);
        on_either!(connection, insert.on_conflict_do_nothing().execute(connection)?);
        lock(connection)?;
    }
    Ok(())
}

/// Increases the revision by a random number, so that a restored database does not reach a revision that a reader
/// already has.
pub(crate) fn grow(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    let (chance, _) = uuid::Uuid::new_v4().as_u64_pair();
    let step = i64::try_from(chance >> 40).unwrap_or(0) + 1;
    diesel::update(statistics_heads::table.find(kommunkod.to_string()))
        .set(statistics_heads::revision.eq(statistics_heads::revision + step))
        .execute(connection)?;
    Ok(())
}
