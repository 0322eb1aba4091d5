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
