//! Unit tests of the parts of a file: records that may conflict are in one part.

use super::{Span, parts};
use crate::domain::day;
use crate::domain::records::group_record::Days;

/// Spans of one series each, as `series from to`.
fn spans(written: &[&str]) -> Vec<Span> {
    let span = |text: &&str| {
        let mut words = text.split(' ');
        let series = words.next().expect("a series");
        let mut days = words.map(|word| day::parse(&format!("2025-09-{word}")));
        let from = days.next().flatten();
        let days = from.map(|from| Days {
            from,
            to: days.next().flatten().unwrap_or(from),
        });
        Span::new(days, [series, "p", "a", "b"])
    };
    written.iter().map(span).collect()
}

#[test]
fn records_with_a_common_day_are_in_one_part() {
    // The period links the sessions of the 2nd and the 4th; the last record is of the first day.
    let found = parts(&spans(&["x 02", "x 10", "x 01 05", "x 04", "x 01"]), 4);
    assert_eq!(found, [vec![0, 2, 3, 4], vec![1]]);
}

#[test]
fn too_many_with_common_days_are_split_by_series() {
    let found = parts(&spans(&["x 01 30", "y 02", "X 07", "y 09", "y 09"]), 2);
    assert_eq!(found, [vec![0, 2], vec![1], vec![3, 4]]);
}

#[test]
fn more_than_a_part_can_have_are_split_anyway() {
    let found = parts(&spans(&["x 01", "x 01", "x 01"]), 2);
    assert_eq!(found, [vec![0, 1], vec![2]]);
}

#[test]
fn records_without_days_are_in_some_part() {
    let found = parts(&spans(&["x", "x 01", "y"]), 2);
    assert_eq!(found, [vec![0, 2], vec![1]]);
    assert!(parts(&[], 2).is_empty());
}
