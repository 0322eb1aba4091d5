//! Stores group records and corrections, each together with its sums.
//!
//! Locks the stream first, so that only one transaction at a time checks and writes it.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::documents::readers::group_record::MAX_RECORDS;
use crate::domain::records::completion::StatedPeriod;
use crate::domain::text::composed;
use crate::domain::{Code, Fault};
use crate::store::engine::insert_rows;
use crate::store::schema::group_records;
use crate::store::statistics::completions::stated;
use crate::store::statistics::monthly_sums;
use crate::store::{Engine, StoreError};

use super::changing::replace;
use crate::store::records::new_record::{Done, NewRecord, OnConflict, Taken};
use crate::store::records::overlaps::overlaps;
use crate::store::records::rows::{RecordRow, RecordWriter};
use crate::store::records::streams::{lock, set_flags, standing};

/// Stores all records or none; with `validate_only`, only reports what would be done.
///
/// # Errors
/// The outer error comes from the database; the inner one lists every conflicting record.
pub(crate) fn post(
    connection: &mut Engine,
    writer: &RecordWriter,
    records: &[NewRecord],
    on_conflict: OnConflict,
    validate_only: bool,
) -> Result<Result<Vec<Taken>, Vec<Fault>>, StoreError> {
    let mut rows: Vec<RecordRow> = records
        .iter()
        .map(|record| RecordRow::of(&record.insats, &record.judged, writer))
        .collect();
    lock(connection, writer.kommunkod, rows.iter().map(RecordRow::stream))?;
    let standing = standing(connection, &rows)?;
    let mut faults = twice(&rows, records);
    let mut taken = Vec::with_capacity(rows.len());
    let (mut new, mut corrected) = (Vec::new(), Vec::new());
    for (at, row) in rows.iter_mut().enumerate() {
        let Some(stored) = standing.get(&row.natural_key) else {
            new.push(at);
            taken.push(Taken {
                id: row.id.clone(),
                record_revision: 1,
                done: Done::Created,
                warnings: records[at].judged.warnings.clone(),
            });
            continue;
        };
        row.id.clone_from(&stored.id);
        let done = if stored.doc == row.doc {
            Done::Unchanged
        } else if on_conflict == OnConflict::Correct {
            corrected.push(at);
            Done::Corrected
        } else {
            faults.push(Fault::new(
                records[at].pointer.clone(),
                Code::DuplicateRecord,
                records[at].already_stored(&stored.id),
            ));
            Done::Unchanged
        };
        row.record_revision = stored.record_revision + i32::from(done == Done::Corrected);
        taken.push(Taken {
            id: row.id.clone(),
            record_revision: row.record_revision,
            done,
            warnings: records[at].judged.warnings.clone(),
        });
    }
    faults.extend(overlaps(connection, &rows, &new, records)?);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let written: Vec<usize> = new.iter().chain(&corrected).copied().collect();
    let changed: Vec<&RecordRow> = written.iter().map(|at| &rows[*at]).collect();
    for (at, period) in written.iter().zip(stated(connection, &changed)?) {
        taken[*at].warnings.extend(period.map(StatedPeriod::warning));
    }
    if validate_only {
        return Ok(Ok(taken));
    }
    set_flags(connection, &mut rows, &written, records)?;
    for at in &corrected {
        replace(
            connection,
            &standing[&rows[*at].natural_key],
            &rows[*at],
            "correction",
            None,
        )?;
    }
    let new: Vec<RecordRow> = new.into_iter().map(|at| rows[at].clone()).collect();
    insert_rows!(connection, &new, MAX_RECORDS, values => diesel::insert_into(group_records::table).values(values));
    monthly_sums::add(connection, writer.kommunkod, &new)?;
    Ok(Ok(taken))
}

/// Finds records that occur twice in the batch.
fn twice(rows: &[RecordRow], records: &[NewRecord]) -> Vec<Fault> {
    let mut seen = HashMap::new();
    let mut faults = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = seen.insert(&row.natural_key, at) {
            let (first, numbering) = (records[first].referred_to(), records[at].numbering());
            let detail = composed!(
                "Samma dag, aktivitet, plats och tillfälle som {first}. {numbering}",
                "The same day, activity, place and session as {first}. {numbering}";
                first, numbering
            );
            faults.push(Fault::new(records[at].pointer.clone(), Code::DuplicateRecord, detail));
        }
    }
    faults
}
