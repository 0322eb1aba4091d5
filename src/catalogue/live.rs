//! The current catalogue, shared by all requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use arc_swap::{ArcSwap, Guard};

use super::snapshot::Catalogue;

/// Holds the current catalogue.
pub struct LiveCatalogue {
    current: ArcSwap<Catalogue>,
    /// When the catalogue was last compared with the database, in seconds since the start of the process.
    compared_at: AtomicU64,
}

impl LiveCatalogue {
    /// Starts with a catalogue that was just loaded. All times are since the start of the process.
    pub fn new(catalogue: Catalogue, loaded_at: Duration) -> Self {
        Self {
            current: ArcSwap::from_pointee(catalogue),
            compared_at: AtomicU64::new(loaded_at.as_secs()),
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
    pub(crate) fn compared(&self, at: Duration) {
        self.compared_at.store(at.as_secs(), Ordering::Relaxed);
    }

    /// Seconds since the latest comparison with the database.
    pub(crate) fn seconds_since_compared(&self, now: Duration) -> u64 {
        now.as_secs().saturating_sub(self.compared_at.load(Ordering::Relaxed))
    }
}
