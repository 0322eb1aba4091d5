//! What fails around the program: its database goes away, its process is killed.

pub mod away;
pub mod cluster;
pub mod crashes;
pub mod database;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[away::TESTS, crashes::TESTS, database::TESTS];
