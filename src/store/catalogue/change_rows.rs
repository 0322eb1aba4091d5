//! Rows of changes, and what a catalogue is after them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::catalogue::read_changes::ReadChange;
use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::published;
use crate::domain::hash::sha256;
use crate::domain::insatser::document::{Change, Kind};
use crate::domain::word;
use crate::domain::{Generation, Kommunkod};
use crate::store::error::StoreError;
use crate::store::schema::catalogue_changes;

/// A change as it is stored.
#[derive(Queryable, Selectable)]
#[diesel(table_name = catalogue_changes)]
pub(super) struct ChangeRow {
    pub(super) revision: i64,
    #[diesel(embed)]
    pub(super) marked: MarkedRow,
    pub(super) doc: Option<String>,
    pub(super) format: i32,
}

/// What the mark of a change is made from.
#[derive(Queryable, Selectable)]
#[diesel(table_name = catalogue_changes)]
pub(super) struct MarkedRow {
    pub(super) kommunkod: String,
    pub(super) kind: String,
    pub(super) object_key: String,
    pub(super) doc_sha256: Option<String>,
    pub(super) at: NaiveDateTime,
}

type CatalogueChange = (i64, Kommunkod, Change);

/// The catalogue after stored changes, in the order of the rows.
pub(super) fn take_in(
    catalogue: &Catalogue,
    generation: Generation,
    rows: Vec<ChangeRow>,
) -> Result<Catalogue, StoreError> {
    let read = rows.iter().map(|row| {
        let (mark, at) = (row.marked.mark(), row.marked.at.and_utc());
        (row.revision, ReadChange { mark, at })
    });
    let read: Vec<(i64, ReadChange)> = read.collect();
    let changes: Result<Vec<CatalogueChange>, _> = rows.into_iter().filter_map(|row| row.read().transpose()).collect();
    let after = catalogue
        .after(changes?)
        .map_err(|error| StoreError::Unreadable(error.to_string()))?;
    Ok(after.marked(generation, read))
}

/// Sorts documents so that each comes after those that it belongs to.
pub(super) fn in_order(mut rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    rows.sort_by_cached_key(|row| {
        (
            row.marked.kommunkod.clone(),
            word::read::<Kind>(&row.marked.kind).ok(),
            row.revision,
        )
    });
    rows
}

impl MarkedRow {
    /// A number that another change with the same revision, made after a restore, does not have.
    pub(super) fn mark(&self) -> i64 {
        let Self {
            kommunkod,
            kind,
            object_key,
            doc_sha256,
            at,
        } = self;
        let hash = sha256(format!("{kommunkod} {kind} {object_key} {doc_sha256:?} {at}"));
        i64::from_str_radix(&hash[..15], 16).expect("15 hexadecimal digits fit")
    }
}

impl ChangeRow {
    /// The change; `None` for a kind that only a newer release knows.
    fn read(self) -> Result<Option<CatalogueChange>, StoreError> {
        let MarkedRow {
            kommunkod,
            kind,
            object_key,
            doc_sha256,
            ..
        } = self.marked;
        let Ok(kind) = word::read::<Kind>(&kind) else {
            return Ok(None);
        };
        let unreadable = || StoreError::Unreadable(format!("revision {}", self.revision));
        let kommunkod = Kommunkod::parse(&kommunkod).ok_or_else(unreadable)?;
        let Some(doc) = self.doc.as_deref() else {
            return Ok(Some((self.revision, kommunkod, Change::Remove(kind, object_key))));
        };
        if doc_sha256.as_deref() != Some(&sha256(doc)) {
            return Err(unreadable());
        }
        let document = published::read(kommunkod, kind, &object_key, doc, self.format).map_err(|_| unreadable())?;
        Ok(Some((self.revision, kommunkod, Change::Put(document))))
    }
}
