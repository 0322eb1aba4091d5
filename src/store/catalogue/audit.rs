//! The audit chains in the database. Events are appended in the transaction that they describe.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::domain::Kommunkod;
use crate::domain::audit::{AuditEntry, AuditEvent, BEGINNING, Head};
use crate::store::engine::{Engine, on_either};
use crate::store::error::StoreError;
use crate::store::schema::{audit_events, audit_heads};

/// A stored event.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_events)]
struct EventRow {
    kommunkod: String,
    seq: i64,
    #[diesel(select_expression = at_as_text(), select_expression_type = SqlLiteral<Text>)]
    at: String,
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

/// SQLite stores instants as text, and several texts can mean one instant; the hash covers the text itself.
fn at_as_text() -> SqlLiteral<Text> {
    sql("CAST(audit_events.at AS TEXT)")
}

/// The instant of a text in the format that both engines write; `None` for other texts.
pub(crate) fn instant(text: &str) -> Option<DateTime<Utc>> {
    const FORM: &str = "%Y-%m-%d %H:%M:%S%.f";
    let without_zeros = |text: &str| {
        let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{seconds}.{}", fraction.trim_end_matches('0'))
    };
    let at = NaiveDateTime::parse_from_str(text, FORM).ok()?;
    (without_zeros(&at.format(FORM).to_string()) == without_zeros(text)).then(|| at.and_utc())
}

impl EventRow {
    fn read(self) -> Result<AuditEvent, StoreError> {
        let at = instant(&self.at);
        let at = at.ok_or_else(|| StoreError::Unreadable(format!("audit event {}", self.seq)))?;
        Ok(self.read_at(at))
    }

    fn read_at(self, at: DateTime<Utc>) -> AuditEvent {
        AuditEvent {
            seq: self.seq,
            audit_entry: AuditEntry {
                at,
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

/// Appends events to a municipality's chain. Its head stays locked until the transaction ends.
pub fn append(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    audit_entries: impl IntoIterator<Item = AuditEntry>,
) -> Result<(), StoreError> {
    let mut head = lock_head(connection, kommunkod)?;
    let mut appended = false;
    for audit_entry in audit_entries {
        let event = AuditEvent::after(&head, kommunkod.as_str(), audit_entry);
        head = event.head();
        insert(connection, kommunkod, event)?;
        appended = true;
    }
    if appended {
        diesel::update(audit_heads::table.find(kommunkod.as_str()))
            .set((audit_heads::seq.eq(head.seq), audit_heads::hash.eq(&head.hash)))
            .execute(connection)?;
    }
    Ok(())
}

fn insert(connection: &mut Engine, kommunkod: Kommunkod, event: AuditEvent) -> QueryResult<usize> {
    let AuditEvent {
        seq,
        audit_entry,
        prev_hash,
        hash,
    } = event;
    let row = (
        audit_events::kommunkod.eq(kommunkod.as_str()),
        audit_events::seq.eq(seq),
        audit_events::at.eq(audit_entry.at.naive_utc()),
        audit_events::client_id.eq(audit_entry.client_id),
        audit_events::actor_hmac.eq(audit_entry.actor),
        audit_events::action.eq(audit_entry.action),
        audit_events::object_kind.eq(audit_entry.object_kind),
        audit_events::object_key.eq(audit_entry.object_key),
        audit_events::revision.eq(audit_entry.revision),
        audit_events::before_sha256.eq(audit_entry.before_sha256),
        audit_events::after_sha256.eq(audit_entry.after_sha256),
        audit_events::trace_id.eq(audit_entry.trace_id),
        audit_events::prev_hash.eq(prev_hash),
        audit_events::hash.eq(hash),
    );
    diesel::insert_into(audit_events::table).values(row).execute(connection)
}

fn lock_head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Head, StoreError> {
    let row = (
        audit_heads::kommunkod.eq(kommunkod.as_str()),
        audit_heads::seq.eq(0),
        audit_heads::hash.eq(BEGINNING),
    );
    let insert = diesel::insert_into(audit_heads::table).values(row);
    on_either!(connection, insert.on_conflict_do_nothing().execute(connection)?);
    diesel::update(audit_heads::table.find(kommunkod.as_str()))
        .set(audit_heads::seq.eq(audit_heads::seq))
        .execute(connection)?;
    Ok(head(connection, kommunkod.as_str())?.unwrap_or_else(Head::beginning))
}

/// The head of a municipality's chain, if it has one.
pub(crate) fn head(connection: &mut Engine, kommunkod: &str) -> Result<Option<Head>, StoreError> {
    let found: Option<(i64, String)> = audit_heads::table
        .find(kommunkod)
        .select((audit_heads::seq, audit_heads::hash))
        .first(connection)
        .optional()?;
    Ok(found.map(|(seq, hash)| Head { seq, hash }))
}

/// At most `limit` events of a municipality after a sequence number, in order.
pub fn events(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    after: i64,
    limit: i64,
) -> Result<Vec<AuditEvent>, StoreError> {
    let rows = rows(connection, kommunkod.as_str(), after, limit)?;
    rows.into_iter().map(EventRow::read).collect()
}

/// Every stored event of a chain in order, for verification.
pub(crate) fn every_event(connection: &mut Engine, kommunkod: &str) -> Result<Vec<AuditEvent>, StoreError> {
    let rows = rows(connection, kommunkod, i64::MIN, i64::MAX)?;
    let events = rows.into_iter().map(|row| {
        // An invalid instant becomes one that no event has, so that the hash does not match.
        let at = instant(&row.at).unwrap_or(DateTime::<Utc>::MIN_UTC);
        row.read_at(at)
    });
    Ok(events.collect())
}

fn rows(connection: &mut Engine, kommunkod: &str, after: i64, limit: i64) -> QueryResult<Vec<EventRow>> {
    audit_events::table
        .filter(audit_events::kommunkod.eq(kommunkod))
        .filter(audit_events::seq.gt(after))
        .order(audit_events::seq)
        .limit(limit)
        .select(EventRow::as_select())
        .load(connection)
}

/// The events of one actor in order, with their municipality.
pub(crate) fn of_actor(connection: &mut Engine, actor: &str) -> Result<Vec<(String, AuditEvent)>, StoreError> {
    let rows = audit_events::table
        .filter(audit_events::actor_hmac.eq(actor))
        .order((audit_events::kommunkod, audit_events::seq))
        .select(EventRow::as_select())
        .load::<EventRow>(connection)?;
    rows.into_iter()
        .map(|row| Ok((row.kommunkod.clone(), row.read()?)))
        .collect()
}

/// The municipality and number of each event with a hash.
pub(crate) fn with_hash(connection: &mut Engine, hash: &str) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(audit_events::table
        .filter(audit_events::hash.eq(hash))
        .select((audit_events::kommunkod, audit_events::seq))
        .load(connection)?)
}
