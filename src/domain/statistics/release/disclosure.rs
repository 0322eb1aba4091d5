//! Decides when a sum may be shown, and splits it into parts that may each be shown.
//!
//! The guarantee: for every small part of a shown sum that is not itself shown, at least *k* values remain possible, even
//! for a reader who knows these rules, and of every place and month in which form its records are and which activities
//! there are. When a group closes, its sum is at least the bar, while each of its beginnings is under the bar or leaves
//! a remainder under the bar. The last group could not be split with both sides at the bar.

use std::ops::Range;

/// The version of the rules, stored with each release.
pub(crate) const RULES_VERSION: i32 = 2;

/// The participations of a set, and when they may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mass {
    /// Participations.
    pub sum: i64,
    /// The lowest sum that may be shown, according to the least demanding record; `None` if no record has enough
    /// participants.
    pub bar: Option<i64>,
}

impl Mass {
    pub(crate) const NOTHING: Self = Self { sum: 0, bar: None };

    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            bar: match (self.bar, other.bar) {
                (Some(own), Some(theirs)) => Some(own.min(theirs)),
                (own, theirs) => own.or(theirs),
            },
        }
    }

    pub(crate) fn passes(self) -> bool {
        self.bar.is_some_and(|bar| self.sum >= bar)
    }
}

/// The lowest sum that may be shown for a set with a record of at least k different people, in some number of sessions.
///
/// A record of one session, or of persons, has k different people with k participations, and the bar is 2k. A record of
/// visits in s sessions has them with s(k − 1) + 1 visits. A part with such a record that does not reach the bar has k
/// values even if a reader knows that no other part has one.
pub(crate) fn bar(k: i32, sessions: i32) -> i64 {
    (i64::from(sessions.max(1)) + 1) * (i64::from(k) - 1) + 2
}

/// Splits values in public order into groups that may each be shown if all may be shown together.
///
/// A group closes when both it and the remainder may be shown. The remainder at the end is the last group. Only `mass`
/// of consecutive values decides.
pub fn split(values: usize, mass: impl Fn(Range<usize>) -> Mass) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut first = 0;
    for next in 1..values {
        if mass(first..next).passes() && mass(next..values).passes() {
            groups.push(first..next);
            first = next;
        }
    }
    groups.push(first..values);
    groups
}

#[cfg(test)]
#[path = "../../../../tests/unit/domain/statistics/release/disclosure.rs"]
mod tests;
