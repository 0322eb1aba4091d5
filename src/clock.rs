//! The current time, which tests can set, and the current day in Sweden.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// A clock. Clones share the same time.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Seconds since 1970 set by a test; `None` for the system time.
    set: Option<AtomicI64>,
    /// The day in Sweden as days since 1970, and the instant at which it ends, in one word that is read and written
    /// atomically.
    today: AtomicI64,
}

/// Days within ten thousand years of 1970 fit in 20 bits; the instant takes the rest.
const DAY_BITS: u32 = 20;

impl Clock {
    /// The system clock.
    pub fn system() -> Self {
        Self::new(None)
    }

    /// A clock that shows the same time until it is set.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::new(Some(AtomicI64::new(at.timestamp())))
    }

    fn new(set: Option<AtomicI64>) -> Self {
        Self(Arc::new(Inner {
            set,
            today: AtomicI64::new(0),
        }))
    }

    /// Sets a fixed clock. Does not affect the system clock.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(set) = &self.0.set {
            set.store(at.timestamp(), Ordering::Relaxed);
            self.0.today.store(0, Ordering::Relaxed);
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        match &self.0.set {
            None => Utc::now(),
            Some(set) => DateTime::from_timestamp(set.load(Ordering::Relaxed), 0).unwrap_or_default(),
        }
    }

    /// The day in Sweden, cached until the next Swedish midnight.
    pub(crate) fn today(&self) -> NaiveDate {
        let now = self.now();
        let cached = self.0.today.load(Ordering::Relaxed);
        let (ends, day) = (cached >> DAY_BITS, cached & ((1 << DAY_BITS) - 1));
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
#[path = "../tests/unit/clock.rs"]
mod tests;
