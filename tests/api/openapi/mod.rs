//! The specification.

mod closed;
mod document;
mod examples;
mod problems;
pub mod specification;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[specification::TESTS];
