//! The published statistics are attacked, by programs that know the rules and nothing of what went into them.
//!
//! The short form runs with the suite. The full form takes minutes and tells how much was looked at:
//! `INSATSKATALOG_ATTACK=full cargo test --release --test attack -- --nocapture`.

mod algebra;
mod atoms;
mod class;
mod coalitions;
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

/// Tells how much was looked at, in the full form.
fn tell(text: &str) {
    if is_full() {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
