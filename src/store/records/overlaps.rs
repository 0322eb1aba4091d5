//! Finds group records that cover the same days: a period and sessions, or two periods.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::domain::text::composed;
use crate::domain::{Code, Fault, Text};
use crate::store::schema::group_records;
use crate::store::{Engine, StoreError};

use super::new_record::NewRecord;
use super::rows::RecordRow;

/// Finds periods that share days with other records of the same insats, provider, activity and place.
pub(crate) fn overlaps(
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
                // The sessions within a period; one is enough.
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
            // Of two overlapping records in one batch, only the later is reported.
            let earlier = pool
                .filter(meets)
                .find(|span| is_new.get(span.id.as_str()).is_none_or(|other| other < at));
            if let Some(span) = earlier {
                let which = is_new.get(span.id.as_str()).map_or_else(
                    || {
                        let stored = format!("group-records/{}", span.id);
                        Text::new(stored.clone(), stored)
                    },
                    |other| records[*other].referred_to(),
                );
                let detail = composed!(
                    "Dagarna finns redan i {which}, för samma insats, utförare, aktivitet och plats.",
                    "The days are already in {which}, for the same insats, provider, activity and place.";
                    which
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
