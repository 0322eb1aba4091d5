//! The catalogue and the figures in other vocabularies: pure functions from either to a document.
//!
//! Facts missing from the catalogue are omitted, and nothing is added.

mod authority;
mod channels;
mod code;
mod costs;
mod graph;
pub(crate) mod hsds;
pub(crate) mod json_stat;
pub(crate) mod public_service;
mod requirement;
mod rule;
