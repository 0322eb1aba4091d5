//! What fails around the program: its database goes away, its process is killed, stopped or replaced.

pub mod away;
pub mod clients;
pub mod clock;
pub mod cluster;
pub mod crashes;
pub mod database;
pub mod floods;
pub mod log;
pub mod replacing;
pub mod starting;
pub mod stopping;
pub mod webhooks;

use std::io::Write as _;

use crate::fixtures::app::Engine;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    away::TESTS,
    clients::TESTS,
    clock::TESTS,
    crashes::TESTS,
    database::TESTS,
    floods::TESTS,
    log::TESTS,
    replacing::TESTS,
    starting::TESTS,
    stopping::TESTS,
    webhooks::TESTS,
];

/// Prints a line about a fault that the service survived, if `tests/faults/run` asks for it: what was done, and what was seen.
pub fn held(engine: Engine, done: &str, seen: &str) {
    if std::env::var_os("INSATSKATALOG_FAULTS").is_some() {
        // A reader that has gone away needs no line.
        let _ = writeln!(std::io::stdout(), "held      {done} ({engine}): {seen}");
    }
}
