//! Loads and follows the catalogue in the database.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::catalogue::snapshot::{Catalogue, ReadChange};
use crate::documents::readers::file::PublishedText;
use crate::documents::readers::published;
use crate::domain::hash::sha256;
use crate::domain::insatser::document::{Change, Kind};
use crate::domain::word;
use crate::domain::{Generation, Kommunkod, TaggedRevision};
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current, catalogue_state};

use super::generation::{generation, renew_from};

#[derive(Queryable, Selectable)]
#[diesel(table_name = catalogue_changes)]
struct ChangeRow {
    revision: i64,
    kommunkod: String,
    kind: String,
    object_key: String,
    doc: Option<String>,
    doc_sha256: Option<String>,
    format: i32,
    at: NaiveDateTime,
}

type CatalogueChange = (i64, Kommunkod, Change);

/// A stored change.
pub(crate) struct KeptChange {
    pub revision: i64,
    pub kommunkod: String,
    pub kind: String,
    /// The key within municipality and kind.
    pub key: String,
    /// The document as JSON; `None` if it is deleted.
    pub json: Option<String>,
    /// The lowest format that evaluates the document truly.
    pub format: i32,
    pub at: DateTime<Utc>,
}

/// At most `limit` changes after a revision, in order.
pub(crate) fn changes(connection: &mut Engine, after: i64, limit: i64) -> Result<Vec<KeptChange>, StoreError> {
    let rows = catalogue_changes::table
        .filter(catalogue_changes::revision.gt(after))
        .order(catalogue_changes::revision)
        .limit(limit)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    let kept = rows.into_iter().map(|row| KeptChange {
        revision: row.revision,
        kommunkod: row.kommunkod,
        kind: row.kind,
        key: row.object_key,
        json: row.doc,
        format: row.format,
        at: row.at.and_utc(),
    });
    Ok(kept.collect())
}

/// The current revision.
pub fn revision(connection: &mut Engine) -> Result<i64, StoreError> {
    Ok(catalogue_state::table
        .select(catalogue_state::revision)
        .first(connection)?)
}

/// The current revision and generation.
fn state(connection: &mut Engine) -> Result<(i64, Generation), StoreError> {
    let (revision, generation) = catalogue_state::table
        .select((catalogue_state::revision, catalogue_state::generation))
        .first(connection)?;
    Ok((revision, Generation::new(generation)))
}

/// Loads the whole catalogue.
pub fn load(connection: &mut Engine) -> Result<Catalogue, StoreError> {
    let (now, generation) = state(connection)?;
    let rows = catalogue_current::table
        .inner_join(catalogue_changes::table)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    Ok(take_in(&Catalogue::default(), generation, in_order(rows))?.at_least(now))
}

/// The latest change in the database.
pub(crate) struct LogHead {
    pub generation: Generation,
    pub tagged: TaggedRevision,
}

impl LogHead {
    /// Its number; 0 if nothing has changed.
    pub(crate) const fn revision(&self) -> i64 {
        self.tagged.revision
    }
}

/// Reads the latest change.
pub(crate) fn log_head(connection: &mut Engine) -> Result<LogHead, StoreError> {
    let (revision, generation) = state(connection)?;
    let mark = stored_mark(connection, revision)?.unwrap_or(0);
    Ok(LogHead {
        tagged: generation.tagged(revision, mark),
        generation,
    })
}

/// How a catalogue differs from the database.
pub(crate) enum Comparison {
    /// It does not.
    Same,
    /// The database has this newer catalogue.
    Newer(Catalogue),
    /// The database lacks changes that the catalogue has: it was restored to an earlier state.
    WentBack,
}

/// Compares a catalogue with the database.
pub(crate) fn compare(connection: &mut Engine, catalogue: &Catalogue) -> Result<Comparison, StoreError> {
    let (now, generation) = state(connection)?;
    if generation != *catalogue.generation() {
        return load(connection).map(Comparison::Newer);
    }
    if now < catalogue.revision() || !has_head_of(connection, catalogue)? {
        return Ok(Comparison::WentBack);
    }
    if now == catalogue.revision() {
        return Ok(Comparison::Same);
    }
    let rows = catalogue_changes::table
        .filter(catalogue_changes::revision.gt(catalogue.revision()))
        .order(catalogue_changes::revision)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    Ok(Comparison::Newer(take_in(catalogue, generation, rows)?.at_least(now)))
}

/// The current catalogue, if it differs from the given one. Begins a new generation if the database went back.
///
/// Must run in a write.
pub(crate) fn newer(connection: &mut Engine, catalogue: &Catalogue) -> Result<Option<Catalogue>, StoreError> {
    match compare(connection, catalogue)? {
        Comparison::Same => Ok(None),
        Comparison::Newer(newer) => Ok(Some(newer)),
        Comparison::WentBack => {
            renew_from(connection, catalogue.generation())?;
            load(connection).map(Some)
        }
    }
}

/// Whether the latest change of a catalogue is still the same in the database, and not one that was made after a restore.
fn has_head_of(connection: &mut Engine, catalogue: &Catalogue) -> Result<bool, StoreError> {
    let Some(mark) = catalogue.mark(catalogue.revision()) else {
        return Ok(true);
    };
    Ok(stored_mark(connection, catalogue.revision())? == Some(mark))
}

/// The mark of a stored change, if it exists.
fn stored_mark(connection: &mut Engine, revision: i64) -> Result<Option<i64>, StoreError> {
    let row = catalogue_changes::table
        .find(revision)
        .select(ChangeRow::as_select())
        .first::<ChangeRow>(connection)
        .optional()?;
    Ok(row.map(|row| row.mark()))
}

/// Whether nothing has been published.
pub(crate) fn is_empty(connection: &mut Engine) -> Result<bool, StoreError> {
    Ok(revision(connection)? == 0)
}

/// A municipality's stored documents, in the order of a catalogue file.
pub(crate) fn published_texts(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<PublishedText>, StoreError> {
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

fn current_rows(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<ChangeRow>, StoreError> {
    Ok(catalogue_current::table
        .inner_join(catalogue_changes::table)
        .filter(catalogue_current::kommunkod.eq(kommunkod.as_str()))
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?)
}

/// The current stored documents of a municipality.
pub(crate) struct CurrentDocuments(HashMap<(String, String), String>);

impl CurrentDocuments {
    pub(crate) fn json(&self, kind: &str, key: &str) -> Option<String> {
        self.0.get(&(kind.to_owned(), key.to_owned())).cloned()
    }
}

/// The catalogue of one municipality alone, and its stored documents.
pub(crate) fn load_municipality(
    connection: &mut Engine,
    kommunkod: Kommunkod,
) -> Result<(Catalogue, CurrentDocuments), StoreError> {
    let generation = generation(connection)?;
    let rows = current_rows(connection, kommunkod)?;
    let documents = rows
        .iter()
        .filter_map(|row| Some(((row.kind.clone(), row.object_key.clone()), row.doc.clone()?)));
    let documents = CurrentDocuments(documents.collect());
    let catalogue = take_in(&Catalogue::default(), generation, in_order(rows))?;
    Ok((catalogue, documents))
}

/// The catalogue after stored changes, in the order of the rows.
fn take_in(catalogue: &Catalogue, generation: Generation, rows: Vec<ChangeRow>) -> Result<Catalogue, StoreError> {
    let read = rows.iter().map(|row| {
        let at = row.at.and_utc();
        (row.revision, ReadChange { mark: row.mark(), at })
    });
    let read: Vec<(i64, ReadChange)> = read.collect();
    let changes: Result<Vec<CatalogueChange>, _> = rows.into_iter().filter_map(|row| row.read().transpose()).collect();
    let after = catalogue
        .after(changes?)
        .map_err(|error| StoreError::Unreadable(error.to_string()))?;
    Ok(after.marked(generation, read))
}

/// Sorts documents so that each comes after those that it belongs to.
fn in_order(mut rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    rows.sort_by_cached_key(|row| (row.kommunkod.clone(), word::read::<Kind>(&row.kind).ok(), row.revision));
    rows
}

impl ChangeRow {
    /// A number that another change with the same revision, made after a restore, does not have.
    fn mark(&self) -> i64 {
        let Self {
            kommunkod,
            kind,
            object_key,
            doc_sha256,
            at,
            ..
        } = self;
        let hash = sha256(format!("{kommunkod} {kind} {object_key} {doc_sha256:?} {at}"));
        i64::from_str_radix(&hash[..15], 16).expect("15 hexadecimal digits fit")
    }

    /// The change; `None` for a kind that only a newer release knows.
    fn read(self) -> Result<Option<CatalogueChange>, StoreError> {
        let Ok(kind) = word::read::<Kind>(&self.kind) else {
            return Ok(None);
        };
        let unreadable = || StoreError::Unreadable(format!("revision {}", self.revision));
        let kommunkod = Kommunkod::parse(&self.kommunkod).ok_or_else(unreadable)?;
        let Some(doc) = self.doc.as_deref() else {
            return Ok(Some((self.revision, kommunkod, Change::Remove(kind, self.object_key))));
        };
        if self.doc_sha256.as_deref() != Some(&sha256(doc)) {
            return Err(unreadable());
        }
        let document =
            published::read(kommunkod, kind, &self.object_key, doc, self.format).map_err(|_| unreadable())?;
        Ok(Some((self.revision, kommunkod, Change::Put(document))))
    }
}
