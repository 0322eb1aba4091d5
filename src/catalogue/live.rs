//! The current catalogue, shared by all requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arc_swap::{ArcSwap, Guard};
use chrono::{DateTime, Utc};

use super::snapshot::Catalogue;

/// Holds the current catalogue.
pub struct LiveCatalogue {
    current: ArcSwap<Catalogue>,
    /// When the catalogue was last compared with the database, in seconds since 1970.
    compared_at: AtomicI64,
}

impl LiveCatalogue {
    /// Starts with a catalogue that was just loaded.
    pub fn new(catalogue: Catalogue, loaded_at: DateTime<Utc>) -> Self {
        Self {
            current: ArcSwap::from_pointee(catalogue),
            compared_at: AtomicI64::new(loaded_at.timestamp()),
        }
    }

    /// The current catalogue, which does not change while the guard is held.
    pub(crate) fn current(&self) -> Guard<Arc<Catalogue>> {
        self.current.load()
    }

    /// Replaces the catalogue if the new one is newer.
    ///
    /// A catalogue of another generation is newer if the current one is still the one that it was compared with;
    /// otherwise the next comparison decides.
    pub(crate) fn advance(&self, compared_with: &Arc<Catalogue>, catalogue: Catalogue) {
        let catalogue = Arc::new(catalogue);
        self.current.rcu(|current| {
            let is_newer = if catalogue.generation() == current.generation() {
                catalogue.revision() > current.revision()
            } else {
                Arc::ptr_eq(current, compared_with)
            };
            Arc::clone(if is_newer { &catalogue } else { current })
        });
    }

    /// Sets the time of the latest comparison with the database.
    pub(crate) fn compared(&self, at: DateTime<Utc>) {
        self.compared_at.store(at.timestamp(), Ordering::Relaxed);
    }

    /// Seconds since the latest comparison with the database.
    pub(crate) fn seconds_since_compared(&self, now: DateTime<Utc>) -> i64 {
        (now.timestamp() - self.compared_at.load(Ordering::Relaxed)).max(0)
    }
}
