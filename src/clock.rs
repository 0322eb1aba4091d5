//! What time it is, as a value that tests can set; and what day it is in Sweden.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// Tells the time; a clone is the same clock.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Seconds since 1970 that a test has set; none for the system's time.
    set: Option<AtomicI64>,
    /// The day in Sweden as days since 1970, and the instant at which it ends, in one word: read and written whole.
    today: AtomicI64,
}

/// Days fit in 20 bits for ten thousand years around 1970; instants take the rest.
const DAY_BITS: u32 = 20;

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::new(None)
    }

    /// A clock that stands still until it is set.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::new(Some(AtomicI64::new(at.timestamp())))
    }

    fn new(set: Option<AtomicI64>) -> Self {
        Self(Arc::new(Inner {
            set,
            today: AtomicI64::new(0),
        }))
    }

    /// Sets a fixed clock; the system's clock stays as it is.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(set) = &self.0.set {
            set.store(at.timestamp(), Ordering::Relaxed);
            self.0.today.store(0, Ordering::Relaxed);
        }
    }

    /// The instant.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        match &self.0.set {
            None => Utc::now(),
            Some(set) => DateTime::from_timestamp(set.load(Ordering::Relaxed), 0).unwrap_or_default(),
        }
    }

    /// The day in Sweden, kept until the next Swedish midnight.
    pub(crate) fn today(&self) -> NaiveDate {
        let now = self.now();
        let kept = self.0.today.load(Ordering::Relaxed);
        let (ends, day) = (kept >> DAY_BITS, kept & ((1 << DAY_BITS) - 1));
        if now.timestamp() < ends
            && let Some(day) = i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days)
        {
            return day;
        }
        let today = now.with_timezone(&Stockholm).date_naive();
        let ends = today
            .succ_opt()
            .and_then(|next| Stockholm.from_local_datetime(&next.and_time(NaiveTime::MIN)).earliest())
            .map_or(0, |midnight| midnight.timestamp());
        let days = i64::from(today.to_epoch_days());
        if days >= 0 {
            self.0.today.store(ends << DAY_BITS | days, Ordering::Relaxed);
        }
        today
    }
}

#[cfg(test)]
mod tests {
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
}
