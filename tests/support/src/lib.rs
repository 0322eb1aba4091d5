//! Shared by several test programs: databases and a token issuer.

mod database;
pub mod issuer;

pub use database::{Backup, Database, Engine, author, remove_templates};

/// The default instant at which tests begin.
pub const NOW: &str = "2025-10-01T10:00:00Z";
