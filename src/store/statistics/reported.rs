//! What providers have reported of a municipality: months with records, and statements that periods are complete or lost.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::records::coverage::AllReported;
use crate::store::schema::group_records;
use crate::store::{Engine, StoreError};

use super::completions::of_municipality;

/// What providers have reported, by insats and provider. `first` and `last` are the months whose records count.
pub(crate) fn reported(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    first: &str,
    last: &str,
) -> Result<AllReported, StoreError> {
    let mut all: AllReported = BTreeMap::new();
    for month in months_with_records(connection, kommunkod, first, last)? {
        let of = all.entry((month.insats, month.provider)).or_default();
        of.months.insert(month.month, (month.records, month.has_evaluation));
    }
    for stored in of_municipality(connection, kommunkod)? {
        let has_evaluation = stored.doc.contains("\"evaluation\":");
        if let Some(state) = stored.state {
            let of = all.entry((stored.insats, stored.provider)).or_default();
            of.completions.insert(stored.period, (state, has_evaluation));
        }
    }
    Ok(all)
}

/// The months with records, by insats and provider, with the number of records and whether any has an evaluation.
fn months_with_records(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    first: &str,
    last: &str,
) -> Result<Vec<RecordedMonth>, StoreError> {
    let of_months = || {
        group_records::table
            .filter(group_records::kommunkod.eq(kommunkod.to_string()))
            .filter(group_records::month.ge(first.to_owned()))
            .filter(group_records::month.le(last.to_owned()))
    };
    let counted: Vec<(String, String, String, i64)> = of_months()
        .group_by((group_records::insats, group_records::provider, group_records::month))
        .select((
            group_records::insats,
            group_records::provider,
            group_records::month,
            diesel::dsl::count_star(),
        ))
        .load(connection)?;
    let evaluated: Vec<(String, String, String)> = of_months()
        .filter(group_records::doc.like("%\"evaluation\":%"))
        .select((group_records::insats, group_records::provider, group_records::month))
        .distinct()
        .load(connection)?;
    let evaluated: std::collections::HashSet<_> = evaluated.into_iter().collect();
    Ok(counted
        .into_iter()
        .map(|(insats, provider, month, records)| {
            let key = (insats, provider, month);
            let has_evaluation = evaluated.contains(&key);
            let (insats, provider, month) = key;
            RecordedMonth {
                insats,
                provider,
                month,
                records,
                has_evaluation,
            }
        })
        .collect())
}

/// The records of one stream in one month.
struct RecordedMonth {
    insats: String,
    provider: String,
    /// The month, such as `2026-10`.
    month: String,
    records: i64,
    has_evaluation: bool,
}
