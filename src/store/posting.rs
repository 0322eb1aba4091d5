//! Group records in: new ones, corrections, withdrawals and redactions, each whole with its sums or not at all.
//!
//! What is written of one provider's reports of one insats is written by one at a time: the stream is locked first, and
//! everything is judged against what stands afterwards.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::domain::fault::{Code, Fault};
use crate::domain::group_record::{GroupRecord, folded};
use crate::domain::kommun::Kommunkod;
use crate::domain::record_flags::{SESSIONS_LOOKED_AT, flags};
use crate::domain::record_rules::Judged;
use crate::domain::text::Text;

use super::engine::Engine;
use super::error::StoreError;
use super::group_records::{KeptRecord, RecordReach, RecordRow, RecordWriter, document, find, write_flags};
use super::monthly_sums;
use super::schema::{group_record_history, group_records, record_streams};

/// A record to be kept.
#[derive(Clone)]
pub struct NewRecord {
    /// The insats.
    pub insats: String,
    /// The record, judged.
    pub judged: Judged,
    /// Where it stands in what was sent.
    pub pointer: String,
}

/// What is done with a record that is there already and says something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Everything is refused.
    Refuse,
    /// It is corrected.
    Correct,
}

/// What was done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Done {
    /// It is new.
    Created,
    /// It was there and is corrected.
    Corrected,
    /// It was there and says the same.
    Unchanged,
}

/// A record that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its id.
    pub id: String,
    /// How often it was written.
    pub record_revision: i32,
    /// What was done.
    pub done: Done,
}

/// Takes records, all of them or none; or only says what would be done with them.
///
/// # Errors
/// The outer error is the database's; the inner one every record that stands in the way of another.
pub fn post(
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
        let Some(stands) = standing.get(&row.natural_key) else {
            new.push(at);
            taken.push(Taken {
                id: row.id.clone(),
                record_revision: 1,
                done: Done::Created,
            });
            continue;
        };
        row.id.clone_from(&stands.id);
        let done = if stands.doc == row.doc {
            Done::Unchanged
        } else if on_conflict == OnConflict::Correct {
            corrected.push(at);
            Done::Corrected
        } else {
            faults.push(Fault::new(
                records[at].pointer.clone(),
                Code::DuplicateRecord,
                is_there(&stands.id),
            ));
            Done::Unchanged
        };
        row.record_revision = stands.record_revision + i32::from(done == Done::Corrected);
        taken.push(Taken {
            id: row.id.clone(),
            record_revision: row.record_revision,
            done,
        });
    }
    faults.extend(overlaps(connection, &rows, &new, records)?);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    if validate_only {
        return Ok(Ok(taken));
    }
    let written: Vec<usize> = new.iter().chain(&corrected).copied().collect();
    set_flags(connection, &mut rows, &written, records)?;
    for at in &corrected {
        replace(
            connection,
            &standing[&rows[*at].natural_key],
            rows[*at].clone(),
            "correction",
            None,
        )?;
    }
    let new: Vec<RecordRow> = new.into_iter().map(|at| rows[at].clone()).collect();
    insert(connection, &new)?;
    monthly_sums::add(connection, writer.kommunkod, &new)?;
    Ok(Ok(taken))
}

fn insert(connection: &mut Engine, rows: &[RecordRow]) -> Result<(), StoreError> {
    match connection {
        // At most 1,000 rows, and a statement may have 65,535 parameters.
        Engine::Postgres(connection) => {
            diesel::insert_into(group_records::table)
                .values(rows)
                .execute(connection)?;
        }
        // A statement of several rows would begin a transaction of its own.
        Engine::Sqlite(connection) => {
            for row in rows {
                diesel::insert_into(group_records::table)
                    .values(row)
                    .execute(connection)?;
            }
        }
    }
    Ok(())
}

/// Locks streams in order, until the transaction ends. SQLite has one writer anyway.
fn lock(
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

/// The records that stand under the same natural keys.
fn standing(connection: &mut Engine, rows: &[RecordRow]) -> Result<HashMap<String, RecordRow>, StoreError> {
    let keys: Vec<&str> = rows.iter().map(|row| row.natural_key.as_str()).collect();
    let found = group_records::table
        .filter(group_records::natural_key.eq_any(keys))
        .select(RecordRow::as_select())
        .load::<RecordRow>(connection)?;
    Ok(found.into_iter().map(|row| (row.natural_key.clone(), row)).collect())
}

/// Records that stand twice in what was sent.
fn twice(rows: &[RecordRow], records: &[NewRecord]) -> Vec<Fault> {
    let mut seen = HashMap::new();
    let mut faults = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(first) = seen.insert(&row.natural_key, at) {
            let first = &records[first].pointer;
            let detail = Text::new(
                format!("Samma dag, aktivitet, plats och tillfälle som {first}. Skilj tillfällena åt med session."),
                format!("The same day, activity, place and session as {first}. Tell the sessions apart by session."),
            );
            faults.push(Fault::new(records[at].pointer.clone(), Code::DuplicateRecord, detail));
        }
    }
    faults
}

fn is_there(id: &str) -> Text {
    Text::new(
        format!(
            "Posten finns redan, med andra uppgifter: group-records/{id}. Rätta den med PUT, eller skilj tillfällena åt med session."
        ),
        format!(
            "The record is there already and says something else: group-records/{id}. Correct it by PUT, or tell the sessions apart by session."
        ),
    )
}

/// Periods that tell of days which other records of the same insats, provider, activity and place tell of.
fn overlaps(
    connection: &mut Engine,
    rows: &[RecordRow],
    new: &[usize],
    records: &[NewRecord],
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let mut by_stream: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for at in new {
        by_stream.entry(rows[*at].stream()).or_default().push(*at);
    }
    for ((insats, provider), of_stream) in by_stream {
        let day = |at: &usize, end: fn(&RecordRow) -> &String| end(&rows[*at]).clone();
        let first = of_stream.iter().map(|at| day(at, |row| &row.date_from)).min();
        let last = of_stream.iter().map(|at| day(at, |row| &row.date_to)).max();
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        let kommunkod = rows[of_stream[0]].kommunkod.clone();
        let of_provider = group_records::kommunkod
            .eq(kommunkod)
            .and(group_records::insats.eq(insats))
            .and(group_records::provider.eq(provider));
        let mut others: Vec<Span> = group_records::table
            .filter(of_provider.clone())
            .filter(group_records::unit.is_not_null())
            .filter(group_records::date_to.ge(first))
            .filter(group_records::date_from.le(last))
            .select(Span::COLUMNS)
            .load::<Span>(connection)?;
        for at in &of_stream {
            let row = &rows[*at];
            if row.unit.is_some() {
                // The sessions that a period would tell of once more; one is enough to know.
                others.extend(
                    group_records::table
                        .filter(of_provider.clone())
                        .filter(group_records::unit.is_null())
                        .filter(group_records::activity.eq(&row.activity))
                        .filter(group_records::place.eq(&row.place))
                        .filter(group_records::date_from.ge(&row.date_from))
                        .filter(group_records::date_from.le(&row.date_to))
                        .select(Span::COLUMNS)
                        .limit(1)
                        .load::<Span>(connection)?,
                );
            }
            others.push(Span {
                activity: row.activity.clone(),
                place: row.place.clone(),
                first: row.date_from.clone(),
                last: row.date_to.clone(),
                unit: row.unit.clone(),
                id: row.id.clone(),
            });
        }
        let is_new: HashMap<&str, usize> = of_stream.iter().map(|at| (rows[*at].id.as_str(), *at)).collect();
        let periods: Vec<&Span> = others.iter().filter(|span| span.unit.is_some()).collect();
        for at in &of_stream {
            let row = &rows[*at];
            let pool: &mut dyn Iterator<Item = &Span> = if row.unit.is_some() {
                &mut others.iter()
            } else {
                &mut periods.iter().copied()
            };
            let meets = |span: &&Span| {
                span.id != row.id
                    && (&span.activity, &span.place) == (&row.activity, &row.place)
                    && span.first <= row.date_to
                    && row.date_from <= span.last
            };
            // Of two that were sent together only the later one is told.
            let told = pool
                .filter(meets)
                .find(|span| is_new.get(span.id.as_str()).is_none_or(|other| other < at));
            if let Some(span) = told {
                let which = match is_new.get(span.id.as_str()) {
                    Some(other) => records[*other].pointer.clone(),
                    None => format!("group-records/{}", span.id),
                };
                let detail = Text::new(
                    format!("Dagarna finns redan i {which}, för samma insats, utförare, aktivitet och plats."),
                    format!("{which} tells of the same days, for the same insats, provider, activity and place."),
                );
                faults.push(Fault::new(records[*at].pointer.clone(), Code::Overlap, detail));
            }
        }
    }
    Ok(faults)
}

#[derive(Queryable)]
struct Span {
    activity: String,
    place: String,
    first: String,
    last: String,
    unit: Option<String>,
    id: String,
}

impl Span {
    const COLUMNS: (
        group_records::activity,
        group_records::place,
        group_records::date_from,
        group_records::date_to,
        group_records::unit,
        group_records::id,
    ) = (
        group_records::activity,
        group_records::place,
        group_records::date_from,
        group_records::date_to,
        group_records::unit,
        group_records::id,
    );
}

/// Notes what looks implausible, beside the sessions before.
fn set_flags(
    connection: &mut Engine,
    rows: &mut [RecordRow],
    new: &[usize],
    records: &[NewRecord],
) -> Result<(), StoreError> {
    let mut by_series: BTreeMap<(String, String, String, String), Vec<usize>> = BTreeMap::new();
    for at in new.iter().copied().filter(|at| rows[*at].unit.is_none()) {
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
            let found = flags(
                &records[at].judged.record,
                records[at].judged.listed_place.as_ref(),
                &earlier,
            );
            rows[at].flags = write_flags(&found);
            earlier.insert(0, rows[at].total.unsigned_abs());
            earlier.truncate(SESSIONS_LOOKED_AT);
        }
    }
    Ok(())
}

/// Puts a record in another's place; the old one goes into the history.
fn replace(
    connection: &mut Engine,
    old: &RecordRow,
    new: RecordRow,
    ended_by: &str,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    remember(connection, old, ended_by, reason, new.at)?;
    let (atoms, kommunkod) = ([old.atom(), new.atom()], old.kommunkod.clone());
    diesel::update(group_records::table.find(&old.id))
        .set(&new)
        .execute(connection)?;
    if new.unit.is_none() && old.unit.is_some() {
        // A changeset leaves out what is absent.
        diesel::update(group_records::table.find(&old.id))
            .set(group_records::unit.eq(None::<String>))
            .execute(connection)?;
    }
    recount(connection, &kommunkod, atoms)
}

fn recount(
    connection: &mut Engine,
    kommunkod: &str,
    atoms: impl IntoIterator<Item = crate::domain::monthly_sum::Atom>,
) -> Result<(), StoreError> {
    let kommunkod = Kommunkod::parse(kommunkod).ok_or_else(|| StoreError::Unreadable("kommunkod".into()))?;
    monthly_sums::recount(connection, kommunkod, atoms)
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
pub enum NotChanged {
    /// There is no such record within reach.
    Unknown,
    /// It was withdrawn.
    Withdrawn,
    /// Somebody else changed it first.
    Stale,
    /// Others stand in its way.
    Faults(Vec<Fault>),
}

/// A record that stands, its stream locked.
fn locked(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[i64]>,
) -> Result<Result<RecordRow, NotChanged>, StoreError> {
    let Some(row) = find(connection, kommunkod, reach, id)? else {
        let was = super::group_records::history(connection, kommunkod, reach, id)?;
        return Ok(Err(if was.is_empty() {
            NotChanged::Unknown
        } else {
            NotChanged::Withdrawn
        }));
    };
    lock(connection, kommunkod, std::iter::once(row.stream()))?;
    // Read once more: it may have changed before the lock was had.
    let Some(row) = find(connection, kommunkod, reach, id)? else {
        return Ok(Err(NotChanged::Withdrawn));
    };
    let is_expected = revisions.is_none_or(|known| known.contains(&i64::from(row.record_revision)));
    Ok(if is_expected { Ok(row) } else { Err(NotChanged::Stale) })
}

/// Corrects a record. It stays of the same insats; `revisions` are those that the correction was made from.
///
/// # Errors
/// The outer error is the database's.
pub fn correct(
    connection: &mut Engine,
    writer: &RecordWriter,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[i64]>,
    record: &NewRecord,
) -> Result<Result<Taken, NotChanged>, StoreError> {
    let old = match locked(connection, writer.kommunkod, reach, id, revisions)? {
        Ok(old) => old,
        Err(why) => return Ok(Err(why)),
    };
    let mut row = RecordRow::of(&record.insats, &record.judged, writer);
    lock(connection, writer.kommunkod, std::iter::once(row.stream()))?;
    if row.doc == old.doc {
        return Ok(Ok(Taken {
            id: old.id,
            record_revision: old.record_revision,
            done: Done::Unchanged,
        }));
    }
    row.id.clone_from(&old.id);
    row.record_revision = old.record_revision + 1;
    if let Some(other) = standing(connection, std::slice::from_ref(&row))?.get(&row.natural_key)
        && other.id != old.id
    {
        let fault = Fault::new(record.pointer.clone(), Code::DuplicateRecord, is_there(&other.id));
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
    let taken = Taken {
        id: row.id.clone(),
        record_revision: row.record_revision,
        done: Done::Corrected,
    };
    replace(connection, &old, row, "correction", None)?;
    Ok(Ok(taken))
}

/// Withdraws a record: it counts no more.
///
/// # Errors
/// The outer error is the database's.
pub fn withdraw(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    id: &str,
    revisions: Option<&[i64]>,
    reason: &str,
    at: NaiveDateTime,
) -> Result<Result<(), NotChanged>, StoreError> {
    let old = match locked(connection, kommunkod, reach, id, revisions)? {
        Ok(old) => old,
        Err(why) => return Ok(Err(why)),
    };
    remember(connection, &old, "withdrawal", Some(reason), at)?;
    diesel::delete(group_records::table.find(&old.id)).execute(connection)?;
    recount(connection, &old.kommunkod, [old.atom()])?;
    Ok(Ok(()))
}

/// Takes what was written freely out of every writing of a record; what is counted stays.
///
/// `read` reads a record as it is kept. Returns the SHA-256 hashes of the latest writing before and afterwards.
///
/// # Errors
/// The outer error is the database's.
pub fn redact(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    id: &str,
    read: fn(&str) -> Option<GroupRecord>,
) -> Result<Result<(String, String), NotChanged>, StoreError> {
    let everything = RecordReach::default();
    let standing = match locked(connection, kommunkod, &everything, id, None)? {
        Ok(row) => Some(row),
        Err(NotChanged::Withdrawn) => None,
        Err(why) => return Ok(Err(why)),
    };
    let without = |doc: &str, is_listed: (bool, bool)| {
        let record = read(doc).ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
        let redacted = record.without_texts();
        // A label that the insats does not list may be anything, even a name.
        let kept = GroupRecord {
            activity: redacted.activity.filter(|_| is_listed.0),
            place: redacted.place.filter(|_| is_listed.1),
            ..redacted
        };
        Ok::<String, StoreError>(document(&kept))
    };
    let earlier = super::group_records::history(connection, kommunkod, &everything, id)?;
    let listed = |label: &Option<String>| label.as_deref().is_some_and(crate::domain::slug::Slug::is_slug);
    for writing in &earlier {
        let record = read(&writing.doc).ok_or_else(|| StoreError::Unreadable("a group record".into()))?;
        let doc = without(&writing.doc, (listed(&record.activity), listed(&record.place)))?;
        diesel::update(group_record_history::table.find((id.to_owned(), writing.record_revision)))
            .set((
                group_record_history::doc.eq(doc),
                group_record_history::reason.eq(None::<String>),
            ))
            .execute(connection)?;
    }
    let latest = standing.as_ref().map(|row| row.doc.clone());
    let latest = latest
        .or_else(|| earlier.first().map(|writing| writing.doc.clone()))
        .unwrap_or_default();
    let mut after = latest.clone();
    if let Some(row) = standing {
        after = without(&row.doc, (row.activity_listed, row.place_listed))?;
        let label = |text: &String, is_listed: bool| {
            if is_listed {
                text.clone()
            } else {
                format!("redacted {id}")
            }
        };
        diesel::update(group_records::table.find(id.to_owned()))
            .set((
                group_records::doc.eq(&after),
                group_records::activity.eq(folded(&label(
                    &row.activity,
                    row.activity_listed || row.activity.is_empty(),
                ))),
                group_records::place.eq(folded(&label(&row.place, row.place_listed || row.place.is_empty()))),
            ))
            .execute(connection)?;
    } else if let Some(record) = read(&latest) {
        after = document(&record.without_texts());
    }
    Ok(Ok((
        super::catalogue::sha256(&latest),
        super::catalogue::sha256(&after),
    )))
}

/// The record as it stands after a change.
///
/// # Errors
/// When the database cannot be reached.
pub fn after_change(connection: &mut Engine, kommunkod: Kommunkod, id: &str) -> Result<Option<KeptRecord>, StoreError> {
    super::group_records::get(connection, kommunkod, &RecordReach::default(), id)
}
