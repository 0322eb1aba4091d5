//! Streams: locks them, and finds their current records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::records::flags::{SESSIONS_LOOKED_AT, flags};
use crate::store::schema::{group_records, record_streams};
use crate::store::{Engine, StoreError};

use super::new_record::NewRecord;
use super::rows::{RecordRow, write_flags};

/// Locks streams in order until the transaction ends. SQLite needs no lock, because it has one writer.
pub(crate) fn lock(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    streams: impl Iterator<Item = (String, String)>,
) -> Result<(), StoreError> {
    let Engine::Postgres(connection) = connection else {
        return Ok(());
    };
    for (insats, provider) in streams.collect::<BTreeSet<_>>() {
        let lock = || {
            record_streams::table
                .find((kommunkod.to_string(), insats.clone(), provider.clone()))
                .select(record_streams::insats)
                .for_update()
        };
        if lock().first::<String>(connection).optional()?.is_none() {
            diesel::insert_into(record_streams::table)
                .values((
                    record_streams::kommunkod.eq(kommunkod.to_string()),
                    record_streams::insats.eq(&insats),
                    record_streams::provider.eq(&provider),
                ))
                .on_conflict_do_nothing()
                .execute(connection)?;
            lock().first::<String>(connection)?;
        }
    }
    Ok(())
}

/// The current records with the same natural keys.
pub(crate) fn standing(connection: &mut Engine, rows: &[RecordRow]) -> Result<HashMap<String, RecordRow>, StoreError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.natural_key.as_str()).collect();
    let found = group_records::table
        .filter(group_records::natural_key.eq_any(keys))
        .select(RecordRow::as_select())
        .load::<RecordRow>(connection)?;
    Ok(found.into_iter().map(|row| (row.natural_key.clone(), row)).collect())
}

/// Stores flags for implausible values.
pub(crate) fn set_flags(
    connection: &mut Engine,
    rows: &mut [RecordRow],
    new: &[usize],
    records: &[NewRecord],
) -> Result<(), StoreError> {
    let mut by_series: BTreeMap<(String, String, String, String), Vec<usize>> = BTreeMap::new();
    for at in new.iter().copied() {
        let judged = &records[at].judged;
        if rows[at].unit.is_some() {
            rows[at].flags = write_flags(&flags(&judged.record, judged.listed_place.as_ref(), &[]));
            continue;
        }
        let row = &rows[at];
        let series = (
            row.insats.clone(),
            row.provider.clone(),
            row.activity.clone(),
            row.place.clone(),
        );
        by_series.entry(series).or_default().push(at);
    }
    for ((insats, provider, activity, place), mut series) in by_series {
        series.sort_by(|one, other| rows[*one].date_from.cmp(&rows[*other].date_from));
        let first = &rows[series[0]];
        let mut earlier: Vec<u32> = group_records::table
            .filter(group_records::kommunkod.eq(&first.kommunkod))
            .filter(group_records::insats.eq(insats))
            .filter(group_records::provider.eq(provider))
            .filter(group_records::activity.eq(activity))
            .filter(group_records::place.eq(place))
            .filter(group_records::unit.is_null())
            .filter(group_records::date_from.lt(&first.date_from))
            .order(group_records::date_from.desc())
            .limit(i64::try_from(SESSIONS_LOOKED_AT).unwrap_or(i64::MAX))
            .select(group_records::total)
            .load::<i32>(connection)?
            .into_iter()
            .map(i32::unsigned_abs)
            .collect();
        for at in series {
            let judged = &records[at].judged;
            let found = flags(&judged.record, judged.listed_place.as_ref(), &earlier);
            rows[at].flags = write_flags(&found);
            earlier.insert(0, rows[at].total.unsigned_abs());
            earlier.truncate(SESSIONS_LOOKED_AT);
        }
    }
    Ok(())
}
