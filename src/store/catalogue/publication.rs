//! The one way into the catalogue: judged under the lock, written whole or not at all, with its audit events.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::domain::audit::AuditEntry;
use crate::domain::hash::sha256;
use crate::domain::insatser::document::Change;
use crate::domain::insatser::municipality::{Expected, ObjectName};
use crate::domain::kommun::Kommunkod;
use crate::domain::publishing::plan::plan;
use crate::domain::publishing::proposal::{Judgement, NotPlanned, Proposed};
use crate::secret::Secret;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current, catalogue_head};

use super::audit;
use super::changes::{CurrentDocuments, load_municipality, revision};

/// The form of the documents written by this release.
const FORMAT: i32 = 1;

/// What a publication changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The keys of the documents that changed, in order.
    pub changed: Vec<String>,
    /// The revision afterwards.
    pub revision: i64,
}

/// What to publish together in one municipality, all or none.
#[derive(Clone, Debug)]
pub(crate) struct Publication {
    /// Whose catalogue.
    pub kommunkod: Kommunkod,
    /// What is proposed.
    pub proposed: Vec<Proposed>,
    /// By what it is judged.
    pub judgement: Judgement,
    /// What must hold of an object for anything to change.
    pub expected: Option<(ObjectName, Expected)>,
    /// Who publishes.
    pub author: Author,
    /// The instant noted on the change.
    pub at: DateTime<Utc>,
}

/// Who publishes, as the audit names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The client.
    pub client_id: String,
    /// A keyed hash of issuer and subject, with the key's id before it.
    pub actor: String,
    /// The trace.
    pub trace_id: String,
}

impl Author {
    /// The program itself, when it is run on a machine by somebody who is known there by this name.
    pub(crate) fn program(secret: &Secret, command: &str, user: &str) -> Self {
        Self {
            client_id: format!("insatskatalog/{command}"),
            actor: secret.actor("urn:insatskatalog:command", user),
            trace_id: uuid::Uuid::new_v4().simple().to_string(),
        }
    }
}

/// A publication that is refused.
#[derive(Clone, Debug)]
pub(crate) struct Refused {
    /// Which of the publications, from 0.
    pub publication: usize,
    /// Why.
    pub why: Refusal,
}

/// Why a publication is refused.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// What was expected of the object does not hold: somebody else was there before.
    Stale,
    /// What is proposed cannot be published.
    NotPlanned(NotPlanned),
}

#[derive(Insertable)]
#[diesel(table_name = catalogue_changes)]
struct NewChange {
    revision: i64,
    kommunkod: String,
    kind: &'static str,
    object_key: String,
    doc: Option<String>,
    doc_sha256: Option<String>,
    format: i32,
    at: NaiveDateTime,
}

/// Publishes: judges every publication under the lock, and writes what changes something, all of it or nothing.
///
/// The publications are of different municipalities. The outer error is the database's, the inner one tells which is
/// refused and why; then nothing is written.
pub(crate) fn publish(
    connection: &mut Engine,
    publications: &[Publication],
) -> Result<Result<Vec<Published>, Refused>, StoreError> {
    let mut revision = lock_head(connection)?;
    let before = revision;
    let planned = match planned(connection, publications)? {
        Ok(planned) => planned,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut published = Vec::new();
    for Planned {
        publication,
        changes,
        current,
    } in planned
    {
        let mut changed = Vec::new();
        let mut audit_entries = Vec::new();
        for change in changes {
            revision += 1;
            let row = new_change(revision, publication, &change);
            diesel::insert_into(catalogue_changes::table)
                .values(&row)
                .execute(connection)?;
            set_current(connection, &row)?;
            audit_entries.push(audit_entry(publication, &row, &current));
            changed.push(row.object_key);
        }
        audit::append(connection, publication.kommunkod, audit_entries)?;
        published.push(Published { changed, revision });
    }
    if revision > before {
        diesel::update(catalogue_head::table)
            .set(catalogue_head::revision.eq(revision))
            .execute(connection)?;
    }
    Ok(Ok(published))
}

/// What publishing would change in each municipality, with what is there now as JSON; nothing is written.
pub(crate) fn rehearse(
    connection: &mut Engine,
    publications: &[Publication],
) -> Result<Result<Vec<Rehearsed>, Refused>, StoreError> {
    let planned = planned(connection, publications)?;
    Ok(planned.map(|planned| {
        let rehearsed = planned.into_iter().map(|planned| {
            let changes = planned.changes.into_iter().map(|change| {
                let before = planned.current.json(change.kind().as_str(), &change.key());
                (change, before)
            });
            changes.collect()
        });
        rehearsed.collect()
    }))
}

/// What would change in one municipality, each change with what was there.
type Rehearsed = Vec<(Change, Option<String>)>;

/// A publication that may be written.
struct Planned<'p> {
    publication: &'p Publication,
    changes: Vec<Change>,
    current: CurrentDocuments,
}

/// Judges each publication against what its municipality has published.
fn planned<'p>(
    connection: &mut Engine,
    publications: &'p [Publication],
) -> Result<Result<Vec<Planned<'p>>, Refused>, StoreError> {
    let mut planned = Vec::new();
    for (at, publication) in publications.iter().enumerate() {
        let refused = |why| Ok(Err(Refused { publication: at, why }));
        let (municipality, current) = load_municipality(connection, publication.kommunkod)?;
        if let Some((object, expected)) = &publication.expected {
            let stands_at = municipality
                .as_ref()
                .and_then(|municipality| municipality.revision_of_object(object));
            if !expected.holds(stands_at) {
                return refused(Refusal::Stale);
            }
        }
        match plan(municipality.as_ref(), &publication.proposed, &publication.judgement) {
            Ok(changes) => planned.push(Planned {
                publication,
                changes,
                current,
            }),
            Err(why) => return refused(Refusal::NotPlanned(why)),
        }
    }
    Ok(Ok(planned))
}

/// Locks the head until the transaction ends, and reads it.
fn lock_head(connection: &mut Engine) -> Result<i64, StoreError> {
    diesel::update(catalogue_head::table)
        .set(catalogue_head::revision.eq(catalogue_head::revision))
        .execute(connection)?;
    revision(connection)
}

/// Notes the revision at which an object stands now. `ON CONFLICT` has no common form: the same text twice.
fn set_current(connection: &mut Engine, change: &NewChange) -> QueryResult<usize> {
    let row = (
        catalogue_current::kommunkod.eq(&change.kommunkod),
        catalogue_current::kind.eq(change.kind),
        catalogue_current::object_key.eq(&change.object_key),
        catalogue_current::revision.eq(change.revision),
    );
    let key = (
        catalogue_current::kommunkod,
        catalogue_current::kind,
        catalogue_current::object_key,
    );
    let moved = catalogue_current::revision.eq(change.revision);
    let insert = diesel::insert_into(catalogue_current::table).values(row);
    match connection {
        Engine::Postgres(connection) => insert.on_conflict(key).do_update().set(moved).execute(connection),
        Engine::Sqlite(connection) => insert.on_conflict(key).do_update().set(moved).execute(connection),
    }
}

fn new_change(revision: i64, publication: &Publication, change: &Change) -> NewChange {
    let doc = match change {
        Change::Put(document) => Some(document.to_json()),
        Change::Remove(..) => None,
    };
    NewChange {
        revision,
        kommunkod: publication.kommunkod.to_string(),
        kind: change.kind().as_str(),
        object_key: change.key(),
        doc_sha256: doc.as_deref().map(sha256),
        doc,
        format: FORMAT,
        at: publication.at.naive_utc(),
    }
}

fn audit_entry(publication: &Publication, row: &NewChange, before: &CurrentDocuments) -> AuditEntry {
    let Author {
        client_id,
        actor,
        trace_id,
    } = publication.author.clone();
    AuditEntry {
        at: publication.at,
        client_id,
        actor,
        action: if row.doc.is_some() { "put" } else { "remove" }.into(),
        object_kind: row.kind.into(),
        object_key: row.object_key.clone(),
        revision: Some(row.revision),
        before_sha256: before.json(row.kind, &row.object_key).as_deref().map(sha256),
        after_sha256: row.doc_sha256.clone(),
        trace_id,
    }
}
