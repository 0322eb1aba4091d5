//! Changes stored group records: moves the old one to the history and recounts the sums.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::records::completion::StatedPeriod;
use crate::domain::records::rules::RecordWarning;
use crate::domain::{Code, Fault, Kommunkod, TaggedRevision};
use crate::store::schema::{group_record_history, group_records};
use crate::store::statistics::completions::stated;
use crate::store::statistics::monthly_sums::recount;
use crate::store::{Engine, StoreError};

use crate::store::records::editions::tagged;
use crate::store::records::new_record::{Done, NewRecord, Taken};
use crate::store::records::overlaps::overlaps;
use crate::store::records::rows::{RecordReach, RecordRow, RecordWriter, find, history};
use crate::store::records::streams::{lock, set_flags, standing};

/// Replaces a record, and moves the old one to the history.
pub(crate) fn replace(
    connection: &mut Engine,
    old: &RecordRow,
    new: &RecordRow,
    ended_by: &str,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    remember(connection, old, ended_by, reason, new.at)?;
    diesel::update(group_records::table.find(&old.id))
        .set(new)
        .execute(connection)?;
    recount(connection, &old.kommunkod, [old.sum_key(), new.sum_key()])
}

fn remember(
    connection: &mut Engine,
    old: &RecordRow,
    ended_by: &str,
    reason: Option<&str>,
    at: NaiveDateTime,
) -> Result<(), StoreError> {
    diesel::insert_into(group_record_history::table)
        .values((
            group_record_history::id.eq(&old.id),
            group_record_history::record_revision.eq(old.record_revision),
            group_record_history::kommunkod.eq(&old.kommunkod),
            group_record_history::insats.eq(&old.insats),
            group_record_history::provider.eq(&old.provider),
            group_record_history::doc.eq(&old.doc),
            group_record_history::ended_by.eq(ended_by.to_owned()),
            group_record_history::reason.eq(reason.map(str::to_owned)),
            group_record_history::at.eq(at),
        ))
        .execute(connection)?;
    Ok(())
}

/// Why a record was not changed.
pub(crate) enum NotChanged {
    /// No such record within reach.
    Unknown,
    /// The record is withdrawn.
    Withdrawn,
    /// Someone else changed it first.
    Stale,
    /// Other records conflict with it.
    Faults(Vec<Fault>),
}

/// A current record, with its stream locked.
pub(crate) fn locked(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[TaggedRevision]>,
) -> Result<Result<RecordRow, NotChanged>, StoreError> {
    let Some(row) = find(connection, kommunkod, reach, id)? else {
        let was = history(connection, kommunkod, reach, id)?;
        return Ok(Err(if was.is_empty() {
            NotChanged::Unknown
        } else {
            NotChanged::Withdrawn
        }));
    };
    lock(connection, kommunkod, std::iter::once(row.stream()))?;
    // Read again, because it may have changed before the lock was acquired.
    let Some(row) = find(connection, kommunkod, reach, id)? else {
        return Ok(Err(NotChanged::Withdrawn));
    };
    if let Some(known) = revisions
        && !known.contains(&tagged(connection, id, row.record_revision)?)
    {
        return Ok(Err(NotChanged::Stale));
    }
    Ok(Ok(row))
}

/// Corrects a record within the same insats. `revisions` are the accepted current revisions (`If-Match`).
pub(crate) fn correct(
    connection: &mut Engine,
    writer: &RecordWriter,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[TaggedRevision]>,
    record: &NewRecord,
) -> Result<Result<Taken, NotChanged>, StoreError> {
    let old = match locked(connection, writer.kommunkod, reach, id, revisions)? {
        Ok(old) => old,
        Err(why) => return Ok(Err(why)),
    };
    let mut row = RecordRow::of(&record.insats, &record.judged, writer);
    if row.doc == old.doc {
        return Ok(Ok(Taken {
            id: old.id,
            record_revision: old.record_revision,
            done: Done::Unchanged,
            warnings: record.judged.warnings.clone(),
        }));
    }
    row.id.clone_from(&old.id);
    row.record_revision = old.record_revision + 1;
    if let Some(other) = standing(connection, std::slice::from_ref(&row))?.get(&row.natural_key)
        && other.id != old.id
    {
        let fault = Fault::new(
            record.pointer.clone(),
            Code::DuplicateRecord,
            record.already_stored(&other.id),
        );
        return Ok(Err(NotChanged::Faults(vec![fault])));
    }
    let mut rows = [row];
    if rows[0].natural_key != old.natural_key {
        let faults = overlaps(connection, &rows, &[0], std::slice::from_ref(record))?;
        if !faults.is_empty() {
            return Ok(Err(NotChanged::Faults(faults)));
        }
    }
    set_flags(connection, &mut rows, &[0], std::slice::from_ref(record))?;
    let [row] = rows;
    // A correction may move the record to another period.
    let mut warnings = record.judged.warnings.clone();
    warnings.extend(warnings_of_periods(connection, &[&old, &row])?);
    let taken = Taken {
        id: row.id.clone(),
        record_revision: row.record_revision,
        done: Done::Corrected,
        warnings,
    };
    replace(connection, &old, &row, "correction", None)?;
    Ok(Ok(taken))
}

/// One warning for each period of the rows that is reported as complete or lost.
fn warnings_of_periods(connection: &mut Engine, rows: &[&RecordRow]) -> Result<Vec<RecordWarning>, StoreError> {
    let mut periods: Vec<StatedPeriod> = stated(connection, rows)?.into_iter().flatten().collect();
    periods.dedup();
    Ok(periods.into_iter().map(StatedPeriod::warning).collect())
}

/// Withdraws a record, so that it no longer counts. Returns warnings about its period.
pub(crate) fn withdraw(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[TaggedRevision]>,
    reason: &str,
    at: NaiveDateTime,
) -> Result<Result<Vec<RecordWarning>, NotChanged>, StoreError> {
    let old = match locked(connection, kommunkod, reach, id, revisions)? {
        Ok(old) => old,
        Err(why) => return Ok(Err(why)),
    };
    remember(connection, &old, "withdrawal", Some(reason), at)?;
    diesel::delete(group_records::table.find(&old.id)).execute(connection)?;
    recount(connection, &old.kommunkod, [old.sum_key()])?;
    Ok(Ok(warnings_of_periods(connection, &[&old])?))
}
