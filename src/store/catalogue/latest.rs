//! The latest changes of one municipality, for people who follow it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::min;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::catalogue_changes;

/// A change of an object in a municipality's catalogue.
pub(crate) struct LatestChange {
    pub revision: i64,
    pub kind: String,
    /// The key within municipality and kind.
    pub key: String,
    /// The document as JSON; `None` if it is deleted.
    pub json: Option<String>,
    pub at: DateTime<Utc>,
    /// Whether the object was published for the first time.
    pub is_first: bool,
}

type Row = (i64, String, String, Option<String>, NaiveDateTime);

/// The latest changes of a municipality up to a revision, the newest first.
pub(crate) fn latest_changes(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    up_to: i64,
    limit: i64,
) -> Result<Vec<LatestChange>, StoreError> {
    let rows: Vec<Row> = catalogue_changes::table
        .filter(catalogue_changes::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_changes::revision.le(up_to))
        .order(catalogue_changes::revision.desc())
        .limit(limit)
        .select((
            catalogue_changes::revision,
            catalogue_changes::kind,
            catalogue_changes::object_key,
            catalogue_changes::doc,
            catalogue_changes::at,
        ))
        .load(connection)?;
    let keys: Vec<&str> = rows.iter().map(|(_, _, key, ..)| key.as_str()).collect();
    let first: Vec<((String, String), Option<i64>)> = catalogue_changes::table
        .filter(catalogue_changes::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_changes::object_key.eq_any(keys))
        .group_by((catalogue_changes::kind, catalogue_changes::object_key))
        .select((
            (catalogue_changes::kind, catalogue_changes::object_key),
            min(catalogue_changes::revision),
        ))
        .load(connection)?;
    let first: HashMap<(String, String), Option<i64>> = first.into_iter().collect();
    let latest = rows.into_iter().map(|(revision, kind, key, json, at)| {
        let object = (kind, key);
        let is_first = first.get(&object).copied().flatten() == Some(revision);
        let (kind, key) = object;
        LatestChange {
            revision,
            kind,
            key,
            json,
            at: at.and_utc(),
            is_first,
        }
    });
    Ok(latest.collect())
}
