//! The program: its commands and its life as a process.

pub mod ask;
pub mod commands;
pub mod generate;
pub mod newcomers;
pub mod processes;
pub mod progress;
pub mod records;
pub mod release;
pub mod texts;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    ask::TESTS,
    commands::TESTS,
    generate::TESTS,
    newcomers::TESTS,
    processes::TESTS,
    progress::TESTS,
    records::TESTS,
    release::TESTS,
    texts::TESTS,
];
