//! The database.

pub mod tables;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[tables::TESTS];
