//! Attacks on the published statistics, by programs that know the rules but not the records.
//!
//! The short form runs with the suite. The full form takes minutes and prints its extent:
//! `INSATSKATALOG_ATTACK=full cargo test --release --test attack -- --nocapture`.

mod algebra;
mod atoms;
mod class;
mod coalitions;
mod detail;
mod enumeration;
mod finding;
mod forms_known;
mod fraction;
mod naive;
mod not_blind;
mod over_http;
mod plan;
mod program_known;
mod publication;
mod random;
mod records;
mod search;
mod service;
mod shape;
mod solved;
mod solver;
mod worlds;

use std::io::Write;

/// Whether the attack runs in its full form.
fn is_full() -> bool {
    std::env::var("INSATSKATALOG_ATTACK").is_ok_and(|form| form == "full")
}

/// Prints the extent of the attack, in the full form.
fn print_extent(text: &str) {
    if is_full() {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
