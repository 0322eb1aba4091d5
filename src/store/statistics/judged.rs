//! What a release looks at of the monthly sums: months that are open, and released ones that have changed since they were
//! judged. The others are most of what there is.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};
use diesel::upsert::excluded;

use crate::domain::kommun::Kommunkod;
use crate::domain::records::monthly_sum::Sums;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::release::Counted;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::counted::CountedStream;
use crate::domain::statistics::release::published::{Published, Release};
use crate::domain::statistics::stream::Stream;
use crate::store::engine::Engine;
use crate::store::error::StoreError;
use crate::store::schema::judged_sums;

use super::monthly_sums;

/// How often the sums of a stream's month have changed, and how those who took part rated it.
struct MonthOfStream {
    changes: i64,
    ratings: Sums,
}

/// The months of every stream in which something was counted.
pub(crate) struct MonthsOfStreams(BTreeMap<(Stream, Month), MonthOfStream>);

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

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = judged_sums)]
struct JudgedRow {
    kommunkod: String,
    insats: String,
    provider: String,
    month: String,
    changes: i64,
}

impl MonthsOfStreams {
    /// Of a municipality, from the act's first month to another. To be asked for before the sums themselves, so that what
    /// changes meanwhile counts as changed at the next release.
    pub(crate) fn until(connection: &mut Engine, kommunkod: Kommunkod, last: Month) -> Result<Self, StoreError> {
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
        let months = rows.into_iter().map(|row| {
            let month = Month::parse(&row.month).ok_or_else(|| StoreError::Unreadable("a monthly sum".into()))?;
            let stream = Stream {
                insats: row.insats,
                provider: row.provider,
            };
            let ratings = Sums {
                rating_sum: row.rating_sum,
                responses: row.responses,
                peak_responses: row.peak_responses,
                ..Sums::default()
            };
            let of_stream = MonthOfStream {
                changes: row.changes,
                ratings,
            };
            Ok(((stream, month), of_stream))
        });
        months.collect::<Result<_, StoreError>>().map(Self)
    }

    fn changes(&self, stream: &Stream, month: Month) -> i64 {
        let of_stream = self.0.get(&(stream.clone(), month));
        of_stream.map_or(0, |of_stream| of_stream.changes)
    }

    /// Everything that a release has to look at, after what was published; `waiting` are the cells whose right figure could
    /// not be shown yet.
    pub(crate) fn counted(
        &self,
        connection: &mut Engine,
        kommunkod: Kommunkod,
        published: &Published,
        waiting: &[String],
    ) -> Result<Counted, StoreError> {
        let judged = judged(connection, kommunkod)?;
        let waiting: BTreeSet<(Stream, Month)> = waiting
            .iter()
            .filter_map(|cell| CellName::parse(cell))
            .map(|cell| (cell.stream, cell.month))
            .collect();
        let mut counted = Counted::new();
        for (stream, of_stream) in published.streams() {
            for (month, published) in &of_stream.roots {
                let is_as_judged = |month: &Month| {
                    let key = (stream.clone(), *month);
                    judged.get(&key) == Some(&self.changes(stream, *month))
                };
                let months = &published.root.months;
                if waiting.contains(&(stream.clone(), *month)) || !months.iter().all(is_as_judged) {
                    continue;
                }
                let of: &mut CountedStream = counted.entry(stream.clone()).or_default();
                of.unchanged.extend(months.iter().map(|month| {
                    let of_stream = self.0.get(&(stream.clone(), *month));
                    (*month, of_stream.map(|of| of.ratings).unwrap_or_default())
                }));
            }
        }
        let mut to_load: BTreeMap<Month, BTreeSet<&Stream>> = BTreeMap::new();
        for (stream, month) in self.0.keys() {
            if !is_unchanged(&counted, stream, *month) {
                to_load.entry(*month).or_default().insert(stream);
            }
        }
        for (month, streams) in to_load {
            let insatser = streams.iter().map(|stream| stream.insats.as_str()).collect();
            for (sum_key, sums) in monthly_sums::of_month(connection, kommunkod, month, &insatser)? {
                let stream = Stream {
                    insats: sum_key.insats.clone(),
                    provider: sum_key.provider.clone(),
                };
                if streams.contains(&stream) {
                    counted.entry(stream).or_default().sums.push((sum_key, sums));
                }
            }
        }
        Ok(counted)
    }

    /// Notes what a release has judged: its new roots, and the earlier ones that it looked at again.
    pub(crate) fn note(
        &self,
        connection: &mut Engine,
        kommunkod: Kommunkod,
        (published, counted, release): (&Published, &Counted, &Release),
    ) -> Result<(), StoreError> {
        let new = release.roots.iter().map(|(stream, root)| (stream, root));
        let earlier = published.streams().iter().flat_map(|(stream, of_stream)| {
            let roots = of_stream.roots.values().map(|published| &published.root);
            roots.map(move |root| (stream, root))
        });
        let rows: Vec<JudgedRow> = new
            .chain(earlier)
            .flat_map(|(stream, root)| root.months.iter().map(move |month| (stream, month)))
            .filter(|(stream, month)| !is_unchanged(counted, stream, **month))
            .map(|(stream, month)| JudgedRow {
                kommunkod: kommunkod.to_string(),
                insats: stream.insats.clone(),
                provider: stream.provider.clone(),
                month: month.to_string(),
                changes: self.changes(stream, *month),
            })
            .collect();
        put(connection, &rows)
    }
}

/// Whether a month's sums are what they were when they were judged last.
fn is_unchanged(counted: &Counted, stream: &Stream, month: Month) -> bool {
    let of_stream = counted.get(stream);
    of_stream.is_some_and(|of_stream| of_stream.unchanged.contains_key(&month))
}

/// How often the sums of each released month had changed when they were judged last.
fn judged(connection: &mut Engine, kommunkod: Kommunkod) -> Result<BTreeMap<(Stream, Month), i64>, StoreError> {
    let rows = judged_sums::table
        .filter(judged_sums::kommunkod.eq(kommunkod.to_string()))
        .select(JudgedRow::as_select())
        .load::<JudgedRow>(connection)?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let stream = Stream {
                insats: row.insats,
                provider: row.provider,
            };
            Some(((stream, Month::parse(&row.month)?), row.changes))
        })
        .collect())
}

fn put(connection: &mut Engine, rows: &[JudgedRow]) -> Result<(), StoreError> {
    /// A statement may have 65,535 parameters.
    const AT_A_TIME: usize = 10_000;
    macro_rules! put {
        ($rows:expr, $connection:expr) => {
            diesel::insert_into(judged_sums::table)
                .values($rows)
                .on_conflict((
                    judged_sums::kommunkod,
                    judged_sums::insats,
                    judged_sums::provider,
                    judged_sums::month,
                ))
                .do_update()
                .set(judged_sums::changes.eq(excluded(judged_sums::changes)))
                .execute($connection)?
        };
    }
    match connection {
        Engine::Postgres(connection) => {
            for rows in rows.chunks(AT_A_TIME) {
                put!(rows, connection);
            }
        }
        // A statement of several rows would begin a transaction of its own.
        Engine::Sqlite(connection) => {
            for row in rows {
                put!(row, connection);
            }
        }
    }
    Ok(())
}
