//! What was released of a municipality's statistics: written month by month, never changed, read as a whole.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::de::DeserializeOwned;

use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::expected::Completions;
use crate::domain::statistics::release::published::{Published, Release, ReleaseReport};
use crate::domain::statistics::release::root::Root;
use crate::domain::statistics::release::{Expected, release};
use crate::domain::statistics::stream::Stream;
use crate::store::catalogue::changes;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::{figure_withdrawals, release_cells, release_corrections, releases, statistics_heads};

use super::completions;
use super::judged::MonthsOfStreams;

/// A release as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptRelease {
    /// The month.
    pub month: Month,
    /// The smallest group where a stream had met no larger.
    pub k: i32,
    /// By which version of the rules.
    pub rules_version: i32,
    /// What it says beside figures.
    pub report: ReleaseReport,
    /// How many streams released something with it.
    pub roots: usize,
    /// When.
    pub at: NaiveDateTime,
}

/// Who releases a month, and by what.
pub struct ReleaseBy<'a> {
    /// Whose.
    pub kommunkod: Kommunkod,
    /// The month.
    pub month: Month,
    /// The smallest group decided.
    pub k: i32,
    /// What the catalogue asks for, from what was said of reporting periods.
    pub expected: &'a dyn Fn(&Completions) -> Expected,
    /// The revision of that catalogue.
    pub catalogue_revision: i64,
    /// Whether a first release may be of that month.
    pub may_be_first: bool,
    /// Through which client.
    pub client_id: &'a str,
    /// When.
    pub at: NaiveDateTime,
}

/// What came of releasing a month.
#[derive(Clone, Debug, PartialEq)]
pub enum Released {
    /// It is released now.
    New(KeptRelease),
    /// It was released before: this is that release.
    Before(KeptRelease),
    /// Months are released in order, and this one comes first; none where the municipality's first month does.
    OutOfOrder(Option<Month>),
    /// The catalogue has changed meanwhile: judge by the one that stands now.
    Stale,
}

/// Releases a month, unless it was.
pub fn release_month(connection: &mut Engine, by: &ReleaseBy) -> Result<Released, StoreError> {
    lock_head(connection, by.kommunkod)?;
    let before = list(connection, by.kommunkod)?;
    if let Some(same) = before.iter().find(|kept| kept.month == by.month) {
        return Ok(Released::Before(same.clone()));
    }
    // What is released is frozen: by no catalogue but the one that stands.
    if changes::revision(connection)? != by.catalogue_revision {
        return Ok(Released::Stale);
    }
    match before.last() {
        Some(last) if last.month.next() != by.month => return Ok(Released::OutOfOrder(Some(last.month.next()))),
        None if !by.may_be_first => return Ok(Released::OutOfOrder(None)),
        _ => {}
    }
    let waiting = before.last().map_or(&[][..], |last| &last.report.waiting);
    let months = MonthsOfStreams::until(connection, by.kommunkod, by.month)?;
    let published = published(connection, by.kommunkod)?;
    let said = said_of_periods(connection, by.kommunkod)?;
    let expected = (by.expected)(&said);
    let counted = months.counted(connection, by.kommunkod, &published, waiting)?;
    let release = release(&published, by.month, by.k, &expected, &counted);
    keep(connection, by, &release)?;
    months.note(connection, by.kommunkod, (&published, &counted, &release))?;
    grow_head(connection, by.kommunkod)?;
    Ok(Released::New(KeptRelease {
        month: release.month,
        k: release.k,
        rules_version: release.rules_version,
        roots: release.roots.len(),
        report: release.report,
        at: by.at,
    }))
}

/// What was said of a municipality's reporting periods.
pub fn said_of_periods(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Completions, StoreError> {
    let kept = completions::of_municipality(connection, kommunkod)?;
    Ok(kept
        .into_iter()
        .filter_map(|kept| {
            let stream = Stream {
                insats: kept.insats,
                provider: kept.provider,
            };
            Some(((stream, kept.period), kept.state?))
        })
        .collect())
}

fn keep(connection: &mut Engine, by: &ReleaseBy, release: &Release) -> Result<(), StoreError> {
    let (kommunkod, released_in) = (by.kommunkod.to_string(), release.month.to_string());
    diesel::insert_into(releases::table)
        .values((
            releases::kommunkod.eq(&kommunkod),
            releases::month.eq(&released_in),
            releases::k.eq(release.k),
            releases::rules_version.eq(release.rules_version),
            releases::doc.eq(written(&release.report)),
            releases::client_id.eq(by.client_id),
            releases::at.eq(by.at),
        ))
        .execute(connection)?;
    for (stream, root) in &release.roots {
        diesel::insert_into(release_cells::table)
            .values((
                release_cells::kommunkod.eq(&kommunkod),
                release_cells::insats.eq(&stream.insats),
                release_cells::provider.eq(&stream.provider),
                release_cells::month.eq(root.month().to_string()),
                release_cells::released_in.eq(&released_in),
                release_cells::doc.eq(written(root)),
            ))
            .execute(connection)?;
    }
    for (stream, month, values) in &release.corrections {
        diesel::insert_into(release_corrections::table)
            .values((
                release_corrections::kommunkod.eq(&kommunkod),
                release_corrections::insats.eq(&stream.insats),
                release_corrections::provider.eq(&stream.provider),
                release_corrections::month.eq(month.to_string()),
                release_corrections::released_in.eq(&released_in),
                release_corrections::cell_values.eq(written(values)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Takes a cell, or a group of cells, out of what is shown; `None` when there is no such, else whether it was shown.
pub fn withdraw_figure(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    cell: &CellName,
    reason: &str,
    (client_id, at): (&str, NaiveDateTime),
) -> Result<Option<bool>, StoreError> {
    lock_head(connection, kommunkod)?;
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
    grow_head(connection, kommunkod)?;
    Ok(Some(true))
}

/// The revision of what is shown of a municipality: it grows with every change; 0 while nothing was released.
pub fn revision(connection: &mut Engine, kommunkod: Kommunkod) -> Result<i64, StoreError> {
    let revision = statistics_heads::table
        .find(kommunkod.to_string())
        .select(statistics_heads::revision)
        .first(connection)
        .optional()?;
    Ok(revision.unwrap_or(0))
}

/// The releases of a municipality, in order.
pub fn list(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Vec<KeptRelease>, StoreError> {
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

/// Everything that a municipality has released, as it is shown.
pub fn published(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Published, StoreError> {
    let mut published = Published::default();
    for kept in list(connection, kommunkod)? {
        published.add_release(kept.month, kept.report);
    }
    let roots: Vec<(String, String, String)> = release_cells::table
        .filter(release_cells::kommunkod.eq(kommunkod.to_string()))
        .select((release_cells::insats, release_cells::provider, release_cells::doc))
        .load(connection)?;
    for (insats, provider, doc) in roots {
        published.add_root(Stream { insats, provider }, read::<Root>(&doc)?);
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

/// The cells that were taken back, with why and when, latest first.
pub fn withdrawals(
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

/// Locks what is shown of a municipality until the transaction ends.
fn lock_head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    let lock = |connection: &mut Engine| {
        diesel::update(statistics_heads::table.find(kommunkod.to_string()))
            .set(statistics_heads::revision.eq(statistics_heads::revision))
            .execute(connection)
    };
    if lock(connection)? == 0 {
        let row = (
            statistics_heads::kommunkod.eq(kommunkod.to_string()),
            statistics_heads::revision.eq(0_i64),
        );
        match connection {
            Engine::Postgres(connection) => diesel::insert_into(statistics_heads::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(connection)?,
            Engine::Sqlite(connection) => diesel::insert_into(statistics_heads::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(connection)?,
        };
        lock(connection)?;
    }
    Ok(())
}

/// Notes that what is shown has changed. The revision grows by chance, so that a database that was put back to an earlier
/// state does not come to a revision that a reader holds already.
fn grow_head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    let (chance, _) = uuid::Uuid::new_v4().as_u64_pair();
    let step = i64::try_from(chance >> 40).unwrap_or(0) + 1;
    diesel::update(statistics_heads::table.find(kommunkod.to_string()))
        .set(statistics_heads::revision.eq(statistics_heads::revision + step))
        .execute(connection)?;
    Ok(())
}

fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("texts and whole numbers")
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
