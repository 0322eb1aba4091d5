//! The lowest format that every running program evaluates truly: documents of a higher one are not published.

use diesel::Connection as _;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::domain::insatser::format::HIGHEST_FORMAT;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::catalogue_state;

/// The highest format that may be published.
pub(crate) fn minimum_format(connection: &mut Engine) -> Result<i32, StoreError> {
    Ok(catalogue_state::table
        .select(catalogue_state::minimum_format)
        .first(connection)?)
}

/// Accepts every format that this program evaluates; `false` if the catalogue already does.
///
/// Release 1.0.0 does not look at formats. So it loses the view through which it reads the catalogue: a running 1.0.0
/// answers from the revision that it has and cannot publish, and a new one does not start.
pub(crate) fn raise(connection: &mut Engine) -> Result<bool, StoreError> {
    raise_at(connection, i64::MAX)
}

/// The same for a catalogue in which nothing has been published.
pub(crate) fn raise_if_empty(connection: &mut Engine) -> Result<bool, StoreError> {
    raise_at(connection, 0)
}

fn raise_at(connection: &mut Engine, highest_revision: i64) -> Result<bool, StoreError> {
    let to_raise = catalogue_state::table
        .filter(catalogue_state::minimum_format.lt(HIGHEST_FORMAT))
        .filter(catalogue_state::revision.le(highest_revision));
    // Most starts find nothing to do, and wait for no lock.
    if to_raise.count().get_result::<i64>(connection)? == 0 {
        return Ok(false);
    }
    connection.transaction(|connection| {
        let raised = diesel::update(to_raise)
            .set(catalogue_state::minimum_format.eq(HIGHEST_FORMAT))
            .execute(connection)?;
        if raised > 0 {
            connection.batch_execute("DROP VIEW IF EXISTS catalogue_head")?;
        }
        Ok(raised > 0)
    })
}
