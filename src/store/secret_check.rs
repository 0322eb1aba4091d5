//! Whether a replica has the same secret key as the others of its database.

use diesel::prelude::*;

use super::engine::{Engine, on_either};
use super::error::StoreError;
use super::schema::secret_check;

const ONLY: i32 = 1;

/// Whether the hash is that of the key which the database is used with. The first key that asks is that key.
pub(crate) fn is_known(connection: &mut Engine, hash: &str) -> Result<bool, StoreError> {
    let first = (secret_check::id.eq(ONLY), secret_check::hash.eq(hash));
    on_either!(
        connection,
        diesel::insert_into(secret_check::table)
            .values(first)
            .on_conflict_do_nothing()
            .execute(connection)?
    );
    let known: String = secret_check::table
        .find(ONLY)
        .select(secret_check::hash)
        .first(connection)?;
    Ok(known == hash)
}

/// Uses the database with another key from now on.
pub(crate) fn replace(connection: &mut Engine, hash: &str) -> Result<(), StoreError> {
    if !is_known(connection, hash)? {
        diesel::update(secret_check::table)
            .set(secret_check::hash.eq(hash))
            .execute(connection)?;
    }
    Ok(())
}
