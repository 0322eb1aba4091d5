//! What several test programs need: databases of their own, and an issuer of tokens.

mod database;
pub mod issuer;

pub use database::{Database, Engine, author, remove_templates};

/// The instant at which tests begin, where nothing else is said.
pub const NOW: &str = "2025-10-01T10:00:00Z";
