//! The catalogue in other vocabularies: pure functions from the catalogue to a document.
//!
//! Facts missing from the catalogue are omitted, and nothing is added.

mod authority;
mod channels;
mod code;
mod costs;
mod graph;
pub(crate) mod public_service;
mod requirement;
mod rule;
