//! What looks implausible in a group record: told to the municipality, never a reason to refuse.
//!
//! Source: the risk of over-reporting in the fact sheet's section 8.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::insatser::place::{Place, Weekday};

use super::group_record::GroupRecord;

/// How many sessions before are looked at.
pub(crate) const SESSIONS_LOOKED_AT: usize = 24;

/// How many sessions running with one and the same count are told.
const IDENTICAL_RUNNING: usize = 5;
/// The fewest sessions that make a range.
const MIN_OF_A_RANGE: usize = 8;
/// How many more than ever before are told at the least.
const MIN_BEYOND: u32 = 10;

/// Something that looks implausible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Flag {
    /// More than the place holds.
    AboveCapacity,
    /// The same count many sessions running.
    IdenticalCounts,
    /// More than twice as many as ever before.
    OutsideOwnRange,
    /// On a day on which the place is closed.
    PlaceClosed,
}

/// What looks implausible in a record.
///
/// `place` is the listed place it was at; `earlier` the totals of the provider's sessions before it, of the same insats,
/// activity and place, the latest first.
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
    let weekday = weekday(day);
    let has_hours = !place.opening_hours.is_empty();
    in_closed_period || (has_hours && place.opening_hours.iter().all(|hours| hours.weekday != weekday))
}

fn weekday(day: NaiveDate) -> Weekday {
    match day.weekday() {
        chrono::Weekday::Mon => Weekday::Monday,
        chrono::Weekday::Tue => Weekday::Tuesday,
        chrono::Weekday::Wed => Weekday::Wednesday,
        chrono::Weekday::Thu => Weekday::Thursday,
        chrono::Weekday::Fri => Weekday::Friday,
        chrono::Weekday::Sat => Weekday::Saturday,
        chrono::Weekday::Sun => Weekday::Sunday,
    }
}
