//! The component that other web sites embed.

pub mod command;
pub mod demo;
pub mod file;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[command::TESTS, demo::TESTS, file::TESTS];
