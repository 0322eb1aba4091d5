//! Tests of `domain/subscriptions/retry.rs`.

use std::time::Duration;

use super::{DELAYS, GIVES_UP_AFTER, JITTER, LONGEST, delay};

#[test]
fn each_attempt_waits_longer_up_to_a_day() {
    let planned: Vec<Duration> = (1..=11).map(|failed| delay(failed, 0.0, None)).collect();
    assert_eq!(planned[..9], DELAYS);
    assert_eq!(planned[9..], [Duration::from_hours(24); 2]);
    assert!(planned.is_sorted());
    // The fixed delays end within the five days after which the service gives up.
    let sum: Duration = DELAYS.iter().sum();
    assert!(sum < GIVES_UP_AFTER && GIVES_UP_AFTER < sum + 3 * LONGEST);
}

#[test]
fn chance_adds_up_to_a_fifth() {
    assert_eq!(delay(2, 1.0, None), Duration::from_mins(5).mul_f64(1.0 + JITTER));
    assert_eq!(delay(2, 7.0, None), delay(2, 1.0, None));
    assert_eq!(delay(0, 0.0, None), Duration::from_secs(5));
}

#[test]
fn a_receiver_can_ask_for_more_time_up_to_a_day() {
    let asked = |seconds| delay(1, 0.0, Some(Duration::from_secs(seconds)));
    assert_eq!(asked(1), Duration::from_secs(5));
    assert_eq!(asked(60), Duration::from_mins(1));
    assert_eq!(asked(10_000_000), LONGEST);
}
