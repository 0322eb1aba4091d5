//! Tests of `domain/statistics/month.rs`.

use super::{Cycle, Month, ReportingPeriod};

#[test]
fn parses_the_same_months_as_a_reporting_period() {
    for text in include_str!("../../../../src/domain/statistics/month.txt")
        .lines()
        .skip(1)
    {
        let period = ReportingPeriod::parse(text).filter(|period| period.cycle() == Cycle::Month);
        assert_eq!(
            Month::parse(text),
            period.map(|period| Month::of(period.first_day())),
            "{text}"
        );
    }
}
