//! The catalogue and the figures in other vocabularies: pure functions from either to a document.
//!
//! Facts missing from the catalogue are omitted, and nothing is added.

mod act;
mod area;
mod authority;
pub(crate) mod calendar;
pub(crate) mod channels;
pub(crate) mod code;
mod costs;
pub(crate) mod dcat;
mod graph;
pub(crate) mod hsds;
pub(crate) mod json_stat;
mod nodes;
pub(crate) mod public_service;
mod requirement;
mod rule;
pub(crate) mod schema_org;
pub(crate) mod syntax;
