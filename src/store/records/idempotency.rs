//! Answers to requests with an `Idempotency-Key`, stored in the transaction of the request.

use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::store::schema::idempotency_keys;
use crate::store::{Engine, StoreError};

/// A request with an idempotency key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct KeyedRequest {
    /// Keyed hash of the key and its scope.
    pub key_hash: String,
    /// Keyed hash of the body.
    pub body_hash: String,
}

/// A stored answer. It contains no free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptAnswer {
    pub status: u16,
    /// Header names and values, as JSON.
    pub headers: String,
    pub body: String,
}

/// The state of an idempotency key.
pub(crate) enum Known {
    /// Not used before.
    New,
    /// The request is already answered.
    Answered(KeptAnswer),
    /// Used for a different request.
    Other,
}

pub(crate) fn find(connection: &mut Engine, request: &KeyedRequest, now: NaiveDateTime) -> Result<Known, StoreError> {
    let found: Option<(String, i32, String, String)> = idempotency_keys::table
        .find(&request.key_hash)
        .filter(idempotency_keys::expires_at.gt(now))
        .select((
            idempotency_keys::body_hash,
            idempotency_keys::status,
            idempotency_keys::headers,
            idempotency_keys::body,
        ))
        .first(connection)
        .optional()?;
    Ok(match found {
        None => Known::New,
        Some((body_hash, ..)) if body_hash != request.body_hash => Known::Other,
        Some((_, status, headers, body)) => Known::Answered(KeptAnswer {
            status: u16::try_from(status).unwrap_or(200),
            headers,
            body,
        }),
    })
}

/// Claims a key before the work, so that only one of two concurrent requests does it.
///
/// Waits only briefly if another process has claimed the key.
///
/// # Errors
/// [`StoreError::StillRunning`] if another request is not done; otherwise from the database.
pub(crate) fn claim(
    connection: &mut Engine,
    request: &KeyedRequest,
    now: NaiveDateTime,
    expires_at: NaiveDateTime,
) -> Result<Known, StoreError> {
    diesel::delete(
        idempotency_keys::table
            .find(&request.key_hash)
            .filter(idempotency_keys::expires_at.le(now)),
    )
    .execute(connection)?;
    let row = (
        idempotency_keys::key_hash.eq(&request.key_hash),
        idempotency_keys::body_hash.eq(&request.body_hash),
        idempotency_keys::status.eq(0),
        idempotency_keys::headers.eq(""),
        idempotency_keys::body.eq(""),
        idempotency_keys::expires_at.eq(expires_at),
    );
    let insert = diesel::insert_into(idempotency_keys::table).values(row);
    let claimed = match connection {
        Engine::Postgres(connection) => {
            connection.batch_execute("SET LOCAL lock_timeout = '500ms'")?;
            let claimed = insert.on_conflict_do_nothing().execute(connection);
            let claimed = claimed.map_err(|error| match StoreError::from(error) {
                StoreError::Locked => StoreError::StillRunning,
                other => other,
            })?;
            connection.batch_execute("SET LOCAL lock_timeout = '5s'")?;
            claimed
        }
        Engine::Sqlite(connection) => insert.on_conflict_do_nothing().execute(connection)?,
    };
    if claimed == 1 {
        Ok(Known::New)
    } else {
        find(connection, request, now)
    }
}

/// Stores the answer to a request with a claimed key.
pub(crate) fn keep(connection: &mut Engine, request: &KeyedRequest, answer: &KeptAnswer) -> Result<(), StoreError> {
    diesel::update(idempotency_keys::table.find(&request.key_hash))
        .set((
            idempotency_keys::status.eq(i32::from(answer.status)),
            idempotency_keys::headers.eq(&answer.headers),
            idempotency_keys::body.eq(&answer.body),
        ))
        .execute(connection)?;
    Ok(())
}

/// Releases a claimed key, because nothing was done.
pub fn release(connection: &mut Engine, request: &KeyedRequest) -> Result<(), StoreError> {
    diesel::delete(idempotency_keys::table.find(&request.key_hash)).execute(connection)?;
    Ok(())
}

/// Deletes expired keys.
pub(crate) fn forget(connection: &mut Engine, now: NaiveDateTime) -> Result<usize, StoreError> {
    let expired = idempotency_keys::table.filter(idempotency_keys::expires_at.le(now));
    Ok(diesel::delete(expired).execute(connection)?)
}
