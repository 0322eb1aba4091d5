//! The API over HTTP, through the same `App::build` as production, a fresh database for each test, on both engines.
//!
//! Always SQLite; also PostgreSQL if `TEST_DATABASE_URL` names a server that allows creating databases.

mod catalogue;
mod cli;
mod eligibility;
mod embed;
mod faults;
mod fixtures;
mod hsds;
mod openapi;
mod pages;
mod provider;
mod records;
mod request;
mod response;
mod service;
mod statistics;
mod store;
mod subscriptions;
mod tokens;

use std::process::ExitCode;

use fixtures::app::Engine;
use libtest_mimic::{Arguments, Trial};
pub use test_support::issuer;

/// A test: its name and what it does on an engine.
pub type Test = (&'static str, fn(Engine));

/// Names functions as tests of their file. A function that is not in the list is dead code, which the gate refuses.
macro_rules! tests {
    ($($name:ident),+ $(,)?) => {
        /// The tests of this file.
        pub const TESTS: &[$crate::Test] = &[$((concat!(module_path!(), "::", stringify!($name)), |engine| {
            $crate::fixtures::app::run($name(engine));
        })),+];
    };
}
pub(crate) use tests;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folders = [
        catalogue::TESTS,
        cli::TESTS,
        eligibility::TESTS,
        embed::TESTS,
        faults::TESTS,
        hsds::TESTS,
        openapi::TESTS,
        pages::TESTS,
        provider::TESTS,
        records::TESTS,
        request::TESTS,
        response::TESTS,
        service::TESTS,
        statistics::TESTS,
        store::TESTS,
        subscriptions::TESTS,
        tokens::TESTS,
    ];
    let mut trials = Vec::new();
    for engine in Engine::available() {
        for (name, test) in folders.concat().concat() {
            let name = name.trim_start_matches("api::");
            trials.push(Trial::test(format!("{engine}::{name}"), move || {
                test(engine);
                Ok(())
            }));
        }
    }
    if trials.iter().all(|trial| !trial.name().starts_with("postgresql")) {
        eprintln!("TEST_DATABASE_URL is not set: the API suite runs on SQLite only, not on PostgreSQL");
    }
    let conclusion = libtest_mimic::run(&arguments, trials);
    test_support::remove_templates();
    issuer::remove_files();
    conclusion.exit_code()
}
