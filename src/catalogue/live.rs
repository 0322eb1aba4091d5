//! The catalogue that answers now, shared by every request and replaced whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arc_swap::{ArcSwap, Guard};
use chrono::{DateTime, Utc};

use super::snapshot::Catalogue;

/// Holds the catalogue that answers now.
pub struct LiveCatalogue {
    current: ArcSwap<Catalogue>,
    /// When it was last compared with the database, in seconds since 1970.
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

    /// The catalogue that answers now; it stays the same for as long as it is held.
    pub(crate) fn current(&self) -> Guard<Arc<Catalogue>> {
        self.current.load()
    }

    /// Puts a newer catalogue in its place, unless one that is newer still stands there already.
    pub(crate) fn advance(&self, catalogue: Catalogue) {
        let catalogue = Arc::new(catalogue);
        self.current.rcu(|current| {
            let newest = if catalogue.revision() > current.revision() {
                &catalogue
            } else {
                current
            };
            Arc::clone(newest)
        });
    }

    /// Puts another catalogue in its place, even one at an earlier revision.
    pub(crate) fn replace(&self, catalogue: Catalogue) {
        self.current.store(Arc::new(catalogue));
    }

    /// Notes that it was compared with the database.
    pub(crate) fn compared(&self, at: DateTime<Utc>) {
        self.compared_at.store(at.timestamp(), Ordering::Relaxed);
    }

    /// How many seconds ago it was compared with the database.
    pub(crate) fn seconds_since_compared(&self, now: DateTime<Utc>) -> i64 {
        (now.timestamp() - self.compared_at.load(Ordering::Relaxed)).max(0)
    }
}
