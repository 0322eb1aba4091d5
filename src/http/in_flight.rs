//! The requests with an `Idempotency-Key` that are under way in this process.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The keys of requests that are under way in this process.
#[derive(Clone, Default)]
pub struct InFlight(Arc<Mutex<HashSet<String>>>);

/// A key that is under way until this is dropped.
pub(crate) struct UnderWay {
    key_hash: String,
    all: InFlight,
}

impl InFlight {
    /// Enters a request by its key; `None` while another with the same key is under way.
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
