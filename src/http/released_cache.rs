//! What every municipality has released, kept in memory once it was asked for: it changes with a release only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::release::published::Published;

/// The most municipalities kept.
const MAX_KEPT: usize = 64;

/// What was released, by municipality, each at its revision.
#[derive(Default)]
pub struct Released(Mutex<HashMap<Kommunkod, (i64, Arc<Published>)>>);

impl Released {
    /// What is kept of a municipality at a revision.
    pub(crate) fn get(&self, kommunkod: Kommunkod, current: i64) -> Option<Arc<Published>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (revision, published) = kept.get(&kommunkod)?;
        (*revision == current).then(|| Arc::clone(published))
    }

    /// Keeps what a municipality has released at a revision.
    pub(crate) fn keep(&self, kommunkod: Kommunkod, revision: i64, published: Arc<Published>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT && !kept.contains_key(&kommunkod) {
            let any = kept.keys().next().copied();
            any.map(|any| kept.remove(&any));
        }
        kept.insert(kommunkod, (revision, published));
    }
}
