//! Loads and follows the catalogue in the database.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::file::PublishedText;
use crate::documents::readers::published;
use crate::domain::Kommunkod;
use crate::domain::hash::sha256;
use crate::domain::insatser::document::{Change, Kind};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::word;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current, catalogue_state};

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

/// Loads the whole catalogue.
pub fn load(connection: &mut Engine) -> Result<Catalogue, StoreError> {
    let now = revision(connection)?;
    let changes = catalogue_current::table
        .inner_join(catalogue_changes::table)
        .select(ChangeRow::as_select())
        .load::<ChangeRow>(connection)?;
    Ok(take_in(&Catalogue::default(), in_order(changes)?)?.at_least(now))
}

/// The current catalogue, if it differs from the given one.
pub(crate) fn newer(connection: &mut Engine, catalogue: &Catalogue) -> Result<Option<Catalogue>, StoreError> {
    let now = revision(connection)?;
    if now == catalogue.revision() {
        return Ok(None);
    }
    if now < catalogue.revision() {
        // The database was restored to an earlier state.
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

/// A municipality's catalogue and its stored documents.
pub(crate) fn load_municipality(
    connection: &mut Engine,
    kommunkod: Kommunkod,
) -> Result<(Option<Municipality>, CurrentDocuments), StoreError> {
    let rows = current_rows(connection, kommunkod)?;
    let documents = rows
        .iter()
        .filter_map(|row| Some(((row.kind.clone(), row.object_key.clone()), row.doc.clone()?)));
    let documents = CurrentDocuments(documents.collect());
    let catalogue = take_in(&Catalogue::default(), in_order(rows)?)?;
    Ok((catalogue.municipality(kommunkod).cloned(), documents))
}

fn take_in(catalogue: &Catalogue, changes: Vec<CatalogueChange>) -> Result<Catalogue, StoreError> {
    catalogue
        .after(changes)
        .map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// Sorts documents so that each comes after those that it belongs to.
fn in_order(rows: Vec<ChangeRow>) -> Result<Vec<CatalogueChange>, StoreError> {
    let changes: Result<Vec<_>, _> = rows.into_iter().filter_map(|row| row.read().transpose()).collect();
    let mut changes = changes?;
    changes.sort_by_key(|(revision, kommunkod, change)| (*kommunkod, change.kind(), *revision));
    Ok(changes)
}

impl ChangeRow {
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
