//! The generation of the database: random, new at creation, after a restore, and whenever changes are missing.

use diesel::prelude::*;

use crate::domain::Generation;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_state, statistics_state};

/// The current generation.
pub(crate) fn generation(connection: &mut Engine) -> Result<Generation, StoreError> {
    let stored = catalogue_state::table
        .select(catalogue_state::generation)
        .first(connection)?;
    Ok(Generation::new(stored))
}

/// The current revision and generation.
pub(super) fn state(connection: &mut Engine) -> Result<(i64, Generation), StoreError> {
    let (revision, generation) = catalogue_state::table
        .select((catalogue_state::revision, catalogue_state::generation))
        .first(connection)?;
    Ok((revision, Generation::new(generation)))
}

/// Begins a new generation.
pub fn renew(connection: &mut Engine) -> Result<(), StoreError> {
    diesel::update(catalogue_state::table)
        .set(catalogue_state::generation.eq(random()))
        .execute(connection)?;
    Ok(())
}

/// Begins a new generation, unless another process has already ended the known one.
pub(crate) fn renew_from(connection: &mut Engine, known: &Generation) -> Result<(), StoreError> {
    let ended = diesel::update(catalogue_state::table.filter(catalogue_state::generation.eq(known.as_str())))
        .set(catalogue_state::generation.eq(random()))
        .execute(connection)?;
    if ended > 0 {
        await_restored(connection)?;
    }
    Ok(())
}

/// Begins a new generation of a database that was just restored: releases of statistics may be missing.
pub(crate) fn renew_after_restore(connection: &mut Engine) -> Result<(), StoreError> {
    renew(connection)?;
    await_restored(connection)
}

/// Makes no release of statistics until somebody says which are missing.
fn await_restored(connection: &mut Engine) -> Result<(), StoreError> {
    diesel::update(statistics_state::table)
        .set(statistics_state::awaits_restored.eq(true))
        .execute(connection)?;
    Ok(())
}

fn random() -> String {
    uuid::Uuid::new_v4().to_string()
}
