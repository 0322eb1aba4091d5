//! The specification.

pub(crate) mod committed;
pub(crate) mod specification;
