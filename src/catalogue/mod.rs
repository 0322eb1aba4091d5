//! The whole catalogue in memory, as one immutable value that is replaced whole.

pub mod live;
pub mod snapshot;
