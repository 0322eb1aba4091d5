//! The program: its commands and its life as a process.

pub mod commands;
pub mod processes;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[commands::TESTS, processes::TESTS];
