//! Group records in the order of their last change.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::store::schema::{group_records, record_changes};
use crate::store::{Engine, StoreError};

use super::rows::{KeptRecord, RecordFilter, RecordReach, RecordRow, within};

/// Where a reader begins.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    /// After the change with this number.
    After(i64),
    /// With the first change at or after this instant.
    Since(NaiveDateTime),
}

/// A record and its last change.
pub(crate) struct ChangedRecord {
    pub id: String,
    pub insats: String,
    pub provider: String,
    pub redacted: bool,
    pub at: NaiveDateTime,
    /// `None` if it is withdrawn.
    pub record: Option<KeptRecord>,
}

/// A part of the changed records.
pub(crate) struct ChangedRecords {
    pub records: Vec<ChangedRecord>,
    /// How many records have changed since the start, those in `records` included.
    pub all: i64,
    /// The number of the last change read.
    pub last: i64,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = record_changes)]
struct LastChange {
    id: String,
    insats: String,
    provider: String,
    change: i64,
    redacted: bool,
    at: NaiveDateTime,
}

/// At most `limit` records that changed, each once, by the number of its last change. Of the filter, insats and provider
/// apply.
///
/// Must run in [`crate::store::Store::read_one_moment`]. A number becomes visible only after all lower ones, so a reader
/// that continues after the last number misses nothing. `None` if the reader begins after the latest change, which a
/// restored database has lost.
pub(crate) fn changed(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &RecordFilter,
    start: Start,
    limit: i64,
) -> Result<Option<ChangedRecords>, StoreError> {
    let asked = || {
        let mut query = within!(record_changes, kommunkod, reach);
        if let Some(insats) = filter.insats.clone() {
            query = query.filter(record_changes::insats.eq(insats));
        }
        if let Some(provider) = filter.provider.clone() {
            query = query.filter(record_changes::provider.eq(provider));
        }
        query
    };
    let after = match start {
        Start::After(change) if change > head(connection, kommunkod)? => return Ok(None),
        Start::After(change) => change,
        Start::Since(instant) => {
            let changes = asked()
                .filter(record_changes::at.ge(instant))
                .select(diesel::dsl::min(record_changes::change));
            if let Some(first) = changes.first::<Option<i64>>(connection)? {
                first - 1
            } else {
                let last = asked().select(diesel::dsl::max(record_changes::change));
                last.first::<Option<i64>>(connection)?.unwrap_or(0)
            }
        }
    };
    let all = asked()
        .filter(record_changes::change.gt(after))
        .count()
        .get_result(connection)?;
    let changes = asked()
        .filter(record_changes::change.gt(after))
        .order(record_changes::change)
        .limit(limit)
        .select(LastChange::as_select())
        .load::<LastChange>(connection)?;
    let ids: Vec<String> = changes.iter().map(|change| change.id.clone()).collect();
    let rows = group_records::table
        .filter(group_records::id.eq_any(ids))
        .select(RecordRow::as_select())
        .load::<RecordRow>(connection)?;
    let mut current: HashMap<String, RecordRow> = rows.into_iter().map(|row| (row.id.clone(), row)).collect();
    Ok(Some(ChangedRecords {
        all,
        last: changes.last().map_or(after, |change| change.change),
        records: changes
            .into_iter()
            .map(|change| ChangedRecord {
                record: current.remove(&change.id).map(|row| KeptRecord {
                    redacted: change.redacted,
                    ..row.kept()
                }),
                id: change.id,
                insats: change.insats,
                provider: change.provider,
                redacted: change.redacted,
                at: change.at,
            })
            .collect(),
    }))
}

/// The number of the latest change in a municipality; 0 if there is none.
fn head(connection: &mut Engine, kommunkod: Kommunkod) -> Result<i64, StoreError> {
    let latest = record_changes::table
        .filter(record_changes::kommunkod.eq(kommunkod.as_str()))
        .select(diesel::dsl::max(record_changes::change))
        .first::<Option<i64>>(connection)?;
    Ok(latest.unwrap_or(0))
}
