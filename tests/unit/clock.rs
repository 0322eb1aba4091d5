//! Tests of `clock.rs`.

use super::Clock;

#[test]
fn a_day_begins_at_midnight_in_sweden() {
    let at = |text: &str| text.parse().expect("an instant");
    let clock = Clock::fixed(at("2025-06-30T21:59:59Z"));
    assert_eq!(clock.today().to_string(), "2025-06-30");
    clock.set(at("2025-06-30T22:00:00Z"));
    assert_eq!(clock.today().to_string(), "2025-07-01");
    assert_eq!(clock.today().to_string(), "2025-07-01");
    clock.set(at("2025-12-31T22:59:59Z"));
    assert_eq!(clock.today().to_string(), "2025-12-31");
    clock.set(at("2025-12-31T23:00:00Z"));
    assert_eq!(clock.today().to_string(), "2026-01-01");
}

#[test]
fn the_day_goes_back_with_the_clock() {
    let at = |text: &str| text.parse().expect("an instant");
    let clock = Clock::fixed(at("2025-06-30T22:00:00Z"));
    for (instant, day) in [
        ("2025-06-30T22:00:00Z", "2025-07-01"),
        ("2025-06-30T21:59:59Z", "2025-06-30"),
        ("2025-01-01T12:00:00Z", "2025-01-01"),
        ("2026-01-01T12:00:00Z", "2026-01-01"),
        // A day of 25 hours, and one of 23.
        ("2025-10-26T22:59:59Z", "2025-10-26"),
        ("2025-10-25T22:00:00Z", "2025-10-26"),
        ("2025-10-25T21:59:59Z", "2025-10-25"),
        ("2025-03-30T21:59:59Z", "2025-03-30"),
        ("2025-03-29T23:00:00Z", "2025-03-30"),
        ("2025-03-29T22:59:59Z", "2025-03-29"),
    ] {
        clock.set(at(instant));
        for _ in 0..2 {
            assert_eq!(clock.today().to_string(), day, "{instant}");
        }
    }
}

#[test]
fn the_time_since_the_start_never_goes_back() {
    let at = |text: &str| text.parse().expect("an instant");
    let clock = Clock::fixed(at("2025-06-30T12:00:00Z"));
    clock.set(at("2025-06-30T12:00:10Z"));
    clock.set(at("2025-06-30T11:00:00Z"));
    assert_eq!(clock.since_start().as_secs(), 10);
    clock.set(at("2025-06-30T11:00:05Z"));
    assert_eq!(clock.since_start().as_secs(), 15);
    let system = Clock::system();
    let before = system.since_start();
    assert!(system.since_start() >= before);
}
