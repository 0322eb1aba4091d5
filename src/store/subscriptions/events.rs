//! What happens in a municipality without a change of its catalogue: numbered in order, without gaps.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::subscriptions::due::DueEvent;
use crate::domain::subscriptions::event::EventKind;
use crate::store::engine::on_either;
use crate::store::schema::{municipality_event_heads, municipality_events};
use crate::store::{Engine, StoreError};

/// The number of the latest event of a municipality; 0 if there is none.
pub(crate) fn last_number(connection: &mut Engine, kommunkod: Kommunkod) -> Result<i64, StoreError> {
    let number = municipality_event_heads::table
        .find(kommunkod.to_string())
        .select(municipality_event_heads::number)
        .first(connection)
        .optional()?;
    Ok(number.unwrap_or(0))
}

/// Adds an event that has no day.
pub(crate) fn append(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    kind: EventKind,
    key: &str,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    insert(connection, kommunkod, (kind, key, None), at)
}

/// Whether all these events are stored.
pub(crate) fn are_noted(connection: &mut Engine, kommunkod: Kommunkod, due: &[DueEvent]) -> Result<bool, StoreError> {
    Ok(absent(connection, kommunkod, due)?.is_empty())
}

/// Adds the events that are not there yet. Returns their number.
pub(crate) fn append_due(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    due: &[DueEvent],
    at: NaiveDateTime,
) -> Result<usize, StoreError> {
    // Another replica may add them at the same time.
    lock(connection, kommunkod)?;
    let absent = absent(connection, kommunkod, due)?;
    for event in &absent {
        let day = event.due.to_string();
        insert(connection, kommunkod, (event.kind, &event.key, Some(&day)), at)?;
    }
    Ok(absent.len())
}

/// The events that are not stored.
fn absent<'e>(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    due: &'e [DueEvent],
) -> Result<Vec<&'e DueEvent>, StoreError> {
    let Some(first) = due.iter().map(|event| event.due).min() else {
        return Ok(Vec::new());
    };
    let known: Vec<(String, String, Option<String>)> = municipality_events::table
        .filter(municipality_events::kommunkod.eq(kommunkod.to_string()))
        .filter(municipality_events::due_on.ge(first.to_string()))
        .select((
            municipality_events::kind,
            municipality_events::object_key,
            municipality_events::due_on,
        ))
        .load(connection)?;
    let known: HashSet<_> = known.into_iter().collect();
    let is_absent = |event: &&DueEvent| {
        let row = (
            event.kind.name().to_owned(),
            event.key.clone(),
            Some(event.due.to_string()),
        );
        !known.contains(&row)
    };
    Ok(due.iter().filter(is_absent).collect())
}

fn insert(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    (kind, key, due_on): (EventKind, &str, Option<&str>),
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    let number = next_number(connection, kommunkod, 1)?;
    diesel::insert_into(municipality_events::table)
        .values((
            municipality_events::kommunkod.eq(kommunkod.to_string()),
            municipality_events::number.eq(number),
            municipality_events::kind.eq(kind.name()),
            municipality_events::object_key.eq(key),
            municipality_events::due_on.eq(due_on),
            municipality_events::at.eq(at),
        ))
        .execute(connection)?;
    Ok(())
}

/// Locks the municipality's events and the number of its subscriptions until the transaction ends.
pub(super) fn lock(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    next_number(connection, kommunkod, 0).map(drop)
}

/// Locks the municipality's events, and adds to the last number.
fn next_number(connection: &mut Engine, kommunkod: Kommunkod, step: i64) -> Result<i64, StoreError> {
    let first = (
        municipality_event_heads::kommunkod.eq(kommunkod.to_string()),
        municipality_event_heads::number.eq(step),
    );
    let insert = diesel::insert_into(municipality_event_heads::table).values(first);
    let add = municipality_event_heads::number.eq(municipality_event_heads::number + step);
    on_either!(
        connection,
        insert
            .on_conflict(municipality_event_heads::kommunkod)
            .do_update()
            .set(add)
            .execute(connection)?
    );
    last_number(connection, kommunkod)
}
