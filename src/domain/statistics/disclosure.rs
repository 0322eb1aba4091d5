//! When a sum may be shown, and how one is split into parts that may be shown each.
//!
//! The guarantee: of a part of a shown sum that is not shown itself, at least *k* values stay possible, also for a reader
//! who knows these rules. A group that closes has a sum over the bar while each of its beginnings is under it, or is
//! under it together with all that is left; and what is left at the end was never split where both sides passed.

use std::ops::Range;

/// The version of the rules, kept with each release.
pub const RULES_VERSION: i32 = 1;
/// The smallest group where a municipality has decided nothing else.
pub const DEFAULT_K: i32 = 5;
/// The least that a municipality may decide.
pub const LEAST_K: i32 = 3;
/// The most that a municipality may decide.
pub const MOST_K: i32 = 1000;

/// What a set of participations weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mass {
    /// Participations.
    pub sum: i64,
    /// The most different people that one single record proves.
    pub peak: i32,
}

impl Mass {
    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            peak: self.peak.max(other.peak),
        }
    }

    /// Says whether its sum may be shown: it is at least 2k − 1, and one record has at least k participants in it.
    ///
    /// Visits are not persons: two people at four sessions are eight visits.
    #[must_use]
    pub fn passes(self, k: i32) -> bool {
        self.sum >= 2 * i64::from(k) - 1 && self.peak >= k
    }
}

/// Splits values, which stand in their public order, into groups that each may be shown when all together may.
///
/// A group closes when it and all that is left both pass; what is left at the end is the last group. Nothing but `mass`,
/// of values that follow one another, is looked at.
pub fn split(values: usize, k: i32, mass: impl Fn(Range<usize>) -> Mass) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut first = 0;
    for next in 1..values {
        if mass(first..next).passes(k) && mass(next..values).passes(k) {
            groups.push(first..next);
            first = next;
        }
    }
    groups.push(first..values);
    groups
}

#[cfg(test)]
mod tests {
    use super::{Mass, split};

    fn mass_of(sums: &[i64]) -> impl Fn(std::ops::Range<usize>) -> Mass {
        move |range| {
            let sum: i64 = sums[range].iter().sum();
            Mass {
                sum,
                peak: i32::try_from(sum).expect("small"),
            }
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
        ] {
            let found: Vec<(usize, usize)> = split(sums.len(), 5, mass_of(sums))
                .into_iter()
                .map(|group| (group.start, group.end))
                .collect();
            assert_eq!(found, groups, "{sums:?}");
        }
    }

    #[test]
    fn many_visits_of_few_people_do_not_pass() {
        let eight_visits_of_two = Mass { sum: 40, peak: 2 };
        assert!(!eight_visits_of_two.passes(5));
        assert!(Mass { sum: 9, peak: 5 }.passes(5));
        assert!(!Mass { sum: 8, peak: 8 }.passes(5));
        assert!(!Mass::default().passes(1));
    }
}
