//! The database.

pub mod restoring;
pub mod tables;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[restoring::TESTS, tables::TESTS];
