//! The released statistics of a municipality. They never change, except that figures can be withdrawn.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::de::DeserializeOwned;

use crate::domain::Kommunkod;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::kept_release::KeptRelease;
use crate::domain::statistics::release::kept_root::KeptRoot;
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::release::root::Root;
use crate::domain::statistics::{Month, Stream};
use crate::store::schema::{figure_withdrawals, release_cells, release_corrections, releases};
use crate::store::{Engine, StoreError};

use super::heads;

/// Withdraws a cell or a group of cells. Returns `None` if it does not exist, otherwise whether it was published.
pub(crate) fn withdraw_figure(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    cell: &CellName,
    reason: &str,
    (client_id, at): (&str, NaiveDateTime),
) -> Result<Option<bool>, StoreError> {
    heads::lock(connection, kommunkod)?;
    let mut published = published(connection, kommunkod)?;
    let Some(cell) = published.name_of(cell.clone()) else {
        return Ok(None);
    };
    if !published.withdraw(&cell) {
        return Ok(Some(false));
    }
    diesel::insert_into(figure_withdrawals::table)
        .values((
            figure_withdrawals::kommunkod.eq(kommunkod.to_string()),
            figure_withdrawals::cell.eq(cell.to_string()),
            figure_withdrawals::reason.eq(reason),
            figure_withdrawals::client_id.eq(client_id),
            figure_withdrawals::at.eq(at),
        ))
        .execute(connection)?;
    heads::grow(connection, kommunkod)?;
    Ok(Some(true))
}

/// The releases of a municipality, in order.
pub(crate) fn list(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<KeptRelease>, StoreError> {
    let rows: Vec<(String, i32, i32, String, NaiveDateTime)> = releases::table
        .filter(releases::kommunkod.eq(kommunkod.to_string()))
        .order(releases::month)
        .select((
            releases::month,
            releases::k,
            releases::rules_version,
            releases::doc,
            releases::at,
        ))
        .load(connection)?;
    let roots: Vec<(String, i64)> = release_cells::table
        .filter(release_cells::kommunkod.eq(kommunkod.to_string()))
        .group_by(release_cells::released_in)
        .select((release_cells::released_in, diesel::dsl::count_star()))
        .load(connection)?;
    let roots: BTreeMap<String, i64> = roots.into_iter().collect();
    rows.into_iter()
        .map(|(month, k, rules_version, doc, at)| {
            Ok(KeptRelease {
                roots: roots
                    .get(&month)
                    .map_or(0, |count| usize::try_from(*count).unwrap_or(0)),
                month: read_month(&month)?,
                k,
                rules_version,
                report: read(&doc)?,
                at,
            })
        })
        .collect()
}

/// All published figures of a municipality.
pub(crate) fn published(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Published, StoreError> {
    let releases = list(connection, kommunkod)?;
    published_by(connection, kommunkod, &releases)
}

/// All figures published by these releases.
pub(crate) fn published_by(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    releases: &[KeptRelease],
) -> Result<Published, StoreError> {
    let mut published = Published::default();
    for kept in releases {
        published.add_release(kept.month, kept.report.clone());
    }
    let roots: Vec<(String, String, String)> = release_cells::table
        .filter(release_cells::kommunkod.eq(kommunkod.to_string()))
        .select((release_cells::insats, release_cells::provider, release_cells::doc))
        .load(connection)?;
    for (insats, provider, doc) in roots {
        published.add_root(Stream { insats, provider }, read::<KeptRoot>(&doc)?.into());
    }
    let corrections: Vec<(String, String, String, String)> = release_corrections::table
        .filter(release_corrections::kommunkod.eq(kommunkod.to_string()))
        .order(release_corrections::released_in)
        .select((
            release_corrections::insats,
            release_corrections::provider,
            release_corrections::month,
            release_corrections::cell_values,
        ))
        .load(connection)?;
    for (insats, provider, month, values) in corrections {
        let values: Vec<i64> = read(&values)?;
        published.correct(&Stream { insats, provider }, read_month(&month)?, &values);
    }
    let withdrawn: Vec<String> = figure_withdrawals::table
        .filter(figure_withdrawals::kommunkod.eq(kommunkod.to_string()))
        .select(figure_withdrawals::cell)
        .load(connection)?;
    for cell in withdrawn {
        let name = CellName::parse(&cell).ok_or_else(unreadable)?;
        published.withdraw(&name);
    }
    Ok(published)
}

/// The new roots of a release, and its corrections of earlier ones, by stream and month.
type RootsAndCorrections = (Vec<(Stream, Root)>, Vec<(Stream, Month, Vec<i64>)>);

/// The figures of one release.
pub(crate) fn released_in(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    month: Month,
) -> Result<RootsAndCorrections, StoreError> {
    let rows: Vec<(String, String, String)> = release_cells::table
        .filter(release_cells::kommunkod.eq(kommunkod.to_string()))
        .filter(release_cells::released_in.eq(month.to_string()))
        .select((release_cells::insats, release_cells::provider, release_cells::doc))
        .load(connection)?;
    let mut roots = Vec::with_capacity(rows.len());
    for (insats, provider, doc) in rows {
        roots.push((Stream { insats, provider }, read::<KeptRoot>(&doc)?.into()));
    }
    let rows: Vec<(String, String, String, String)> = release_corrections::table
        .filter(release_corrections::kommunkod.eq(kommunkod.to_string()))
        .filter(release_corrections::released_in.eq(month.to_string()))
        .select((
            release_corrections::insats,
            release_corrections::provider,
            release_corrections::month,
            release_corrections::cell_values,
        ))
        .load(connection)?;
    let mut corrections = Vec::with_capacity(rows.len());
    for (insats, provider, month, values) in rows {
        let stream = Stream { insats, provider };
        corrections.push((stream, read_month(&month)?, read::<Vec<i64>>(&values)?));
    }
    // By the order of bytes, which not every database follows.
    roots.sort_by(|(one, _), (other, _)| one.cmp(other));
    corrections.sort();
    Ok((roots, corrections))
}

/// The withdrawn cells with reason and time, latest first.
pub(crate) fn withdrawals(
    connection: &mut Engine,
    kommunkod: Kommunkod,
) -> Result<Vec<(String, String, NaiveDateTime)>, StoreError> {
    Ok(figure_withdrawals::table
        .filter(figure_withdrawals::kommunkod.eq(kommunkod.to_string()))
        .order((figure_withdrawals::at.desc(), figure_withdrawals::cell))
        .select((
            figure_withdrawals::cell,
            figure_withdrawals::reason,
            figure_withdrawals::at,
        ))
        .load(connection)?)
}

fn read<T: DeserializeOwned>(doc: &str) -> Result<T, StoreError> {
    serde_json::from_str(doc).map_err(|_| unreadable())
}

fn read_month(text: &str) -> Result<Month, StoreError> {
    Month::parse(text).ok_or_else(unreadable)
}

fn unreadable() -> StoreError {
    StoreError::Unreadable("a release".into())
}
