//! The rows of subscriptions.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::domain::subscriptions::event::EventKind;
use crate::domain::subscriptions::outcome::DisabledReason;
use crate::domain::{Generation, Kommunkod, word};
use crate::store::catalogue::changes::log_head;
use crate::store::schema::{deliveries, subscriptions};
use crate::store::{Engine, StoreError};

use super::events::{last_number, lock};

/// How far a subscription has come in the two orders that it follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The generation of the database that the numbers belong to.
    pub generation: Generation,
    /// The last change of the catalogue that was delivered or passed over.
    pub revision: i64,
    /// The last other event of the municipality.
    pub event: i64,
}

/// A stored subscription. It has no `Debug`, because of its secrets.
#[derive(Clone)]
pub(crate) struct KeptSubscription {
    pub id: String,
    pub kommunkod: Kommunkod,
    pub url: String,
    pub kinds: Vec<EventKind>,
    /// The encrypted secrets.
    pub secrets: KeptSecrets,
    pub cursor: Cursor,
    /// The attempts to deliver the next message that have failed.
    pub attempts: u32,
    pub next_try_at: DateTime<Utc>,
    pub failing_since: Option<DateTime<Utc>>,
    pub disabled: Option<(DateTime<Utc>, Option<DisabledReason>)>,
    pub created_at: DateTime<Utc>,
}

/// The encrypted secrets of a subscription.
#[derive(Clone)]
pub(crate) struct KeptSecrets {
    pub current: String,
    /// The one before, and until when it signs too.
    pub previous: Option<(String, DateTime<Utc>)>,
}

/// A new subscription, which follows what happens from now on.
pub(crate) struct NewSubscription {
    pub id: String,
    pub kommunkod: Kommunkod,
    pub url: String,
    pub kinds: Vec<EventKind>,
    /// The encrypted secret.
    pub secret: String,
    pub at: NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions)]
struct Row {
    id: String,
    kommunkod: String,
    url: String,
    kinds: String,
    secret: String,
    previous_secret: Option<String>,
    previous_until: Option<NaiveDateTime>,
    generation: String,
    revision: i64,
    event: i64,
    attempts: i32,
    next_try_at: NaiveDateTime,
    failing_since: Option<NaiveDateTime>,
    disabled_at: Option<NaiveDateTime>,
    disabled_because: Option<String>,
    created_at: NaiveDateTime,
}

/// Adds a subscription, unless the municipality has `most` already.
pub(crate) fn add(
    connection: &mut Engine,
    new: &NewSubscription,
    most: i64,
) -> Result<Option<KeptSubscription>, StoreError> {
    lock(connection, new.kommunkod)?;
    let head = log_head(connection)?;
    let event = last_number(connection, new.kommunkod)?;
    let kommunkod = new.kommunkod.to_string();
    let count: i64 = subscriptions::table
        .filter(subscriptions::kommunkod.eq(&kommunkod))
        .count()
        .get_result(connection)?;
    if count >= most {
        return Ok(None);
    }
    let kinds: Vec<&str> = new.kinds.iter().map(|kind| kind.name()).collect();
    diesel::insert_into(subscriptions::table)
        .values((
            subscriptions::id.eq(&new.id),
            subscriptions::kommunkod.eq(&kommunkod),
            subscriptions::url.eq(&new.url),
            subscriptions::kinds.eq(kinds.join(" ")),
            subscriptions::secret.eq(&new.secret),
            subscriptions::generation.eq(head.generation.as_str()),
            subscriptions::revision.eq(head.revision()),
            subscriptions::event.eq(event),
            subscriptions::attempts.eq(0),
            subscriptions::next_try_at.eq(new.at),
            subscriptions::lease_owner.eq(""),
            subscriptions::lease_until.eq(0_i64),
            subscriptions::deliveries.eq(0_i64),
            subscriptions::created_at.eq(new.at),
        ))
        .execute(connection)?;
    by_id(connection, &new.id)
}

/// The subscriptions of a municipality, the oldest first.
pub(crate) fn of_municipality(
    connection: &mut Engine,
    kommunkod: Kommunkod,
) -> Result<Vec<KeptSubscription>, StoreError> {
    let rows = subscriptions::table
        .filter(subscriptions::kommunkod.eq(kommunkod.to_string()))
        .order((subscriptions::created_at, subscriptions::id))
        .select(Row::as_select())
        .load::<Row>(connection)?;
    rows.into_iter().map(Row::read).collect()
}

/// A subscription of a municipality.
pub(crate) fn find(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    id: &str,
) -> Result<Option<KeptSubscription>, StoreError> {
    let row = subscriptions::table
        .find(id)
        .filter(subscriptions::kommunkod.eq(kommunkod.to_string()))
        .select(Row::as_select())
        .first::<Row>(connection)
        .optional()?;
    row.map(Row::read).transpose()
}

/// Deletes a subscription of a municipality with its deliveries. Returns whether it existed.
pub(crate) fn delete(connection: &mut Engine, kommunkod: Kommunkod, id: &str) -> Result<bool, StoreError> {
    let of_municipality = subscriptions::kommunkod.eq(kommunkod.to_string());
    let deleted = diesel::delete(subscriptions::table.find(id).filter(of_municipality)).execute(connection)?;
    if deleted > 0 {
        diesel::delete(deliveries::table.filter(deliveries::subscription_id.eq(id))).execute(connection)?;
    }
    Ok(deleted > 0)
}

/// Replaces the secret. The one before signs too, until a time.
pub(crate) fn rotate(
    connection: &mut Engine,
    id: &str,
    secret: &str,
    (previous, until): (&str, NaiveDateTime),
) -> Result<(), StoreError> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::secret.eq(secret),
            subscriptions::previous_secret.eq(previous),
            subscriptions::previous_until.eq(until),
        ))
        .execute(connection)?;
    Ok(())
}

/// Continues from another change of the catalogue, and enables the subscription.
pub(crate) fn continue_after(
    connection: &mut Engine,
    id: &str,
    cursor: &Cursor,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::update(subscriptions::table.find(id))
        .set((
            subscriptions::generation.eq(cursor.generation.as_str()),
            subscriptions::revision.eq(cursor.revision),
            subscriptions::event.eq(cursor.event),
            subscriptions::attempts.eq(0),
            subscriptions::next_try_at.eq(now),
            subscriptions::failing_since.eq(None::<NaiveDateTime>),
            subscriptions::disabled_at.eq(None::<NaiveDateTime>),
            subscriptions::disabled_because.eq(None::<String>),
        ))
        .execute(connection)?;
    Ok(())
}

/// Reads a subscription by its id alone.
pub(super) fn by_id(connection: &mut Engine, id: &str) -> Result<Option<KeptSubscription>, StoreError> {
    let row = subscriptions::table
        .find(id)
        .select(Row::as_select())
        .first::<Row>(connection)
        .optional()?;
    row.map(Row::read).transpose()
}

impl Row {
    fn read(self) -> Result<KeptSubscription, StoreError> {
        let kommunkod = Kommunkod::parse(&self.kommunkod);
        // A kind that only a newer release knows is not delivered by this one.
        let kinds = self.kinds.split(' ').filter_map(|kind| word::read(kind).ok());
        let reason = |stored: &str| word::read(stored).ok();
        Ok(KeptSubscription {
            kommunkod: kommunkod.ok_or_else(|| StoreError::Unreadable("a subscription".into()))?,
            kinds: kinds.collect(),
            secrets: KeptSecrets {
                current: self.secret,
                previous: self
                    .previous_secret
                    .zip(self.previous_until.map(|until| until.and_utc())),
            },
            cursor: Cursor {
                generation: Generation::new(self.generation),
                revision: self.revision,
                event: self.event,
            },
            attempts: u32::try_from(self.attempts).unwrap_or_default(),
            next_try_at: self.next_try_at.and_utc(),
            failing_since: self.failing_since.map(|since| since.and_utc()),
            disabled: self
                .disabled_at
                .map(|at| (at.and_utc(), self.disabled_because.as_deref().and_then(reason))),
            created_at: self.created_at.and_utc(),
            id: self.id,
            url: self.url,
        })
    }
}
