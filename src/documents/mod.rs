//! The document model: reads YAML, JSON and CSV in the same way.
//!
//! Every format becomes a tree of [`node::Node`]s that know their location. Readers turn nodes into domain types and
//! report every fault.

pub(crate) mod difference;
pub mod embedded;
pub mod faults;
pub(crate) mod formats;
pub mod generated;
pub mod json;
pub mod node;
pub(crate) mod object;
pub(crate) mod package;
pub mod population;
pub mod questions;
pub(crate) mod read;
pub mod readers;
pub mod sheets;
pub(crate) mod text;
pub mod yaml;
