//! Statistics, exact and released.

pub(crate) mod exact;
pub(crate) mod public;
pub(crate) mod query;
pub(crate) mod release_document;
mod release_views;
pub(crate) mod released;
pub(crate) mod releases;
pub(crate) mod report;
