//! The database.

pub mod copies;
pub mod lost_releases;
pub mod restoring;
mod schema;
pub mod secrets;
pub mod tables;
pub mod upgrading;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    copies::TESTS,
    lost_releases::TESTS,
    restoring::TESTS,
    secrets::TESTS,
    tables::TESTS,
    upgrading::TESTS,
];
