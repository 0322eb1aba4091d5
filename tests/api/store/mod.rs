//! The database.

pub mod lost_releases;
pub mod restoring;
pub mod tables;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[lost_releases::TESTS, restoring::TESTS, tables::TESTS];
