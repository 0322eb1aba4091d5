//! Lists of stored group records, by day.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::records::group_record::without_case;
use crate::store::schema::{group_records, record_changes};
use crate::store::{Engine, StoreError};

use super::rows::{Boxed, KeptRecord, RecordFilter, RecordReach, RecordRow, reached};

fn filtered<'a>(kommunkod: Kommunkod, reach: &RecordReach, filter: &RecordFilter) -> Boxed<'a> {
    let mut query = reached(kommunkod, reach);
    if let Some(insats) = filter.insats.clone() {
        query = query.filter(group_records::insats.eq(insats));
    }
    if let Some(provider) = filter.provider.clone() {
        query = query.filter(group_records::provider.eq(provider));
    }
    if let Some(place) = filter.place.clone() {
        query = query.filter(group_records::place.eq(without_case(&place)));
    }
    if let Some(from) = filter.from {
        query = query.filter(group_records::date_to.ge(from.to_string()));
    }
    if let Some(to) = filter.to {
        query = query.filter(group_records::date_from.le(to.to_string()));
    }
    match filter.flagged {
        Some(true) => query.filter(group_records::flags.ne("")),
        Some(false) => query.filter(group_records::flags.eq("")),
        None => query,
    }
}

/// A page of the records within reach, by day, and the total number.
pub(crate) fn list(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &RecordFilter,
    skipped: i64,
    limit: i64,
) -> Result<(Vec<KeptRecord>, i64), StoreError> {
    let all: i64 = filtered(kommunkod, reach, filter).count().get_result(connection)?;
    let rows = filtered(kommunkod, reach, filter)
        .order((group_records::date_from, group_records::id))
        .offset(skipped)
        .limit(limit)
        .select(RecordRow::as_select())
        .load::<RecordRow>(connection)?;
    let mut records: Vec<KeptRecord> = rows.into_iter().map(RecordRow::kept).collect();
    mark_redacted(connection, &mut records)?;
    Ok((records, all))
}

/// Marks the records whose texts have been redacted.
fn mark_redacted(connection: &mut Engine, records: &mut [KeptRecord]) -> Result<(), StoreError> {
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let redacted: HashSet<String> = record_changes::table
        .filter(record_changes::id.eq_any(ids))
        .filter(record_changes::redacted)
        .select(record_changes::id)
        .load(connection)?
        .into_iter()
        .collect();
    for record in records {
        record.redacted = redacted.contains(&record.id);
    }
    Ok(())
}
