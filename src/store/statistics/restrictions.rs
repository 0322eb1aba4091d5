//! What the database requires of every release. Triggers enforce it against older programs.

use diesel::prelude::*;

use crate::domain::Kommunkod;
use crate::domain::statistics::Month;
use crate::domain::statistics::release::restrictions::Restrictions;
use crate::store::schema::{statistics_heads, statistics_state};
use crate::store::{Engine, StoreError};

use super::heads;

/// What the database requires of a municipality's releases.
pub(crate) fn read(connection: &mut Engine, kommunkod: Kommunkod) -> Result<Restrictions, StoreError> {
    let (lowest_rules, awaits_restored) = statistics_state::table
        .select((statistics_state::lowest_rules, statistics_state::awaits_restored))
        .first(connection)?;
    let released_through: Option<Option<String>> = statistics_heads::table
        .find(kommunkod.to_string())
        .select(statistics_heads::released_through)
        .first(connection)
        .optional()?;
    let released_through = released_through.flatten();
    let read = |text: String| Month::parse(&text).ok_or_else(|| StoreError::Unreadable("a released month".into()));
    Ok(Restrictions {
        lowest_rules,
        awaits_restored,
        released_through: released_through.map(read).transpose()?,
    })
}

/// Ends a restore: states the last month that each municipality had released before it, if any.
pub(crate) fn end_restore(
    connection: &mut Engine,
    released_through: &[(Kommunkod, Option<Month>)],
) -> Result<(), StoreError> {
    for (kommunkod, month) in released_through {
        heads::lock(connection, *kommunkod)?;
        diesel::update(statistics_heads::table.find(kommunkod.to_string()))
            .set(statistics_heads::released_through.eq(month.map(|month| month.to_string())))
            .execute(connection)?;
    }
    diesel::update(statistics_state::table)
        .set(statistics_state::awaits_restored.eq(false))
        .execute(connection)?;
    Ok(())
}
