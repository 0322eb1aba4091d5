//! The requests with an `Idempotency-Key` that are in progress in this process.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The keys of the requests that are in progress in this process.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// A request in progress, until this value is dropped.
pub(crate) struct UnderWay {
    key_hash: String,
    all: InFlight,
}

impl InFlight {
    /// Adds a request; `None` while another one with the same key is in progress.
    pub(crate) fn enter(&self, key_hash: &str) -> Option<UnderWay> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(key_hash.to_owned()).then(|| UnderWay {
            key_hash: key_hash.to_owned(),
            all: self.clone(),
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let mut all = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.remove(&self.key_hash);
    }
}
