//! The whole catalogue in memory, and how names in it are found.

pub mod live;
pub mod search;
pub mod snapshot;
