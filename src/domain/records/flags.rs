//! Implausible group records, which are shown to the municipality and never refused.
//!
//! Source: the risk of over-reporting in section 8 of the fact sheet.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::insatser::place::Place;

use super::group_record::GroupRecord;

/// The number of earlier sessions to compare with.
pub(crate) const SESSIONS_LOOKED_AT: usize = 24;

/// The number of consecutive sessions with the same count that is implausible.
const IDENTICAL_RUNNING: usize = 5;
/// The minimum number of sessions that make a range.
const MIN_OF_A_RANGE: usize = 8;
/// The minimum distance from the highest earlier count that is implausible.
const MIN_BEYOND: u32 = 10;

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
}

/// Why a record is implausible, if it is.
///
/// `place` is the listed place of the record; `earlier` the totals of the provider's earlier sessions, of the same
/// insats, activity and place, latest first.
pub(crate) fn flags(record: &GroupRecord, place: Option<&Place>, earlier: &[u32]) -> Vec<Flag> {
    let (Some(day), Some(participants)) = (record.date, record.participants) else {
        return Vec::new();
    };
    let total = participants.total;
    let is_above = place
        .and_then(|place| place.capacity)
        .is_some_and(|capacity| total > u32::from(capacity));
    let same = earlier.iter().take_while(|before| **before == total).count();
    let is_identical = total > 0 && same + 1 >= IDENTICAL_RUNNING;
    let most = earlier.iter().copied().max().unwrap_or(0);
    let is_outside = earlier.len() >= MIN_OF_A_RANGE && total > most * 2 && total >= most + MIN_BEYOND;
    let is_closed = place.is_some_and(|place| is_closed(place, day));
    [
        (Flag::AboveCapacity, is_above),
        (Flag::IdenticalCounts, is_identical),
        (Flag::OutsideOwnRange, is_outside),
        (Flag::PlaceClosed, is_closed),
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
