//! Questions about a person, one or many at once.

pub(crate) mod ask;
pub(crate) mod batches;
pub(crate) mod screening;
mod stated_facts;
