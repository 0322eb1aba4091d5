//! Implausible group records, which are shown to the municipality and never refused.
//!
//! Source: the risk of over-reporting in section 8 of the fact sheet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::insatser::place::Place;

use super::group_record::{GroupRecord, Unit};

/// The number of earlier sessions to compare with.
pub(crate) const SESSIONS_LOOKED_AT: usize = 24;

/// The number of consecutive sessions with the same count that is implausible.
const IDENTICAL_RUNNING: usize = 5;
/// The minimum number of sessions that make a range.
const MIN_OF_A_RANGE: usize = 8;
/// The minimum distance from the highest earlier count that is implausible.
const MIN_BEYOND: u32 = 10;
/// The highest plausible count of a session, if neither the place nor earlier sessions say more.
const MAX_IN_SESSION: u32 = 300;
/// The highest plausible number of different people in a period.
const MAX_IN_PERIOD: u32 = 3_000;

/// Why a record is implausible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Flag {
    /// More people than the place holds.
    AboveCapacity,
    /// The same count in many consecutive sessions.
    IdenticalCounts,
    /// More than twice the highest earlier count.
    OutsideOwnRange,
    /// A day when the place is closed.
    PlaceClosed,
    /// More than 300 in a session, or on average in the sessions of a period, where neither the capacity of the place nor
    /// earlier sessions show what is usual; more than 3,000 people in a period.
    UnusuallyMany,
}

/// Why a record is implausible, if it is.
///
/// `place` is the listed place of the record; `earlier` the totals of the provider's earlier sessions, of the same
/// insats, activity and place, latest first. A period has no earlier sessions.
pub(crate) fn flags(record: &GroupRecord, place: Option<&Place>, earlier: &[u32]) -> Vec<Flag> {
    let Some(participants) = record.participants else {
        return Vec::new();
    };
    let total = participants.total;
    let in_session = match record.unit {
        Some(Unit::Persons) => None,
        Some(Unit::Visits) => Some(total.div_ceil(u32::from(record.sessions.unwrap_or(1).max(1)))),
        None => Some(total),
    };
    let capacity = place.and_then(|place| place.capacity).map(u32::from);
    let has_range = earlier.len() >= MIN_OF_A_RANGE;
    let is_above = in_session
        .zip(capacity)
        .is_some_and(|(count, capacity)| count > capacity);
    let same = earlier.iter().take_while(|before| **before == total).count();
    let is_identical = total > 0 && same + 1 >= IDENTICAL_RUNNING;
    let most = earlier.iter().copied().max().unwrap_or(0);
    let is_outside = has_range && total > most * 2 && total >= most + MIN_BEYOND;
    let is_closed = place.zip(record.date).is_some_and(|(place, day)| is_closed(place, day));
    let is_many = match in_session {
        Some(count) => capacity.is_none() && !has_range && count > MAX_IN_SESSION,
        None => total > MAX_IN_PERIOD,
    };
    [
        (Flag::AboveCapacity, is_above),
        (Flag::IdenticalCounts, is_identical),
        (Flag::OutsideOwnRange, is_outside),
        (Flag::PlaceClosed, is_closed),
        (Flag::UnusuallyMany, is_many),
    ]
    .into_iter()
    .filter_map(|(flag, holds)| holds.then_some(flag))
    .collect()
}

fn is_closed(place: &Place, day: NaiveDate) -> bool {
    let in_closed_period = place
        .closed_periods
        .iter()
        .any(|period| period.from <= day && day <= period.to);
    let has_hours = !place.opening_hours.is_empty() || !place.schedules.is_empty();
    let is_open = place.opening_hours.iter().any(|hours| hours.are_open_on(day))
        || place.schedules.iter().any(|schedule| schedule.is_open_on(day));
    in_closed_period || (has_hours && !is_open)
}
