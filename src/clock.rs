//! The current time, which tests can set, the current day in Sweden, and the time since the start.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Stockholm;

/// A clock. Clones share the same time.
#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    /// Seconds since 1970 set by a test; `None` for the system time.
    set: Option<AtomicI64>,
    /// The seconds that a test has set the clock forward.
    advanced: AtomicU64,
    started: Instant,
    /// The day in Sweden as days since 1970, its length, and the instant at which it ends, in one word that is read and
    /// written atomically.
    today: AtomicI64,
}

/// A moment by two clocks.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// The time, which the operator may set back.
    pub at: DateTime<Utc>,
    /// The time since the start, which never goes back: what counts for anything that is done again after a while.
    pub since_start: Duration,
}

/// Days within ten thousand years of 1970 fit in 20 bits.
const DAY_BITS: u32 = 20;
/// The hours of a day above 23, of which it has up to two. The instant takes the rest.
const LENGTH_BITS: u32 = 2;
const SHORTEST_DAY: i64 = 23;

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
            advanced: AtomicU64::new(0),
            started: Instant::now(),
            today: AtomicI64::new(0),
        }))
    }

    /// Sets a fixed clock: the time until then passes. Does not affect the system clock.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(set) = &self.0.set {
            let before = set.swap(at.timestamp(), Ordering::Relaxed);
            let forward = u64::try_from(at.timestamp() - before).unwrap_or(0);
            self.0.advanced.fetch_add(forward, Ordering::Relaxed);
        }
    }

    /// Corrects a fixed clock: it shows another time, and no time passes. Does not affect the system clock.
    pub fn correct(&self, at: DateTime<Utc>) {
        if let Some(set) = &self.0.set {
            set.store(at.timestamp(), Ordering::Relaxed);
        }
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        match &self.0.set {
            None => Utc::now(),
            Some(set) => DateTime::from_timestamp(set.load(Ordering::Relaxed), 0).unwrap_or_default(),
        }
    }

    /// The time since the start, which never goes back.
    pub(crate) fn since_start(&self) -> Duration {
        match &self.0.set {
            None => self.0.started.elapsed(),
            Some(_) => Duration::from_secs(self.0.advanced.load(Ordering::Relaxed)),
        }
    }

    /// The current moment by both clocks.
    pub(crate) fn moment(&self) -> Moment {
        Moment {
            at: self.now(),
            since_start: self.since_start(),
        }
    }

    /// The local time in Sweden.
    pub(crate) fn local_time(&self) -> NaiveDateTime {
        self.now().with_timezone(&Stockholm).naive_local()
    }

    /// The day in Sweden, cached while the clock shows an instant of that day.
    pub(crate) fn today(&self) -> NaiveDate {
        let now = self.now();
        let cached = self.0.today.load(Ordering::Relaxed);
        let part = |shift: u32, bits: u32| cached >> shift & ((1 << bits) - 1);
        let ends = cached >> (DAY_BITS + LENGTH_BITS);
        let begins = ends - 3600 * (SHORTEST_DAY + part(DAY_BITS, LENGTH_BITS));
        if (begins..ends).contains(&now.timestamp())
            && let Some(day) = i32::try_from(part(0, DAY_BITS))
                .ok()
                .and_then(NaiveDate::from_epoch_days)
        {
            return day;
        }
        let today = swedish_day(now);
        if let Some(word) = word_of(today) {
            self.0.today.store(word, Ordering::Relaxed);
        }
        today
    }
}

/// The day in Sweden at a moment.
pub(crate) fn swedish_day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Stockholm).date_naive()
}

/// The first moment of a day in Sweden.
pub(crate) fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let local = Stockholm.from_local_datetime(&day.and_time(NaiveTime::MIN));
    Some(local.earliest()?.to_utc())
}

/// A day with its length and its end in one word; `None` if they do not fit.
fn word_of(day: NaiveDate) -> Option<i64> {
    let (begins, ends) = (midnight(day)?.timestamp(), midnight(day.succ_opt()?)?.timestamp());
    let length = (ends - begins) / 3600 - SHORTEST_DAY;
    let days = i64::from(day.to_epoch_days());
    let fits = (0..1 << DAY_BITS).contains(&days) && (0..1 << LENGTH_BITS).contains(&length);
    fits.then_some(ends << (DAY_BITS + LENGTH_BITS) | length << DAY_BITS | days)
}

#[cfg(test)]
#[path = "../tests/unit/clock.rs"]
mod tests;
