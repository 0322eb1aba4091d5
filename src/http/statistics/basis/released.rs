//! The released statistics of a municipality, from memory or from the database.

use std::sync::Arc;

use crate::domain::Kommunkod;
use crate::domain::statistics::release::published::Published;
use crate::http::problems::Problem;
use crate::http::state::State;
use crate::store::statistics::heads::revision;
use crate::store::statistics::releases::published;

/// The revision of the public statistics, and the statistics.
pub(crate) async fn released(state: &State, kommunkod: Kommunkod) -> Result<(i64, Arc<Published>), Problem> {
    let current = state
        .store
        .read(move |connection| revision(connection, kommunkod))
        .await?;
    if let Some(published) = state.released.get(kommunkod, current) {
        return Ok((current, published));
    }
    let read = state.store.read_one_moment(move |connection| {
        let current = revision(connection, kommunkod)?;
        Ok((current, published(connection, kommunkod)?))
    });
    let (current, published) = read.await?;
    let published = Arc::new(published);
    state.released.store(kommunkod, current, Arc::clone(&published));
    Ok((current, published))
}
