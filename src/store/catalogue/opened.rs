//! The open months of a municipality, and what holds for them although a setting has changed since.

use std::collections::BTreeMap;

use diesel::dsl::max;
use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::statistics::Month;
use crate::domain::statistics::opened::Opened;
use crate::store::engine::{Engine, on_either};
use crate::store::error::StoreError;
use crate::store::schema::{first_quarters, kept_k, monthly_sums, releases};

/// The open months, and what holds for them.
pub(crate) fn read(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Opened, StoreError> {
    let code = kommunkod.to_string();
    let first_quarter: Option<String> = first_quarters::table
        .find(&code)
        .select(first_quarters::month)
        .first(connection)
        .optional()?;
    let kept: Vec<(String, i32)> = kept_k::table
        .filter(kept_k::kommunkod.eq(&code))
        .select((kept_k::month, kept_k::k))
        .load(connection)?;
    let counted: Vec<(String, Option<String>)> = monthly_sums::table
        .filter(monthly_sums::kommunkod.eq(&code))
        .group_by(monthly_sums::insats)
        .select((monthly_sums::insats, max(monthly_sums::month)))
        .load(connection)?;
    let released: Option<String> = releases::table
        .filter(releases::kommunkod.eq(&code))
        .select(max(releases::month))
        .first(connection)?;
    let last_counted: BTreeMap<String, Month> = counted
        .into_iter()
        .filter_map(|(insats, month)| Some((insats, Month::parse(&month?)?)))
        .collect();
    Ok(Opened {
        first_quarter: first_quarter.and_then(|month| Month::parse(&month)),
        kept_k: kept
            .into_iter()
            .filter_map(|(month, k)| Some((Month::parse(&month)?, k)))
            .collect(),
        last_counted,
        last_released: released.and_then(|month| Month::parse(&month)),
    })
}

/// Keeps a k for every month that has a record, before it is lowered.
pub(crate) fn keep_k(connection: &mut Engine, kommunkod: Kommunkod, k: i32) -> Result<(), StoreError> {
    let code = kommunkod.to_string();
    let months: Vec<String> = monthly_sums::table
        .filter(monthly_sums::kommunkod.eq(&code))
        .select(monthly_sums::month)
        .distinct()
        .load(connection)?;
    for month in months {
        let before: Option<i32> = kept_k::table
            .find((&code, &month))
            .select(kept_k::k)
            .first(connection)
            .optional()?;
        let highest = before.map_or(k, |before| before.max(k));
        let insert = diesel::insert_into(kept_k::table).values((
            kept_k::kommunkod.eq(&code),
            kept_k::month.eq(&month),
            kept_k::k.eq(highest),
        ));
        on_either!(
            connection,
            insert
                .on_conflict((kept_k::kommunkod, kept_k::month))
                .do_update()
                .set(kept_k::k.eq(highest))
                .execute(connection)?
        );
    }
    Ok(())
}
