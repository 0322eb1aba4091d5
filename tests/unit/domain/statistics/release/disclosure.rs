//! Tests of `domain/statistics/release/disclosure.rs`.

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
    // The bar is 10 for k = 5.
    for (sums, groups) in [
        (&[30, 3, 12, 2][..], vec![(0, 1), (1, 4)]),
        (&[30, 10, 9, 1], vec![(0, 1), (1, 2), (2, 4)]),
        (&[8, 8, 8, 8], vec![(0, 2), (2, 4)]),
        (&[10, 0, 0, 9], vec![(0, 4)]),
        (&[10, 0, 0, 10], vec![(0, 1), (1, 4)]),
        (&[10], vec![(0, 1)]),
        (&[10, 4, 4, 4], vec![(0, 4)]),
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
    assert_eq!((bar(5, 0), bar(5, 1), bar(5, 2), bar(3, 20)), (10, 10, 14, 44));
    let of_two = Mass {
        sum: 13,
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
