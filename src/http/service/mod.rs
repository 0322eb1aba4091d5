//! The service itself: its descriptions, health checks and problems.

pub(crate) mod api_info;
pub(crate) mod data_catalogue;
pub(crate) mod exposition;
pub(crate) mod health;
pub(crate) mod problems;
pub(crate) mod unmatched;
pub(crate) mod well_known;
