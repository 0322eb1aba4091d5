//! What a replica has delivered with a lease, written together with how far the subscription has come.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::domain::subscriptions::event::EventKind;
use crate::domain::subscriptions::outcome::{Delivered, DisabledReason};
use crate::store::engine::insert_rows;
use crate::store::schema::{deliveries, subscriptions};
use crate::store::{Engine, StoreError};

use super::leases::renew;
use super::rows::Cursor;

/// An attempt to deliver.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub message_id: String,
    pub kind: EventKind,
    /// The number of the attempt, from 1.
    pub number: u32,
    pub at: DateTime<Utc>,
    pub delivered: Delivered,
}

/// Where a subscription stands after some attempts.
#[derive(Clone)]
pub(crate) struct Progress {
    pub from: Cursor,
    pub to: Cursor,
    pub attempts: Vec<Attempt>,
    /// The failed attempts of the next message.
    pub failed: u32,
    pub next_try_at: NaiveDateTime,
    pub failing_since: Option<NaiveDateTime>,
    pub disabled: Option<(NaiveDateTime, DisabledReason)>,
}

/// Whether a replica may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It still has the lease, which is longer now.
    Holds,
    /// Somebody moved the subscription to another event, or disabled it. What was delivered is written.
    Moved,
    /// Another replica may have the lease. Nothing is written.
    Lost,
}

/// Writes what was delivered, and lengthens the lease.
pub(crate) fn record(
    connection: &mut Engine,
    id: &str,
    owner: &str,
    progress: &Progress,
) -> Result<Standing, StoreError> {
    if !renew(connection, id, owner)? {
        return Ok(Standing::Lost);
    }
    write_attempts(connection, id, &progress.attempts)?;
    let Cursor {
        generation,
        revision,
        event,
    } = &progress.from;
    let unmoved = subscriptions::table
        .find(id)
        .filter(subscriptions::generation.eq(generation.as_str()))
        .filter(subscriptions::revision.eq(revision))
        .filter(subscriptions::event.eq(event));
    let moved = diesel::update(unmoved)
        .set((
            subscriptions::generation.eq(progress.to.generation.as_str()),
            subscriptions::revision.eq(progress.to.revision),
            subscriptions::event.eq(progress.to.event),
            subscriptions::attempts.eq(i32::try_from(progress.failed).unwrap_or(i32::MAX)),
            subscriptions::next_try_at.eq(progress.next_try_at),
            subscriptions::failing_since.eq(progress.failing_since),
            subscriptions::disabled_at.eq(progress.disabled.map(|(at, _)| at)),
            subscriptions::disabled_because.eq(progress.disabled.map(|(_, reason)| <&str>::from(reason))),
        ))
        .execute(connection)?;
    Ok(if moved == 1 { Standing::Holds } else { Standing::Moved })
}

/// Writes attempts, numbered after those before.
pub(crate) fn write_attempts(connection: &mut Engine, id: &str, attempts: &[Attempt]) -> Result<(), StoreError> {
    if attempts.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(attempts.len()).unwrap_or_default();
    diesel::update(subscriptions::table.find(id))
        .set(subscriptions::deliveries.eq(subscriptions::deliveries + count))
        .execute(connection)?;
    let last: Option<i64> = subscriptions::table
        .find(id)
        .select(subscriptions::deliveries)
        .first(connection)
        .optional()?;
    // The subscription was deleted meanwhile.
    let Some(last) = last else {
        return Ok(());
    };
    let rows: Vec<_> = attempts
        .iter()
        .zip(last - count + 1..)
        .map(|(attempt, number)| {
            let millis = i64::try_from(attempt.delivered.took.as_millis()).unwrap_or(i64::MAX);
            (
                deliveries::subscription_id.eq(id),
                deliveries::number.eq(number),
                deliveries::message_id.eq(&attempt.message_id),
                deliveries::kind.eq(attempt.kind.name()),
                deliveries::attempt.eq(i32::try_from(attempt.number).unwrap_or(i32::MAX)),
                deliveries::at.eq(attempt.at.naive_utc()),
                deliveries::outcome.eq(<&str>::from(attempt.delivered.outcome)),
                deliveries::status.eq(attempt.delivered.status.map(i32::from)),
                deliveries::millis.eq(millis),
            )
        })
        .collect();
    insert_rows!(connection, &rows, 1_000, values => diesel::insert_into(deliveries::table).values(values));
    Ok(())
}
