//! The catalogue in the vocabularies of others: pure functions from the catalogue to a document.
//!
//! What the catalogue does not state is left out, and nothing is added to it.

mod authority;
mod channels;
mod code;
mod context;
mod graph;
pub(crate) mod public_service;
mod requirement;
mod rule;
