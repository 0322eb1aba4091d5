//! Statistics, exact and released.

pub(crate) mod basis;
pub(crate) mod drawing;
pub(crate) mod exact;
pub(crate) mod follow_up;
pub(crate) mod json_stat;
pub(crate) mod page;
pub(crate) mod pictures;
pub(crate) mod public;
pub(crate) mod release_document;
pub(crate) mod release_views;
pub(crate) mod releases;
pub(crate) mod report;
