//! Questions about a person, one or many at once.

pub mod ask;
pub mod batches;
pub mod screening;
