//! Decides when a sum may be shown, and splits it into parts that may each be shown.
//!
//! The guarantee: for every part of a shown sum that is not itself shown, at least *k* values remain possible, even for
//! a reader who knows these rules. When a group closes, its sum is at least the bar, while each of its beginnings is
//! under the bar or leaves a remainder under the bar. The last group could not be split with both sides at the bar.

use std::ops::Range;

/// The version of the rules, stored with each release.
pub(crate) const RULES_VERSION: i32 = 1;

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
/// A record of one session, or of persons, has k different people with k participations, and the bar is 2k − 1. A
/// record of visits in s sessions has them with s(k − 1) + 1 visits. A part outside that record must leave k − 1 more.
pub(crate) fn bar(k: i32, sessions: i32) -> i64 {
    (i64::from(sessions.max(1)) + 1) * (i64::from(k) - 1) + 1
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
mod tests {
    use super::{Mass, bar, split};

    /// One record for each sum.
    fn mass_of(sums: &[i64]) -> impl Fn(std::ops::Range<usize>) -> Mass {
        move |range| {
            let of = |sum: &i64| Mass {
                sum: *sum,
                bar: (*sum >= 5).then(|| bar(5, 1)),
            };
            sums[range].iter().map(of).fold(Mass::NOTHING, Mass::and)
        }
    }

    #[test]
    fn a_group_closes_only_where_both_sides_pass() {
        // The bar is 9 for k = 5.
        for (sums, groups) in [
            (&[30, 3, 12, 2][..], vec![(0, 1), (1, 4)]),
            (&[30, 9, 8, 1], vec![(0, 1), (1, 2), (2, 4)]),
            (&[8, 8, 8, 8], vec![(0, 2), (2, 4)]),
            (&[9, 0, 0, 8], vec![(0, 4)]),
            (&[9, 0, 0, 9], vec![(0, 1), (1, 4)]),
            (&[9], vec![(0, 1)]),
            (&[9, 4, 4, 4], vec![(0, 4)]),
        ] {
            let found: Vec<(usize, usize)> = split(sums.len(), mass_of(sums))
                .into_iter()
                .map(|group| (group.start, group.end))
                .collect();
            assert_eq!(found, groups, "{sums:?}");
        }
    }

    #[test]
    fn visits_in_more_sessions_need_a_higher_sum() {
        assert_eq!((bar(5, 0), bar(5, 1), bar(5, 2), bar(3, 20)), (9, 9, 13, 43));
        let of_two = Mass {
            sum: 12,
            bar: Some(bar(5, 2)),
        };
        assert!(!of_two.passes());
        let with_a_session = of_two.and(Mass {
            sum: 5,
            bar: Some(bar(5, 1)),
        });
        assert!(with_a_session.passes());
        assert!(!Mass { sum: 1000, bar: None }.passes());
    }
}
