//! The specification.

pub mod document;
pub(crate) mod examples;
pub mod specification;
