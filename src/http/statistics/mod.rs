//! Statistics, exact and released.

pub mod exact;
pub mod public;
pub mod query;
pub mod release_views;
pub mod released;
pub(crate) mod releases;
pub mod report;
