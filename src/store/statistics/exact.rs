//! Exact sums, calculated by the database from the monthly sums.

use std::collections::BTreeSet;
use std::ops::Range;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::domain::Kommunkod;
use crate::domain::statistics::figures::exact::{SumGroup, Totals};
use crate::domain::statistics::{By, Dimension, Month, Months, Step};
use crate::store::records::rows::RecordReach;
use crate::store::schema::monthly_sums;
use crate::store::{Engine, StoreError};

/// A filter for sums.
pub(crate) struct ExactFilter {
    /// Dimensions.
    pub by: By,
    pub months: Months,
    pub insats: Option<String>,
    pub provider: Option<String>,
}

type Counts = (i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// A row of sums: month, insats, provider, place, activity, the counts, and the number of rows.
type SumRow = ((String, String, String, String, String), Counts, i64);

/// The sums within reach, by time step and the other dimensions. A step of several months is named by its first month.
pub(crate) fn totals(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
) -> Result<Vec<(SumGroup, Totals)>, StoreError> {
    let rows = rows(connection, kommunkod, reach, filter, None)?;
    // A sum without dimensions is one row, even if nothing was counted.
    let of_sums = |dimension: &Dimension| *dimension != Dimension::Gender;
    if rows.is_empty() && !filter.by.dimensions().iter().any(of_sums) {
        return Ok(vec![Default::default()]);
    }
    Ok(rows.into_iter().map(read).collect())
}

/// A page of the sums, and the total number.
pub(crate) fn some_totals(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
    range: Range<usize>,
) -> Result<(Vec<(SumGroup, Totals)>, usize), StoreError> {
    let some = rows(connection, kommunkod, reach, filter, Some(range.clone()))?;
    let Some((.., count)) = some.first() else {
        let all = totals(connection, kommunkod, reach, filter)?;
        let count = all.len();
        return Ok((all.into_iter().skip(range.start).take(range.len()).collect(), count));
    };
    let count = usize::try_from(*count).unwrap_or(usize::MAX);
    Ok((some.into_iter().map(read).collect(), count))
}

fn rows(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
    range: Option<Range<usize>>,
) -> Result<Vec<SumRow>, StoreError> {
    let time = first_month_of_step(filter.by.step(), filter.months);
    let column_of = |dimension, column: &'static str| filter.by.has(dimension).then_some(column);
    let of = [
        time.as_deref(),
        column_of(Dimension::Insats, "insats"),
        column_of(Dimension::Provider, "provider"),
        column_of(Dimension::Place, "place"),
        column_of(Dimension::Activity, "activity"),
    ];
    let columns: Vec<&str> = of.iter().map(|column| column.unwrap_or("''")).collect();
    let grouped: Vec<&str> = std::iter::once("kommunkod").chain(of.into_iter().flatten()).collect();
    let mut query = monthly_sums::table
        .group_by(sql::<Text>(&grouped.join(", ")))
        .select((
            sql::<(Text, Text, Text, Text, Text)>(&columns.join(", ")),
            sql::<(BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt)>(&added_up()),
            sql::<BigInt>("COUNT(*) OVER ()"),
        ))
        .filter(monthly_sums::kommunkod.eq(kommunkod.to_string()))
        .filter(monthly_sums::month.between(filter.months.from.to_string(), filter.months.to.to_string()))
        .into_boxed();
    if let Some(insats) = &filter.insats {
        query = query.filter(monthly_sums::insats.eq(insats));
    }
    if let Some(provider) = &filter.provider {
        query = query.filter(monthly_sums::provider.eq(provider));
    }
    if let Some(insatser) = &reach.insatser {
        query = query.filter(monthly_sums::insats.eq_any(insatser));
    }
    if let Some(range) = range {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        // Byte order on both engines, the same order as elsewhere.
        let by_byte = match connection {
            Engine::Postgres(_) => " COLLATE \"C\"",
            Engine::Sqlite(_) => "",
        };
        let order: Vec<String> = grouped.iter().map(|column| format!("({column}){by_byte}")).collect();
        query = query
            .order(sql::<Text>(&order.join(", ")))
            .offset(number(range.start))
            .limit(number(range.len()));
    }
    Ok(query.load(connection)?)
}

/// The first month of each step as SQL, so that the database groups by step.
fn first_month_of_step(step: Step, months: Months) -> Option<String> {
    match step {
        Step::Whole => None,
        Step::Month => Some("month".into()),
        Step::Quarter | Step::Year => {
            let firsts: BTreeSet<Month> = months.from.through(months.to).map(|month| step.first(month)).collect();
            // Text comparison is faster than parsing.
            let later = firsts.iter().skip(1).zip(&firsts);
            let cases: Vec<String> = later
                .map(|(next, first)| format!("WHEN month < '{next}' THEN '{first}' "))
                .collect();
            let last = firsts.last()?;
            Some(if cases.is_empty() {
                format!("CAST('{last}' AS TEXT)")
            } else {
                format!("CASE {}ELSE '{last}' END", cases.concat())
            })
        }
    }
}

/// Lists the columns that are added up, each into the member of [`Totals`] with the same name.
macro_rules! totals {
    ($($column:ident),+) => {
        fn added_up() -> String {
            let columns = [$(stringify!($column)),+];
            columns.map(|column| format!("CAST(SUM({column}) AS BIGINT)")).join(", ")
        }

        fn read_totals(($($column),+): Counts) -> Totals {
            Totals { $($column),+ }
        }
    };
}

totals!(
    records,
    sessions,
    in_sessions,
    total,
    women,
    men,
    other,
    rating_sum,
    responses
);

fn read(((month, insats, provider, place, activity), counts, _): SumRow) -> (SumGroup, Totals) {
    let of = SumGroup {
        month: Month::parse(&month),
        insats,
        provider,
        place,
        activity,
    };
    (of, read_totals(counts))
}
