//! The catalogue in the database: loading it, following it, and the one way to change it.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::catalogue::file::PublishedText;
use crate::catalogue::published;
use crate::catalogue::snapshot::Catalogue;
use crate::domain::document::{Document, Kind};
use crate::domain::fault::Fault;
use crate::domain::kommun::Kommunkod;
use crate::domain::municipality::Municipality;
use crate::domain::publishing::{Proposed, plan};
use crate::domain::word;

use super::engine::Engine;
use super::error::StoreError;
use super::schema::{catalogue_changes, catalogue_current, catalogue_head};

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

/// Documents to publish together, all or none.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Whose catalogue.
    pub kommunkod: Kommunkod,
    /// The documents.
    pub documents: Vec<Proposed>,
    /// Today, by which it is judged what is in force.
    pub today: NaiveDate,
    /// The instant noted on the change.
    pub at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = catalogue_changes)]
struct ChangeRow {
    revision: i64,
    kommunkod: String,
    kind: String,
    object_key: String,
    doc: Option<String>,
    doc_sha256: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = catalogue_changes)]
struct NewChange {
    revision: i64,
    kommunkod: String,
    kind: &'static str,
    object_key: String,
    doc: String,
    doc_sha256: String,
    format: i32,
    at: NaiveDateTime,
}

/// A change as it is taken into the catalogue.
type Change = (i64, Kommunkod, Document);

/// The revision of the catalogue.
///
/// # Errors
/// When the database cannot be reached.
pub fn revision(connection: &mut Engine) -> Result<i64, StoreError> {
    Ok(catalogue_head::table
        .select(catalogue_head::revision)
        .first(connection)?)
}

/// Loads the whole catalogue.
///
/// # Errors
/// When the database cannot be reached, or holds what cannot be read.
pub fn load(connection: &mut Engine) -> Result<Catalogue, StoreError> {
    let now = revision(connection)?;
    let changes = catalogue_current::table
        .inner_join(catalogue_changes::table)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    Ok(take_in(&Catalogue::default(), in_order(changes)?)?.at_least(now))
}

/// The catalogue as it stands now, when it is another than the one given.
///
/// # Errors
/// When the database cannot be reached, or holds what cannot be read.
pub fn newer(connection: &mut Engine, catalogue: &Catalogue) -> Result<Option<Catalogue>, StoreError> {
    let now = revision(connection)?;
    if now == catalogue.revision() {
        return Ok(None);
    }
    if now < catalogue.revision() {
        // The database was put back to an earlier state.
        return load(connection).map(Some);
    }
    let changes = catalogue_changes::table
        .filter(catalogue_changes::revision.gt(catalogue.revision()))
        .order(catalogue_changes::revision)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    let changes: Result<Vec<_>, _> = changes.into_iter().filter_map(|row| row.read().transpose()).collect();
    Ok(Some(take_in(catalogue, changes?)?.at_least(now)))
}

/// Publishes: judges every proposal under the lock, and writes what changes something, all of it or nothing.
///
/// The proposals are of different municipalities. The outer error is the database's, the inner one tells which proposal
/// is refused and every fault of it; then nothing is written.
///
/// # Errors
/// When the database cannot be reached, or holds what cannot be read.
pub fn publish(connection: &mut Engine, proposals: &[Proposal]) -> Result<Result<Vec<Published>, Refused>, StoreError> {
    let mut revision = lock_head(connection)?;
    let before = revision;
    let mut planned = Vec::new();
    for (at, proposal) in proposals.iter().enumerate() {
        let current = load_municipality(connection, proposal.kommunkod)?;
        match plan(current.as_ref(), &proposal.documents, proposal.today) {
            Ok(documents) => planned.push((proposal, documents)),
            Err(faults) => return Ok(Err(Refused { proposal: at, faults })),
        }
    }
    let mut published = Vec::new();
    for (proposal, documents) in planned {
        let mut changed = Vec::new();
        for document in documents {
            revision += 1;
            let change = new_change(revision, proposal, &document);
            diesel::insert_into(catalogue_changes::table)
                .values(&change)
                .execute(connection)?;
            set_current(connection, &change)?;
            changed.push(change.object_key);
        }
        published.push(Published { changed, revision });
    }
    if revision > before {
        diesel::update(catalogue_head::table)
            .set(catalogue_head::revision.eq(revision))
            .execute(connection)?;
    }
    Ok(Ok(published))
}

/// A proposal that is refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Which of the proposals, from 0.
    pub proposal: usize,
    /// Every fault of it.
    pub faults: Vec<Fault>,
}

/// Says whether nothing was ever published.
///
/// # Errors
/// When the database cannot be reached.
pub fn is_empty(connection: &mut Engine) -> Result<bool, StoreError> {
    Ok(revision(connection)? == 0)
}

/// A municipality's documents as they are kept, in the order of a catalogue file.
///
/// # Errors
/// When the database cannot be reached.
pub fn published_texts(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<PublishedText>, StoreError> {
    let mut texts: Vec<PublishedText> = current_rows(connection, kommunkod)?
        .into_iter()
        .filter_map(|row| {
            Some(PublishedText {
                kind: word::read(&row.kind).ok()?,
                key: row.object_key,
                json: row.doc?,
            })
        })
        .collect();
    texts.sort_by(|left, right| (left.kind, &left.key).cmp(&(right.kind, &right.key)));
    Ok(texts)
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

fn current_rows(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<ChangeRow>, StoreError> {
    Ok(catalogue_current::table
        .inner_join(catalogue_changes::table)
        .filter(catalogue_current::kommunkod.eq(kommunkod.as_str()))
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?)
}

fn load_municipality(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Option<Municipality>, StoreError> {
    let changes = in_order(current_rows(connection, kommunkod)?)?;
    Ok(take_in(&Catalogue::default(), changes)?
        .municipality(kommunkod)
        .cloned())
}

fn take_in(catalogue: &Catalogue, changes: Vec<Change>) -> Result<Catalogue, StoreError> {
    catalogue
        .after(changes)
        .map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// Current documents in an order in which each has what it belongs to.
fn in_order(rows: Vec<ChangeRow>) -> Result<Vec<Change>, StoreError> {
    let changes: Result<Vec<_>, _> = rows.into_iter().filter_map(|row| row.read().transpose()).collect();
    let mut changes = changes?;
    changes.sort_by_key(|(revision, kommunkod, document)| (*kommunkod, document.kind(), *revision));
    Ok(changes)
}

impl ChangeRow {
    /// The change, or nothing for a kind of document that only a newer release knows.
    fn read(self) -> Result<Option<Change>, StoreError> {
        let Ok(kind) = word::read::<Kind>(&self.kind) else {
            return Ok(None);
        };
        let unreadable = || StoreError::Unreadable(format!("revision {}", self.revision));
        let kommunkod = Kommunkod::parse(&self.kommunkod).ok_or_else(unreadable)?;
        let doc = self.doc.as_deref().ok_or_else(unreadable)?;
        if self.doc_sha256.as_deref() != Some(&sha256(doc)) {
            return Err(unreadable());
        }
        let document = published::read(kommunkod, kind, &self.object_key, doc).map_err(|_| unreadable())?;
        Ok(Some((self.revision, kommunkod, document)))
    }
}

fn new_change(revision: i64, proposal: &Proposal, document: &Document) -> NewChange {
    let doc = document.to_json();
    NewChange {
        revision,
        kommunkod: proposal.kommunkod.to_string(),
        kind: document.kind().as_str(),
        object_key: document.key(),
        doc_sha256: sha256(&doc),
        doc,
        format: FORMAT,
        at: proposal.at.naive_utc(),
    }
}

fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}
