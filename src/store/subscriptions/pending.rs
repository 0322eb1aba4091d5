//! The events that a subscription has not got yet.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::insatser::document::Kind;
use crate::domain::subscriptions::event::{Event, EventKind, Position};
use crate::domain::{day, word};
use crate::store::schema::{catalogue_changes, municipality_events};
use crate::store::{Engine, StoreError};

use super::rows::Cursor;

/// An event to deliver, or a change of a kind that this release does not know and passes over.
pub(crate) struct Pending {
    pub position: Position,
    pub event: Option<Event>,
}

/// At most `most` events of a municipality after a cursor of the current generation, by time.
pub(crate) fn pending(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    cursor: &Cursor,
    most: i64,
) -> Result<Vec<Pending>, StoreError> {
    let mut changes = changes(connection, kommunkod, cursor.revision, most)?
        .into_iter()
        .peekable();
    let mut others = others(connection, kommunkod, cursor.event, most)?
        .into_iter()
        .peekable();
    // Each of the two orders stays as it is, even if a clock went back.
    let merged = std::iter::from_fn(|| match (changes.peek(), others.peek()) {
        (Some((changed, _)), Some((happened, _))) if happened < changed => others.next(),
        (Some(_), _) => changes.next(),
        (None, _) => others.next(),
    });
    let most = usize::try_from(most).unwrap_or_default();
    Ok(merged.take(most).map(|(_, pending)| pending).collect())
}

fn changes(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    after: i64,
    most: i64,
) -> Result<Vec<(NaiveDateTime, Pending)>, StoreError> {
    let rows: Vec<(i64, String, String, bool, NaiveDateTime)> = catalogue_changes::table
        .filter(catalogue_changes::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_changes::revision.gt(after))
        .order(catalogue_changes::revision)
        .limit(most)
        .select((
            catalogue_changes::revision,
            catalogue_changes::kind,
            catalogue_changes::object_key,
            catalogue_changes::doc_sha256.is_null(),
            catalogue_changes::at,
        ))
        .load(connection)?;
    let read = |(revision, kind, key, gone, at): (i64, String, String, bool, NaiveDateTime)| {
        let position = Position::Revision(revision);
        let event = word::read::<Kind>(&kind).ok().map(|kind| Event {
            kind: EventKind::of_change(kind),
            position,
            kommunkod,
            key,
            gone,
            due: None,
            at: at.and_utc(),
        });
        (at, Pending { position, event })
    };
    Ok(rows.into_iter().map(read).collect())
}

fn others(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    after: i64,
    most: i64,
) -> Result<Vec<(NaiveDateTime, Pending)>, StoreError> {
    let rows: Vec<(i64, String, String, Option<String>, NaiveDateTime)> = municipality_events::table
        .filter(municipality_events::kommunkod.eq(kommunkod.as_str()))
        .filter(municipality_events::number.gt(after))
        .order(municipality_events::number)
        .limit(most)
        .select((
            municipality_events::number,
            municipality_events::kind,
            municipality_events::object_key,
            municipality_events::due_on,
            municipality_events::at,
        ))
        .load(connection)?;
    let read = |(number, kind, key, due_on, at): (i64, String, String, Option<String>, NaiveDateTime)| {
        let position = Position::Event(number);
        let event = word::read::<EventKind>(&kind).ok().map(|kind| Event {
            kind,
            position,
            kommunkod,
            key,
            gone: false,
            due: due_on.as_deref().and_then(day::parse),
            at: at.and_utc(),
        });
        (at, Pending { position, event })
    };
    Ok(rows.into_iter().map(read).collect())
}
