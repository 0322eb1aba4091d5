//! The whole catalogue in memory, as an immutable value.

pub(crate) mod example;
pub mod listing;
pub mod live;
pub(crate) mod names;
pub(crate) mod read_changes;
pub mod snapshot;
