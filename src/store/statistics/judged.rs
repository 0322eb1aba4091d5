//! The number of changes of a month's sums at the time of the latest decision on them.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::domain::Kommunkod;
use crate::domain::statistics::release::sum_changes::StreamMonth;
use crate::domain::statistics::{Month, Stream};
use crate::store::engine::insert_rows;
use crate::store::schema::judged_sums;
use crate::store::{Engine, StoreError};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = judged_sums)]
struct JudgedRow {
    kommunkod: String,
    insats: String,
    provider: String,
    month: String,
    changes: i64,
}

/// The number of changes of each released month's sums at the latest decision.
pub(crate) fn changes(connection: &mut Engine, kommunkod: Kommunkod) -> Result<BTreeMap<StreamMonth, i64>, StoreError> {
    let rows = judged_sums::table
        .filter(judged_sums::kommunkod.eq(kommunkod.to_string()))
        .select(JudgedRow::as_select())
        .load::<JudgedRow>(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let stream = Stream::new(row.insats, row.provider);
            Some(((stream, Month::parse(&row.month)?), row.changes))
        })
        .collect())
}

/// Forgets every decision on a municipality's sums.
pub(crate) fn forget(connection: &mut Engine, kommunkod: Kommunkod) -> Result<(), StoreError> {
    diesel::delete(judged_sums::table.filter(judged_sums::kommunkod.eq(kommunkod.to_string()))).execute(connection)?;
    Ok(())
}

/// Stores the number of changes at a decision.
pub(crate) fn put(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    judged: &[(StreamMonth, i64)],
) -> Result<(), StoreError> {
    const AT_A_TIME: usize = 10_000;
    let rows: Vec<JudgedRow> = judged
        .iter()
        .map(|((stream, month), changes)| JudgedRow {
            kommunkod: kommunkod.to_string(),
            insats: stream.insats.clone(),
            provider: stream.provider.clone(),
            month: month.to_string(),
            changes: *changes,
        })
        .collect();
    insert_rows!(connection, &rows, AT_A_TIME, values => {
        diesel::insert_into(judged_sums::table)
            .values(values)
            .on_conflict((
                judged_sums::kommunkod,
                judged_sums::insats,
                judged_sums::provider,
                judged_sums::month,
            ))
            .do_update()
            .set(judged_sums::changes.eq(excluded(judged_sums::changes)))
    });
    Ok(())
}
