//! A cache of released statistics, which change only with a release.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::Kommunkod;
use crate::domain::statistics::release::published::Published;

const MAX_MUNICIPALITIES: usize = 64;

/// The released statistics of each municipality, with their revision.
#[derive(Default)]
pub struct Released(Mutex<HashMap<Kommunkod, (i64, Arc<Published>)>>);

impl Released {
    pub(crate) fn get(&self, kommunkod: Kommunkod, current: i64) -> Option<Arc<Published>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (revision, published) = all.get(&kommunkod)?;
        (*revision == current).then(|| Arc::clone(published))
    }

    pub(crate) fn store(&self, kommunkod: Kommunkod, revision: i64, published: Arc<Published>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_MUNICIPALITIES && !all.contains_key(&kommunkod) {
            let any = all.keys().next().copied();
            any.map(|any| all.remove(&any));
        }
        all.insert(kommunkod, (revision, published));
    }
}
