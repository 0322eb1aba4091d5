//! Tests of `domain/records/reporting_period.rs`.

use super::{Cycle, ReportingPeriod, day};

#[test]
fn parses_what_it_writes() {
    for (text, first, last) in [
        ("2026-10", "2026-10-01", "2026-10-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2026-q1", "2026-01-01", "2026-03-31"),
        ("2026", "2026-01-01", "2026-12-31"),
    ] {
        let period = ReportingPeriod::parse(text).expect("a period");
        assert_eq!(period.to_string(), text);
        assert_eq!(Some(period.first_day()), day::parse(first));
        assert_eq!(Some(period.last_day()), day::parse(last));
        assert_eq!(ReportingPeriod::of(period.cycle(), period.last_day()), period);
    }
    for text in [
        "", "26", "2026-13", "2026-0", "2026-q5", "2026-q", "2026-Q1", "2026-1", "1-2", "9999-12",
    ] {
        assert_eq!(ReportingPeriod::parse(text), None, "{text}");
    }
}

#[test]
fn each_day_is_in_one_period_of_each_cycle() {
    let mut day = day::parse("2027-12-20").expect("a day");
    for _ in 0..500 {
        for cycle in [Cycle::Month, Cycle::Quarter, Cycle::Year] {
            let period = ReportingPeriod::of(cycle, day);
            assert!(period.first_day() <= day && day <= period.last_day());
            assert!(period.includes(day) && !period.next().includes(day));
        }
        day = day.succ_opt().expect("a day");
    }
}
