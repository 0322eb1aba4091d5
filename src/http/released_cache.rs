//! What every municipality has released, kept in memory once it was asked for: it changes with a release only.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::release::published::Published;
use crate::store::statistics::releases::{published, revision};

use super::problems::Problem;
use super::state::State;

/// The most municipalities kept.
const MOST_KEPT: usize = 64;

/// What was released, by municipality, each at its revision.
#[derive(Default)]
pub struct Released(Mutex<HashMap<Kommunkod, (i64, Arc<Published>)>>);

/// How often what is shown of a municipality has changed, and all of it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn released(state: &State, kommunkod: Kommunkod) -> Result<(i64, Arc<Published>), Problem> {
    let current = state
        .store
        .read(move |connection| revision(connection, kommunkod))
        .await?;
    if let Some(kept) = state.released.get(kommunkod, current) {
        return Ok((current, kept));
    }
    let read = state.store.read_one_moment(move |connection| {
        let current = revision(connection, kommunkod)?;
        Ok((current, published(connection, kommunkod)?))
    });
    let (current, read) = read.await?;
    let read = Arc::new(read);
    state.released.keep(kommunkod, current, Arc::clone(&read));
    Ok((current, read))
}

impl Released {
    fn get(&self, kommunkod: Kommunkod, current: i64) -> Option<Arc<Published>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (revision, published) = kept.get(&kommunkod)?;
        (*revision == current).then(|| Arc::clone(published))
    }

    fn keep(&self, kommunkod: Kommunkod, revision: i64, published: Arc<Published>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT && !kept.contains_key(&kommunkod) {
            let any = kept.keys().next().copied();
            any.map(|any| kept.remove(&any));
        }
        kept.insert(kommunkod, (revision, published));
    }
}
