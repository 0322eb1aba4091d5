//! What a municipality has released: from memory, or from the database.

use std::sync::Arc;

use crate::domain::kommun::Kommunkod;
use crate::domain::statistics::release::published::Published;
use crate::http::problems::Problem;
use crate::http::state::State;
use crate::store::statistics::heads::revision;
use crate::store::statistics::releases::published;

/// How often what is shown of a municipality has changed, and all of it.
pub(crate) async fn released(state: &State, kommunkod: Kommunkod) -> Result<(i64, Arc<Published>), Problem> {
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
