//! The document model: one reader for YAML, JSON and sheets.
//!
//! Every format becomes a tree of [`node::Node`]s that know where they are; the readers turn nodes into the domain's types
//! and report every fault at once.

pub(crate) mod difference;
pub mod embedded;
pub mod faults;
pub(crate) mod formats;
pub mod json;
pub mod node;
pub(crate) mod object;
pub mod questions;
pub(crate) mod read;
pub mod readers;
pub mod sheets;
pub mod yaml;
