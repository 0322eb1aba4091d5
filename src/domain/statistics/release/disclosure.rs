//! When a sum may be shown, and how one is split into parts that may be shown each.
//!
//! The guarantee: of a part of a shown sum that is not shown itself, at least *k* values stay possible, also for a reader
//! who knows these rules. A group that closes has a sum over the bar while each of its beginnings is under it, or is
//! under it together with all that is left; and what is left at the end was never split where both sides passed.

use std::ops::Range;

/// The version of the rules, kept with each release.
pub(crate) const RULES_VERSION: i32 = 1;

/// What a set of participations weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mass {
    /// Participations.
    pub sum: i64,
    /// The sum from which on it may be shown, by the record in it that asks for least; `None` where no record has enough
    /// participants.
    pub bar: Option<i64>,
}

impl Mass {
    /// Nothing.
    pub(crate) const NOTHING: Self = Self { sum: 0, bar: None };

    /// Both sets together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            bar: match (self.bar, other.bar) {
                (Some(own), Some(theirs)) => Some(own.min(theirs)),
                (own, theirs) => own.or(theirs),
            },
        }
    }

    /// Says whether its sum may be shown.
    pub(crate) fn passes(self) -> bool {
        self.bar.is_some_and(|bar| self.sum >= bar)
    }
}

/// The sum from which on a set may be shown that has a record of at least k different people, at some sessions.
///
/// A record of one session, or of persons, has them from k participations on, and the bar is 2k − 1. One of visits at s
/// sessions has them from s(k − 1) + 1 visits on: as many must be left for a part that is not that record as there, k − 1.
pub(crate) fn bar(k: i32, sessions: i32) -> i64 {
    (i64::from(sessions.max(1)) + 1) * (i64::from(k) - 1) + 1
}

/// Splits values, which stand in their public order, into groups that each may be shown when all together may.
///
/// A group closes when it and all that is left both pass; what is left at the end is the last group. Nothing but `mass`,
/// of values that follow one another, is looked at.
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

    /// As one record of each.
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
        // 9 is the bar of k = 5.
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
    fn visits_at_more_sessions_need_more_of_them() {
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
