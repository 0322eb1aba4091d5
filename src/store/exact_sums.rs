//! Exact sums, added up by the database: from the monthly sums alone.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::dimension::{By, Dimension, Months, Step};
use crate::domain::statistics::exact::{Of, Totals};
use crate::domain::statistics::month::Month;

use super::engine::Engine;
use super::error::StoreError;
use super::group_records::RecordReach;

/// Which sums.
pub struct ExactFilter {
    /// Told by what.
    pub by: By,
    /// Of which months.
    pub months: Months,
    /// Of this insats only.
    pub insats: Option<String>,
    /// Of this provider only.
    pub provider: Option<String>,
}

#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = Text)]
    month: String,
    #[diesel(sql_type = Text)]
    insats: String,
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Text)]
    activity: String,
    #[diesel(sql_type = BigInt)]
    records: i64,
    #[diesel(sql_type = BigInt)]
    sessions: i64,
    #[diesel(sql_type = BigInt)]
    in_sessions: i64,
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    women: i64,
    #[diesel(sql_type = BigInt)]
    men: i64,
    #[diesel(sql_type = BigInt)]
    other: i64,
    #[diesel(sql_type = BigInt)]
    rating_sum: i64,
    #[diesel(sql_type = BigInt)]
    responses: i64,
}

/// The sums within reach, by month where they are told by any time, and by the other dimensions asked for.
///
/// # Errors
/// When the database cannot be reached.
pub fn totals(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    reach: &RecordReach,
    filter: &ExactFilter,
) -> Result<Vec<(Of, Totals)>, StoreError> {
    let mut bound = vec![
        kommunkod.to_string(),
        filter.months.from.to_string(),
        filter.months.to.to_string(),
    ];
    let mut conditions = String::new();
    let mut one_of = |column: &str, names: &[String]| {
        let first = bound.len() + 1;
        bound.extend(names.iter().cloned());
        let numbers: Vec<String> = (first..first + names.len())
            .map(|number| format!("${number}"))
            .collect();
        conditions.extend([" AND ", column, " IN (", &numbers.join(", "), ")"]);
    };
    for (column, name) in [("insats", &filter.insats), ("provider", &filter.provider)] {
        if let Some(name) = name {
            one_of(column, std::slice::from_ref(name));
        }
    }
    match &reach.insatser {
        // Whoever reaches no insats reaches no sum.
        Some(insatser) if insatser.is_empty() => return Ok(Vec::new()),
        Some(insatser) => one_of("insats", insatser),
        None => {}
    }
    // The first month of each step, so that no more rows come than are told.
    let month = match filter.by.step() {
        Step::Month => "month",
        Step::Quarter => {
            "substr(month, 1, 5) || CASE WHEN substr(month, 6, 2) < '04' THEN '01' WHEN substr(month, 6, 2) < '07' THEN '04' \
             WHEN substr(month, 6, 2) < '10' THEN '07' ELSE '10' END"
        }
        Step::Year => "substr(month, 1, 4) || '-01'",
        Step::Whole => "''",
    };
    let told = [
        ("insats", filter.by.has(Dimension::Insats)),
        ("provider", filter.by.has(Dimension::Provider)),
        ("place", filter.by.has(Dimension::Place)),
        ("activity", filter.by.has(Dimension::Activity)),
    ];
    let of = told.map(|(column, is_told)| {
        if is_told {
            column.to_owned()
        } else {
            format!("'' AS {column}")
        }
    });
    let columns: Vec<String> = std::iter::once(format!("{month} AS month")).chain(of).collect();
    let told = told.iter().filter_map(|(column, is_told)| is_told.then_some(*column));
    let time = (filter.by.step() != Step::Whole).then_some(month);
    let grouped: Vec<&str> = time.into_iter().chain(told).collect();
    let sums = [
        "records",
        "sessions",
        "in_sessions",
        "total",
        "women",
        "men",
        "other",
        "rating_sum",
        "responses",
    ]
    .map(|column| format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT) AS {column}"));
    let mut statement = format!(
        "SELECT {}, {} FROM monthly_sums WHERE kommunkod = $1 AND month >= $2 AND month <= $3{conditions}",
        columns.join(", "),
        sums.join(", ")
    );
    if !grouped.is_empty() {
        statement.extend([" GROUP BY ", &grouped.join(", ")]);
    }
    let mut query = diesel::sql_query(statement).into_boxed();
    for value in bound {
        query = query.bind::<Text, _>(value);
    }
    let rows: Vec<SumRow> = query.load(connection)?;
    Ok(rows.into_iter().map(SumRow::read).collect())
}

impl SumRow {
    fn read(self) -> (Of, Totals) {
        let of = Of {
            month: Month::parse(&self.month),
            insats: self.insats,
            provider: self.provider,
            place: self.place,
            activity: self.activity,
        };
        let totals = Totals {
            records: self.records,
            sessions: self.sessions,
            in_sessions: self.in_sessions,
            total: self.total,
            women: self.women,
            men: self.men,
            other: self.other,
            rating_sum: self.rating_sum,
            responses: self.responses,
        };
        (of, totals)
    }
}
