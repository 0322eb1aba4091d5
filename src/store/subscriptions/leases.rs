//! Which replica delivers to a subscription: the one that holds its lease, by the clock of the database.

use chrono::NaiveDateTime;
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::store::schema::{catalogue_changes, catalogue_state, municipality_event_heads, subscriptions};
use crate::store::{Engine, StoreError};

use super::rows::{KeptSubscription, by_id};

/// How long a lease lasts, in seconds.
pub(crate) const LEASE_SECONDS: i64 = 6;

/// At most `most` subscriptions that wait for an event, can be tried and have no lease; those without failures first.
pub(crate) fn waiting(connection: &mut Engine, now: NaiveDateTime, most: i64) -> Result<Vec<String>, StoreError> {
    let clock = clock(connection);
    let has_change = exists(
        catalogue_changes::table
            .filter(catalogue_changes::kommunkod.eq(subscriptions::kommunkod))
            .filter(catalogue_changes::revision.gt(subscriptions::revision)),
    );
    let has_event = exists(
        municipality_event_heads::table
            .filter(municipality_event_heads::kommunkod.eq(subscriptions::kommunkod))
            .filter(municipality_event_heads::number.gt(subscriptions::event)),
    );
    let was_restored = exists(catalogue_state::table.filter(catalogue_state::generation.ne(subscriptions::generation)));
    let found = subscriptions::table
        .filter(subscriptions::disabled_at.is_null())
        .filter(subscriptions::next_try_at.le(now))
        .filter(subscriptions::lease_until.lt(sql::<BigInt>(clock)))
        .filter(has_change.or(has_event).or(was_restored))
        .order((subscriptions::attempts, subscriptions::next_try_at))
        .limit(most)
        .select(subscriptions::id)
        .load(connection)?;
    Ok(found)
}

/// Takes the lease of a subscription, unless another replica has it, and reads the subscription.
pub(crate) fn take(connection: &mut Engine, id: &str, owner: &str) -> Result<Option<KeptSubscription>, StoreError> {
    let clock = clock(connection);
    let free = subscriptions::table
        .find(id)
        .filter(subscriptions::lease_until.lt(sql::<BigInt>(clock)));
    let taken = diesel::update(free)
        .set((
            subscriptions::lease_owner.eq(owner),
            subscriptions::lease_until.eq(sql::<BigInt>(clock) + LEASE_SECONDS),
        ))
        .execute(connection)?;
    if taken == 0 {
        return Ok(None);
    }
    by_id(connection, id)
}

/// Lengthens a lease. Returns whether the owner still has it.
pub(crate) fn renew(connection: &mut Engine, id: &str, owner: &str) -> Result<bool, StoreError> {
    set_until(connection, id, owner, LEASE_SECONDS)
}

/// Ends a lease, if the owner still has it.
pub(crate) fn release(connection: &mut Engine, id: &str, owner: &str) -> Result<(), StoreError> {
    set_until(connection, id, owner, -1).map(drop)
}

fn set_until(connection: &mut Engine, id: &str, owner: &str, seconds: i64) -> Result<bool, StoreError> {
    let clock = clock(connection);
    let held = subscriptions::table
        .find(id)
        .filter(subscriptions::lease_owner.eq(owner))
        .filter(subscriptions::lease_until.ge(sql::<BigInt>(clock)));
    let changed = diesel::update(held)
        .set(subscriptions::lease_until.eq(sql::<BigInt>(clock) + seconds))
        .execute(connection)?;
    Ok(changed > 0)
}

/// Seconds since 1970 by the clock of the database, which all replicas share.
const fn clock(connection: &Engine) -> &'static str {
    match connection {
        Engine::Postgres(_) => "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)",
        Engine::Sqlite(_) => "CAST(strftime('%s', 'now') AS INTEGER)",
    }
}
