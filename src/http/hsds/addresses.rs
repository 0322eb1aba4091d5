//! The addresses of objects, and what is answered where none is.

use serde::Deserialize;
use serde_json::Value;

use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::response::Freshness;

/// An identifier in the path.
#[derive(Deserialize)]
pub(crate) struct IdPath {
    /// The identifier.
    pub id: String,
}

/// Answers with the object that a search by identifier found.
pub(super) fn found<T>(call: &Call, freshness: &Freshness, found: Option<T>, show: impl FnOnce(&T) -> Value) -> Answer {
    let found = found.ok_or(Problem::of(Kind::UnknownHsdsId))?;
    call.json(freshness, || show(&found))
}
