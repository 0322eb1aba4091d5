//! What fails around the program: its database goes away, its process is killed, stopped or replaced.

pub mod away;
pub mod cluster;
pub mod crashes;
pub mod database;
pub mod replacing;
pub mod stopping;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    away::TESTS,
    crashes::TESTS,
    database::TESTS,
    replacing::TESTS,
    stopping::TESTS,
];
