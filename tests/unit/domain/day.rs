//! Tests of `domain/day.rs`.

use super::{DayOrMonth, age_on, birthday, parse};

fn day(text: &str) -> chrono::NaiveDate {
    parse(text).expect("a day")
}

#[test]
fn reads_only_days_that_exist() {
    assert!(parse("2024-02-29").is_some());
    for wrong in [
        "2025-02-30",
        "2025-02-29",
        "2025-2-3",
        "20250203",
        "2025-02-03T00",
        "+025-02-03",
        "å025-02-3",
    ] {
        assert!(parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn an_age_is_reached_on_the_birthday() {
    let birth = day("1955-07-02");
    assert_eq!(age_on(birth, day("2025-07-01")), 69);
    assert_eq!(age_on(birth, day("2025-07-02")), 70);
    assert_eq!(age_on(birth, day("1955-07-02")), 0);
}

#[test]
fn born_on_29_february_turns_on_the_28th_in_ordinary_years() {
    let birth = day("1956-02-29");
    assert_eq!(birthday(birth, 70), day("2026-02-28"));
    assert_eq!(birthday(birth, 68), day("2024-02-29"));
    assert_eq!(age_on(birth, day("2026-02-27")), 69);
    assert_eq!(age_on(birth, day("2026-02-28")), 70);
    assert_eq!(age_on(birth, day("2024-02-28")), 67);
}

#[test]
fn a_month_lasts_until_its_last_day() {
    let june = DayOrMonth::parse("2026-06").expect("a month");
    assert_eq!(june.last_day(), day("2026-06-30"));
    assert_eq!(june.to_string(), "2026-06");
    assert!(DayOrMonth::parse("2026-13").is_none());
    assert!(DayOrMonth::parse("2026").is_none());
}
