//! The audit chains in the database: appended in the same transaction as what they tell of.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::audit::{AuditEvent, BEGINNING, Break, Deed, Head, breaks};
use crate::domain::kommun::Kommunkod;

use super::engine::Engine;
use super::error::StoreError;
use super::schema::{audit_events, audit_heads};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events)]
struct EventRow {
    kommunkod: String,
    seq: i64,
    at: NaiveDateTime,
    client_id: String,
    actor_hmac: String,
    action: String,
    object_kind: String,
    object_key: String,
    revision: Option<i64>,
    before_sha256: Option<String>,
    after_sha256: Option<String>,
    trace_id: String,
    prev_hash: String,
    hash: String,
}

impl EventRow {
    fn of(kommunkod: Kommunkod, event: AuditEvent) -> Self {
        let AuditEvent {
            seq,
            deed,
            prev_hash,
            hash,
        } = event;
        Self {
            kommunkod: kommunkod.to_string(),
            seq,
            at: deed.at.naive_utc(),
            client_id: deed.client_id,
            actor_hmac: deed.actor,
            action: deed.action,
            object_kind: deed.object_kind,
            object_key: deed.object_key,
            revision: deed.revision,
            before_sha256: deed.before_sha256,
            after_sha256: deed.after_sha256,
            trace_id: deed.trace_id,
            prev_hash,
            hash,
        }
    }

    fn read(self) -> AuditEvent {
        AuditEvent {
            seq: self.seq,
            deed: Deed {
                at: self.at.and_utc(),
                client_id: self.client_id,
                actor: self.actor_hmac,
                action: self.action,
                object_kind: self.object_kind,
                object_key: self.object_key,
                revision: self.revision,
                before_sha256: self.before_sha256,
                after_sha256: self.after_sha256,
                trace_id: self.trace_id,
            },
            prev_hash: self.prev_hash,
            hash: self.hash,
        }
    }
}

/// Appends deeds to a municipality's chain, whose head stays locked until the transaction ends.
///
/// # Errors
/// When the database cannot be reached.
pub fn append(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    deeds: impl IntoIterator<Item = Deed>,
) -> Result<(), StoreError> {
    let mut head = lock_head(connection, kommunkod)?;
    let mut appended = false;
    for deed in deeds {
        let event = AuditEvent::after(&head, kommunkod.as_str(), deed);
        head = event.head();
        diesel::insert_into(audit_events::table)
            .values(EventRow::of(kommunkod, event))
            .execute(connection)?;
        appended = true;
    }
    if appended {
        diesel::update(audit_heads::table.find(kommunkod.as_str()))
            .set((audit_heads::seq.eq(head.seq), audit_heads::hash.eq(&head.hash)))
            .execute(connection)?;
    }
    Ok(())
}

fn lock_head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Head, StoreError> {
    let row = (
        audit_heads::kommunkod.eq(kommunkod.as_str()),
        audit_heads::seq.eq(0),
        audit_heads::hash.eq(BEGINNING),
    );
    let insert = diesel::insert_into(audit_heads::table).values(row);
    match connection {
        Engine::Postgres(connection) => insert.on_conflict_do_nothing().execute(connection)?,
        Engine::Sqlite(connection) => insert.on_conflict_do_nothing().execute(connection)?,
    };
    diesel::update(audit_heads::table.find(kommunkod.as_str()))
        .set(audit_heads::seq.eq(audit_heads::seq))
        .execute(connection)?;
    Ok(head(connection, kommunkod)?.unwrap_or_else(Head::beginning))
}

/// The head of a municipality's chain, where it has one.
///
/// # Errors
/// When the database cannot be reached.
pub fn head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Option<Head>, StoreError> {
    let found: Option<(i64, String)> = audit_heads::table
        .find(kommunkod.as_str())
        .select((audit_heads::seq, audit_heads::hash))
        .first(connection)
        .optional()?;
    Ok(found.map(|(seq, hash)| Head { seq, hash }))
}

/// The municipalities that have a chain, in order of their codes.
///
/// # Errors
/// When the database cannot be reached.
pub fn municipalities(connection: &mut Engine) -> Result<Vec<Kommunkod>, StoreError> {
    let codes: Vec<String> = audit_heads::table
        .select(audit_heads::kommunkod)
        .order(audit_heads::kommunkod)
        .load(connection)?;
    Ok(codes.iter().filter_map(|code| Kommunkod::parse(code)).collect())
}

/// Events of a municipality after a number, in order.
///
/// # Errors
/// When the database cannot be reached.
pub fn events(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    after: i64,
    limit: i64,
) -> Result<Vec<AuditEvent>, StoreError> {
    let rows = audit_events::table
        .filter(audit_events::kommunkod.eq(kommunkod.as_str()))
        .filter(audit_events::seq.gt(after))
        .order(audit_events::seq)
        .limit(limit)
        .select(EventRow::as_select())
        .load::<EventRow>(connection)?;
    Ok(rows.into_iter().map(EventRow::read).collect())
}

/// The events of one actor, with their municipality, in order.
///
/// # Errors
/// When the database cannot be reached.
pub fn of_actor(connection: &mut Engine, actor: &str) -> Result<Vec<(String, AuditEvent)>, StoreError> {
    let rows = audit_events::table
        .filter(audit_events::actor_hmac.eq(actor))
        .order((audit_events::kommunkod, audit_events::seq))
        .select(EventRow::as_select())
        .load::<EventRow>(connection)?;
    Ok(rows
        .into_iter()
        .map(|row| (row.kommunkod.clone(), row.read()))
        .collect())
}

/// Says whether some chain has an event with a hash.
///
/// # Errors
/// When the database cannot be reached.
pub fn has(connection: &mut Engine, hash: &str) -> Result<bool, StoreError> {
    let found = diesel::select(diesel::dsl::exists(
        audit_events::table.filter(audit_events::hash.eq(hash)),
    ));
    Ok(found.get_result(connection)?)
}

/// Finds everything that is wrong with a municipality's chain, and how many events it has.
///
/// # Errors
/// When the database cannot be reached.
pub fn verify(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(Vec<Break>, usize), StoreError> {
    let events = events(connection, kommunkod, 0, i64::MAX)?;
    let head = head(connection, kommunkod)?.unwrap_or_else(Head::beginning);
    Ok((breaks(kommunkod.as_str(), &events, &head), events.len()))
}
