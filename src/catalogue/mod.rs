//! The whole catalogue in memory, as an immutable value.

pub mod live;
pub mod snapshot;
