//! The specification.

pub mod document;
pub mod examples;
pub mod specification;
