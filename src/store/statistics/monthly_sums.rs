//! The monthly sums, stored in the transaction of the records that they count.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::upsert::excluded;

use crate::domain::Kommunkod;
use crate::domain::records::dimensions::OTHER;
use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::Month;
use crate::store::engine::on_either;
use crate::store::records::rows::RecordRow;
use crate::store::schema::{group_records, monthly_sums};
use crate::store::{Engine, StoreError};

use super::period_ratings::ratings;

/// Declares the row of a sum. Each column has its type, how a new record changes it (`sum` or `greatest`), and its place
/// in [`Sums`].
macro_rules! sum_row {
    ($dollar:tt $($column:ident: $type:ty = $growth:ident $($member:ident).+,)+) => {
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
            $($column: $type,)+
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
                    $($column: sums.$($member).+,)+
                }
            }

            fn read(self) -> (SumKey, Sums) {
                let mut sums = Sums::default();
                $(sums.$($member).+ = self.$column;)+
                let sum_key = SumKey {
                    insats: self.insats,
                    provider: self.provider,
                    activity: self.activity,
                    place: self.place,
                    month: self.month,
                };
                (sum_key, sums)
            }
        }

        impl WrongSum {
            /// The columns that differ: name, stored value and counted value.
            pub(crate) fn differences(&self) -> Vec<(&'static str, i64, i64)> {
                let columns = [
                    $((stringify!($column), i64::from(self.kept.$($member).+), i64::from(self.counted.$($member).+)),)+
                ];
                columns.into_iter().filter(|(_, kept, counted)| kept != counted).collect()
            }
        }

        /// Adds one sum to another. The engines have different functions for the greater of two numbers.
        macro_rules! grown {
            ($dollar greatest:ident) => {
                (
                    $(monthly_sums::$column.eq(grown_column!($growth $dollar greatest $column)),)+
                    monthly_sums::changes.eq(monthly_sums::changes + 1),
                )
            };
        }
    };
}

macro_rules! grown_column {
    (sum $greatest:ident $column:ident) => {
        monthly_sums::$column + excluded(monthly_sums::$column)
    };
    (greatest $greatest:ident $column:ident) => {
        $greatest(monthly_sums::$column, excluded(monthly_sums::$column))
    };
}

sum_row! {
    $
    records: i32 = sum records,
    sessions: i32 = sum sessions,
    total: i32 = sum participations.total,
    women: i32 = sum participations.women,
    men: i32 = sum participations.men,
    other: i32 = sum participations.other,
    peak_total: i32 = greatest peaks.total,
    peak_women: i32 = greatest peaks.women,
    peak_men: i32 = greatest peaks.men,
    peak_other: i32 = greatest peaks.other,
    peak_women_men: i32 = greatest peaks.women_and_men,
    peak_women_other: i32 = greatest peaks.women_and_other,
    peak_men_other: i32 = greatest peaks.men_and_other,
    visits_total: i32 = greatest visits.peaks.total,
    visits_women: i32 = greatest visits.peaks.women,
    visits_men: i32 = greatest visits.peaks.men,
    visits_other: i32 = greatest visits.peaks.other,
    visits_women_men: i32 = greatest visits.peaks.women_and_men,
    visits_women_other: i32 = greatest visits.peaks.women_and_other,
    visits_men_other: i32 = greatest visits.peaks.men_and_other,
    visits_sessions: i32 = greatest visits.sessions,
    peak_responses: i32 = greatest peak_responses,
    in_sessions: i32 = sum in_sessions,
    rating_sum: i64 = sum rating_sum,
    responses: i32 = sum responses,
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
    let insert = diesel::insert_into(monthly_sums::table).values(row);
    let replaced = (row, monthly_sums::changes.eq(monthly_sums::changes + 1));
    on_either!(
        connection,
        insert
            .on_conflict(key!())
            .do_update()
            .set(replaced)
            .execute(connection)?
    );
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
