//! Questions about the eligibility of a person, one or many at once.

pub(crate) mod ask;
pub(crate) mod batches;
mod bodies;
pub(crate) mod screening;
mod stated_facts;
