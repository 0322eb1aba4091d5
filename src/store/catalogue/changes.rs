//! Follows the catalogue in the database, and reads its changes.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use crate::catalogue::snapshot::Catalogue;
use crate::documents::readers::file::PublishedText;
use crate::domain::word;
use crate::domain::{Generation, Kommunkod, TaggedRevision};
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{catalogue_changes, catalogue_current, catalogue_state};

use super::change_rows::{ChangeRow, MarkedRow, in_order, take_in};
use super::generation::{generation, renew_from, state};
use super::loading::load;

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
        kommunkod: row.marked.kommunkod,
        kind: row.marked.kind,
        key: row.marked.object_key,
        json: row.doc,
        format: row.format,
        at: row.marked.at.and_utc(),
    });
    Ok(kept.collect())
}

/// The current revision.
pub fn revision(connection: &mut Engine) -> Result<i64, StoreError> {
    Ok(catalogue_state::table
        .select(catalogue_state::revision)
        .first(connection)?)
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
    // One query: every replica compares each second.
    let known = catalogue_changes::table.on(catalogue_changes::revision.eq(catalogue.revision()));
    let (now, generation, head): (i64, String, Option<MarkedRow>) = catalogue_state::table
        .left_join(known)
        .select((
            catalogue_state::revision,
            catalogue_state::generation,
            Option::<MarkedRow>::as_select(),
        ))
        .first(connection)?;
    let generation = Generation::new(generation);
    if generation != *catalogue.generation() {
        return load(connection).map(Comparison::Newer);
    }
    // A change after a restore may have the number of the latest change that the catalogue has, and another mark.
    let has_head = catalogue
        .mark(catalogue.revision())
        .is_none_or(|mark| head.is_some_and(|head| head.mark() == mark));
    if now < catalogue.revision() || !has_head {
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

/// The mark of a stored change, if it exists.
fn stored_mark(connection: &mut Engine, revision: i64) -> Result<Option<i64>, StoreError> {
    let row = catalogue_changes::table
        .find(revision)
        .select(MarkedRow::as_select())
        .first::<MarkedRow>(connection)
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
                kind: word::read(&row.marked.kind).ok()?,
                key: row.marked.object_key,
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
    let documents = rows.iter().filter_map(|row| {
        Some((
            (row.marked.kind.clone(), row.marked.object_key.clone()),
            row.doc.clone()?,
        ))
    });
    let documents = CurrentDocuments(documents.collect());
    let catalogue = take_in(&Catalogue::default(), generation, in_order(rows))?;
    Ok((catalogue, documents))
}
