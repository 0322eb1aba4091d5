//! The monthly sums, stored in the transaction of the records that they count.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::domain::kommun::Kommunkod;
use crate::domain::records::dimensions::OTHER;
use crate::domain::records::monthly_sum::{Genders, Peaks, SumKey, Sums, VisitPeaks};
use crate::domain::statistics::month::Month;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::records::rows::RecordRow;
use crate::store::schema::{group_records, monthly_sums};

use super::period_ratings::ratings;

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone)]
#[diesel(table_name = monthly_sums)]
#[diesel(primary_key(kommunkod, insats, provider, activity, place, month))]
struct SumRow {
    kommunkod: String,
    insats: String,
    provider: String,
    activity: String,
    place: String,
    month: String,
    records: i32,
    sessions: i32,
    total: i32,
    women: i32,
    men: i32,
    other: i32,
    peak_total: i32,
    peak_women: i32,
    peak_men: i32,
    peak_other: i32,
    peak_women_men: i32,
    peak_women_other: i32,
    peak_men_other: i32,
    visits_total: i32,
    visits_women: i32,
    visits_men: i32,
    visits_other: i32,
    visits_women_men: i32,
    visits_women_other: i32,
    visits_men_other: i32,
    visits_sessions: i32,
    peak_responses: i32,
    in_sessions: i32,
    rating_sum: i64,
    responses: i32,
}

impl SumRow {
    fn of(kommunkod: &str, sum_key: SumKey, sums: Sums) -> Self {
        Self {
            kommunkod: kommunkod.to_string(),
            insats: sum_key.insats,
            provider: sum_key.provider,
            activity: sum_key.activity,
            place: sum_key.place,
            month: sum_key.month,
            records: sums.records,
            sessions: sums.sessions,
            total: sums.participations.total,
            women: sums.participations.women,
            men: sums.participations.men,
            other: sums.participations.other,
            peak_total: sums.peaks.total,
            peak_women: sums.peaks.women,
            peak_men: sums.peaks.men,
            peak_other: sums.peaks.other,
            peak_women_men: sums.peaks.women_and_men,
            peak_women_other: sums.peaks.women_and_other,
            peak_men_other: sums.peaks.men_and_other,
            visits_total: sums.visits.peaks.total,
            visits_women: sums.visits.peaks.women,
            visits_men: sums.visits.peaks.men,
            visits_other: sums.visits.peaks.other,
            visits_women_men: sums.visits.peaks.women_and_men,
            visits_women_other: sums.visits.peaks.women_and_other,
            visits_men_other: sums.visits.peaks.men_and_other,
            visits_sessions: sums.visits.sessions,
            peak_responses: sums.peak_responses,
            in_sessions: sums.in_sessions,
            rating_sum: sums.rating_sum,
            responses: sums.responses,
        }
    }

    fn read(self) -> (SumKey, Sums) {
        let sum_key = SumKey {
            insats: self.insats,
            provider: self.provider,
            activity: self.activity,
            place: self.place,
            month: self.month,
        };
        let sums = Sums {
            records: self.records,
            sessions: self.sessions,
            participations: Genders {
                total: self.total,
                women: self.women,
                men: self.men,
                other: self.other,
            },
            in_sessions: self.in_sessions,
            peaks: Peaks {
                total: self.peak_total,
                women: self.peak_women,
                men: self.peak_men,
                other: self.peak_other,
                women_and_men: self.peak_women_men,
                women_and_other: self.peak_women_other,
                men_and_other: self.peak_men_other,
            },
            visits: VisitPeaks {
                peaks: Peaks {
                    total: self.visits_total,
                    women: self.visits_women,
                    men: self.visits_men,
                    other: self.visits_other,
                    women_and_men: self.visits_women_men,
                    women_and_other: self.visits_women_other,
                    men_and_other: self.visits_men_other,
                },
                sessions: self.visits_sessions,
            },
            rating_sum: self.rating_sum,
            responses: self.responses,
            peak_responses: self.peak_responses,
        };
        (sum_key, sums)
    }
}

diesel::define_sql_function! {
    /// The greater of two numbers on PostgreSQL.
    fn greatest(one: diesel::sql_types::Integer, other: diesel::sql_types::Integer) -> diesel::sql_types::Integer;
}

diesel::define_sql_function! {
    /// The greater of two numbers on SQLite.
    #[sql_name = "max"]
    fn greater(one: diesel::sql_types::Integer, other: diesel::sql_types::Integer) -> diesel::sql_types::Integer;
}

macro_rules! key {
    () => {
        (
            monthly_sums::kommunkod,
            monthly_sums::insats,
            monthly_sums::provider,
            monthly_sums::activity,
            monthly_sums::place,
            monthly_sums::month,
        )
    };
}

/// Adds one sum to another. The engines have different functions for the greater of two numbers.
macro_rules! grown {
    ($greatest:ident) => {
        (
            monthly_sums::records.eq(monthly_sums::records + excluded(monthly_sums::records)),
            monthly_sums::sessions.eq(monthly_sums::sessions + excluded(monthly_sums::sessions)),
            monthly_sums::total.eq(monthly_sums::total + excluded(monthly_sums::total)),
            monthly_sums::women.eq(monthly_sums::women + excluded(monthly_sums::women)),
            monthly_sums::men.eq(monthly_sums::men + excluded(monthly_sums::men)),
            monthly_sums::other.eq(monthly_sums::other + excluded(monthly_sums::other)),
            monthly_sums::peak_total.eq($greatest(monthly_sums::peak_total, excluded(monthly_sums::peak_total))),
            monthly_sums::peak_women.eq($greatest(monthly_sums::peak_women, excluded(monthly_sums::peak_women))),
            monthly_sums::peak_men.eq($greatest(monthly_sums::peak_men, excluded(monthly_sums::peak_men))),
            monthly_sums::peak_other.eq($greatest(monthly_sums::peak_other, excluded(monthly_sums::peak_other))),
            monthly_sums::peak_women_men.eq($greatest(
                monthly_sums::peak_women_men,
                excluded(monthly_sums::peak_women_men),
            )),
            monthly_sums::peak_women_other.eq($greatest(
                monthly_sums::peak_women_other,
                excluded(monthly_sums::peak_women_other),
            )),
            monthly_sums::peak_men_other.eq($greatest(
                monthly_sums::peak_men_other,
                excluded(monthly_sums::peak_men_other),
            )),
            monthly_sums::visits_total.eq($greatest(
                monthly_sums::visits_total,
                excluded(monthly_sums::visits_total),
            )),
            monthly_sums::visits_women.eq($greatest(
                monthly_sums::visits_women,
                excluded(monthly_sums::visits_women),
            )),
            monthly_sums::visits_men.eq($greatest(monthly_sums::visits_men, excluded(monthly_sums::visits_men))),
            monthly_sums::visits_other.eq($greatest(
                monthly_sums::visits_other,
                excluded(monthly_sums::visits_other),
            )),
            monthly_sums::visits_women_men.eq($greatest(
                monthly_sums::visits_women_men,
                excluded(monthly_sums::visits_women_men),
            )),
            monthly_sums::visits_women_other.eq($greatest(
                monthly_sums::visits_women_other,
                excluded(monthly_sums::visits_women_other),
            )),
            monthly_sums::visits_men_other.eq($greatest(
                monthly_sums::visits_men_other,
                excluded(monthly_sums::visits_men_other),
            )),
            monthly_sums::visits_sessions.eq($greatest(
                monthly_sums::visits_sessions,
                excluded(monthly_sums::visits_sessions),
            )),
            monthly_sums::peak_responses.eq($greatest(
                monthly_sums::peak_responses,
                excluded(monthly_sums::peak_responses),
            )),
            monthly_sums::in_sessions.eq(monthly_sums::in_sessions + excluded(monthly_sums::in_sessions)),
            monthly_sums::rating_sum.eq(monthly_sums::rating_sum + excluded(monthly_sums::rating_sum)),
            monthly_sums::responses.eq(monthly_sums::responses + excluded(monthly_sums::responses)),
            monthly_sums::changes.eq(monthly_sums::changes + 1),
        )
    };
}

/// Adds new records to the sums, in key order.
pub(crate) fn add(connection: &mut Engine, kommunkod: Kommunkod, rows: &[RecordRow]) -> Result<(), StoreError> {
    let mut added: BTreeMap<SumKey, Sums> = BTreeMap::new();
    for row in rows {
        let sums = added.entry(row.sum_key()).or_default();
        *sums = sums.and(row.sums());
    }
    let added: Vec<SumRow> = added
        .into_iter()
        .map(|(sum_key, sums)| SumRow::of(kommunkod.as_str(), sum_key, sums))
        .collect();
    match connection {
        Engine::Postgres(connection) => {
            diesel::insert_into(monthly_sums::table)
                .values(&added)
                .on_conflict(key!())
                .do_update()
                .set(grown!(greatest))
                .execute(connection)?;
        }
        Engine::Sqlite(connection) => {
            for row in added {
                diesel::insert_into(monthly_sums::table)
                    .values(row)
                    .on_conflict(key!())
                    .do_update()
                    .set(grown!(greater))
                    .execute(connection)?;
            }
        }
    }
    Ok(())
}

/// Counts atoms again from their records, because a correction or withdrawal may lower a maximum.
pub(crate) fn recount(
    connection: &mut Engine,
    kommunkod: &str,
    sum_keys: impl IntoIterator<Item = SumKey>,
) -> Result<(), StoreError> {
    let mut sum_keys: Vec<SumKey> = sum_keys.into_iter().collect();
    sum_keys.sort();
    sum_keys.dedup();
    for sum_key in sum_keys {
        let mut of_atom = group_records::table
            .filter(group_records::kommunkod.eq(kommunkod.to_string()))
            .into_boxed();
        // Many unlisted labels count as `other`; a listed or missing label is unique.
        if sum_key.activity != OTHER {
            of_atom = of_atom.filter(group_records::activity.eq(&sum_key.activity));
        }
        if sum_key.place != OTHER {
            of_atom = of_atom.filter(group_records::place.eq(&sum_key.place));
        }
        let rows = of_atom
            .filter(group_records::insats.eq(&sum_key.insats))
            .filter(group_records::provider.eq(&sum_key.provider))
            .filter(group_records::month.eq(&sum_key.month))
            .filter(group_records::date_from.ge(a_year_before(&sum_key.month)))
            .filter(group_records::date_from.le(format!("{}-31", sum_key.month)))
            .select(RecordRow::as_select())
            .load::<RecordRow>(connection)?;
        let of_records = rows
            .iter()
            .filter(|row| row.sum_key() == sum_key)
            .fold(Sums::default(), |sums, row| sums.and(row.sums()));
        let of_periods = if sum_key.activity.is_empty() && sum_key.place.is_empty() {
            ratings(connection, Some((kommunkod, &sum_key.insats, &sum_key.provider)))?
        } else {
            Vec::new()
        };
        let sums = of_periods
            .into_iter()
            .filter(|(_, rated, _)| *rated == sum_key)
            .fold(of_records, |sums, (_, _, of_period)| sums.and(of_period));
        let row = SumRow::of(kommunkod, sum_key, sums);
        put(connection, &row)?;
    }
    Ok(())
}

/// Replaces a sum. A sum is never deleted, so that the number of changes keeps growing.
fn put(connection: &mut Engine, row: &SumRow) -> Result<(), StoreError> {
    macro_rules! put {
        ($connection:expr) => {
            diesel::insert_into(monthly_sums::table)
                .values(row)
                .on_conflict(key!())
                .do_update()
                .set((row, monthly_sums::changes.eq(monthly_sums::changes + 1)))
                .execute($connection)?
        };
    }
    match connection {
        Engine::Postgres(connection) => put!(connection),
        Engine::Sqlite(connection) => put!(connection),
    };
    Ok(())
}

/// The first day on which a record that counts in the month may begin, since a period lasts at most a year. Days are
/// compared as text.
fn a_year_before(month: &str) -> String {
    let (year, of_year) = month.split_once('-').unwrap_or((month, "01"));
    let year = year.parse::<u32>().unwrap_or(0);
    format!("{:04}-{of_year}-01", year.saturating_sub(1))
}

/// The sums of a month for some insatser.
pub(crate) fn of_month(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    month: Month,
    insatser: &BTreeSet<&str>,
) -> Result<Vec<(SumKey, Sums)>, StoreError> {
    let rows = monthly_sums::table
        .filter(monthly_sums::kommunkod.eq(kommunkod.to_string()))
        .filter(monthly_sums::month.eq(month.to_string()))
        .filter(monthly_sums::insats.eq_any(insatser))
        .select(SumRow::as_select())
        .load::<SumRow>(connection)?;
    Ok(rows.into_iter().map(SumRow::read).collect())
}

/// A sum that does not match its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongSum {
    /// Municipality code.
    pub kommunkod: String,
    /// Key of the sum.
    pub sum_key: SumKey,
    /// The stored sum.
    pub kept: Sums,
    /// The sum of the records.
    pub counted: Sums,
}

/// Counts every record. Returns the wrong sums, and the number of sums and records.
pub fn verify(connection: &mut Engine) -> Result<(Vec<WrongSum>, usize, usize), StoreError> {
    /// The number of records read at a time.
    const AT_A_TIME: i64 = 20_000;
    let mut counted: BTreeMap<(String, SumKey), Sums> = BTreeMap::new();
    let mut records = 0;
    let mut last = String::new();
    loop {
        let rows = group_records::table
            .filter(group_records::id.gt(last.clone()))
            .order(group_records::id)
            .limit(AT_A_TIME)
            .select(RecordRow::as_select())
            .load::<RecordRow>(connection)?;
        let Some(end) = rows.last() else {
            break;
        };
        last.clone_from(&end.id);
        records += rows.len();
        for row in rows {
            let sums = counted.entry((row.kommunkod.clone(), row.sum_key())).or_default();
            *sums = sums.and(row.sums());
        }
    }
    for (kommunkod, sum_key, of_period) in ratings(connection, None)? {
        let sums = counted.entry((kommunkod, sum_key)).or_default();
        *sums = sums.and(of_period);
    }
    let kept: BTreeMap<(String, SumKey), Sums> = monthly_sums::table
        .select(SumRow::as_select())
        .load::<SumRow>(connection)?
        .into_iter()
        .map(|row| {
            let kommunkod = row.kommunkod.clone();
            let (sum_key, sums) = row.read();
            ((kommunkod, sum_key), sums)
        })
        .collect();
    let mut wrong = Vec::new();
    let all = kept.keys().chain(counted.keys()).collect::<BTreeSet<_>>();
    for key in all {
        let of = |sums: &BTreeMap<(String, SumKey), Sums>| sums.get(key).copied().unwrap_or_default();
        let (kept, counted) = (of(&kept), of(&counted));
        if kept != counted {
            wrong.push(WrongSum {
                kommunkod: key.0.clone(),
                sum_key: key.1.clone(),
                kept,
                counted,
            });
        }
    }
    Ok((wrong, kept.len(), records))
}
