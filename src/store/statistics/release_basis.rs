//! Reads everything that the release of a month depends on.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};

use crate::domain::Kommunkod;
use crate::domain::records::monthly_sum::{SumKey, Sums};
use crate::domain::statistics::Stream;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::basis::ReleaseBasis;
use crate::domain::statistics::release::expected_months::Completions;
use crate::domain::statistics::release::sum_changes::{CountedMonth, StreamMonth, SumChanges};
use crate::store::catalogue::changes::revision;
use crate::store::catalogue::opened;
use crate::store::{Engine, StoreError};

use super::releases::{list, published_by};
use super::{completions, editions, heads, judged, monthly_sums, restrictions};

/// Locks a municipality's head until the transaction ends, and reads what the release of a month depends on. Reads only
/// the sums that need a decision.
pub fn read(connection: &mut Engine, kommunkod: Kommunkod, month: Month) -> Result<ReleaseBasis, StoreError> {
    heads::lock(connection, kommunkod)?;
    let restrictions = restrictions::read(connection, kommunkod)?;
    let earlier = list(connection, kommunkod)?;
    let catalogue_revision = revision(connection)?;
    // Read before the sums, so that concurrent changes count at the next release.
    let counted = counted_months(connection, kommunkod, month)?;
    let published = published_by(connection, kommunkod, &earlier)?;
    let completions = said_of_periods(connection, kommunkod)?;
    let judged = judged::changes(connection, kommunkod)?;
    let changes = SumChanges { counted, judged };
    let waiting = earlier.last().map_or(&[][..], |last| &last.report.waiting);
    let unchanged = changes.unchanged(&published, waiting);
    let to_read = changes.counted.keys().filter(|month| !unchanged.contains(month));
    let sums = sums_of(connection, kommunkod, to_read)?;
    Ok(ReleaseBasis {
        restrictions,
        earlier,
        catalogue_revision,
        published,
        completions,
        opened: opened::read(connection, kommunkod)?,
        editions: editions::read(connection, kommunkod)?,
        changes,
        unchanged,
        sums,
    })
}

#[derive(QueryableByName)]
struct MonthRow {
    #[diesel(sql_type = Text)]
    insats: String,
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = Text)]
    month: String,
    #[diesel(sql_type = BigInt)]
    changes: i64,
    #[diesel(sql_type = BigInt)]
    rating_sum: i64,
    #[diesel(sql_type = Integer)]
    responses: i32,
    #[diesel(sql_type = Integer)]
    peak_responses: i32,
}

/// The months with sums of every stream, from the Act's first month to `last`.
fn counted_months(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    last: Month,
) -> Result<BTreeMap<StreamMonth, CountedMonth>, StoreError> {
    let rows: Vec<MonthRow> = diesel::sql_query(
        "SELECT insats, provider, month, CAST(SUM(changes) AS BIGINT) AS changes, \
         CAST(SUM(rating_sum) AS BIGINT) AS rating_sum, CAST(SUM(responses) AS INTEGER) AS responses, \
         MAX(peak_responses) AS peak_responses \
         FROM monthly_sums WHERE kommunkod = $1 AND month >= $2 AND month <= $3 GROUP BY insats, provider, month",
    )
    .bind::<Text, _>(kommunkod.to_string())
    .bind::<Text, _>(FIRST.to_string())
    .bind::<Text, _>(last.to_string())
    .load(connection)?;
    rows.into_iter()
        .map(|row| {
            let month = Month::parse(&row.month).ok_or_else(|| StoreError::Unreadable("a monthly sum".into()))?;
            let stream = Stream::new(row.insats, row.provider);
            let ratings = Sums {
                rating_sum: row.rating_sum,
                responses: row.responses,
                peak_responses: row.peak_responses,
                ..Sums::default()
            };
            let of_month = CountedMonth {
                changes: row.changes,
                ratings,
            };
            Ok(((stream, month), of_month))
        })
        .collect()
}

/// The reports on a municipality's reporting periods.
fn said_of_periods(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Completions, StoreError> {
    let kept = completions::of_municipality(connection, kommunkod)?;
    Ok(kept
        .into_iter()
        .filter_map(|kept| {
            let stream = Stream::new(kept.insats, kept.provider);
            Some(((stream, kept.period), kept.state?))
        })
        .collect())
}

/// Every sum of some months, by stream.
fn sums_of<'a>(
    connection: &mut Engine,
    kommunkod: Kommunkod,
    stream_months: impl Iterator<Item = &'a StreamMonth>,
) -> Result<BTreeMap<Stream, Vec<(SumKey, Sums)>>, StoreError> {
    let mut by_month: BTreeMap<Month, BTreeSet<&Stream>> = BTreeMap::new();
    for (stream, month) in stream_months {
        by_month.entry(*month).or_default().insert(stream);
    }
    let mut all: BTreeMap<Stream, Vec<(SumKey, Sums)>> = BTreeMap::new();
    for (month, streams) in by_month {
        let insatser = streams.iter().map(|stream| stream.insats.as_str()).collect();
        for (sum_key, sums) in monthly_sums::of_month(connection, kommunkod, month, &insatser)? {
            let stream = Stream::new(&*sum_key.insats, &*sum_key.provider);
            if streams.contains(&stream) {
                all.entry(stream).or_default().push((sum_key, sums));
            }
        }
    }
    Ok(all)
}
