//! The editions of versions that rule something out of the figures: places that are closed, and unlisted ones.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::documents::readers::published;
use crate::domain::Kommunkod;
use crate::domain::insatser::document::{Document, Kind};
use crate::domain::statistics::release::editions::{Edition, Editions};
use crate::store::schema::{catalogue_changes, catalogue_current};
use crate::store::{Engine, StoreError};

/// The members of a version that may rule something out, as they are written.
const RULING_OUT: [&str; 3] = [
    "%\"placesComplete\":true%",
    "%\"activitiesComplete\":true%",
    "%\"closedPeriods\":%",
];

/// The editions of a municipality's versions that rule something out now, in order.
pub(crate) fn read(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Editions, StoreError> {
    let [places, activities, closed] = RULING_OUT;
    let keys: Vec<String> = catalogue_current::table
        .inner_join(catalogue_changes::table)
        .filter(catalogue_current::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_current::kind.eq(Kind::Version.as_str()))
        .filter(
            (catalogue_changes::doc.like(places))
                .or(catalogue_changes::doc.like(activities))
                .or(catalogue_changes::doc.like(closed)),
        )
        .select(catalogue_current::object_key)
        .load(connection)?;
    let mut editions: BTreeMap<String, Vec<Edition>> = BTreeMap::new();
    if keys.is_empty() {
        return Ok(Editions(editions));
    }
    let rows: Vec<(String, Option<String>, i32, NaiveDateTime)> = catalogue_changes::table
        .filter(catalogue_changes::kommunkod.eq(kommunkod.as_str()))
        .filter(catalogue_changes::kind.eq(Kind::Version.as_str()))
        .filter(catalogue_changes::object_key.eq_any(&keys))
        .order(catalogue_changes::revision)
        .select((
            catalogue_changes::object_key,
            catalogue_changes::doc,
            catalogue_changes::format,
            catalogue_changes::at,
        ))
        .load(connection)?;
    for (key, doc, format, at) in rows {
        let document = doc.and_then(|doc| published::read(kommunkod, Kind::Version, &key, &doc, format).ok());
        let version = match document {
            Some(Document::Version(version)) => Some(*version),
            _ => None,
        };
        editions.entry(key).or_default().push(Edition { at, version });
    }
    Ok(Editions(editions))
}
