//! When a message that could not be delivered is sent again, and when the service gives up.

use std::time::Duration;

/// The time before each further attempt, as in Standard Webhooks. After the last, each attempt waits as long as the last.
const DELAYS: [Duration; 9] = [
    Duration::from_secs(5),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
    Duration::from_hours(14),
    Duration::from_hours(20),
    Duration::from_hours(24),
];
/// The longest wait that a receiver can ask for.
const LONGEST: Duration = Duration::from_hours(24);
/// How long every delivery may fail before a subscription is disabled.
pub(crate) const GIVES_UP_AFTER: Duration = Duration::from_hours(5 * 24);
/// The part of a delay that chance adds, so that receivers which failed together are not called together.
const JITTER: f64 = 0.2;

/// The time before the next attempt after so many failed ones, at least one. `chance` is from 0 to 1.
pub(crate) fn delay(failed: u32, chance: f64, asked: Option<Duration>) -> Duration {
    let last = DELAYS.len() - 1;
    let index = usize::try_from(failed.saturating_sub(1)).unwrap_or(last).min(last);
    let planned = DELAYS[index].mul_f64(1.0 + JITTER * chance.clamp(0.0, 1.0));
    planned.max(asked.unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/retry.rs"]
mod tests;
