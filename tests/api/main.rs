//! The API over HTTP, through the same `App::build` as production, a fresh database for each test, on both engines.
//!
//! SQLite always; PostgreSQL when `TEST_DATABASE_URL` names a server on which databases may be made.

mod access;
mod across;
mod annual_report;
mod annual_report_pages;
mod app;
mod audit;
mod audit_breaks;
mod bad_input;
mod catalogue;
mod changes;
mod chromium;
mod cluster;
mod commands;
mod conventions;
mod crashes;
mod database_faults;
mod editing;
mod editors;
mod eligibility;
mod ending;
mod exact_statistics;
mod figures;
mod insats_table;
mod interop;
mod jwks;
mod jwks_over_tls;
mod key_faults;
mod keys;
mod lawful;
mod linked_data;
mod local_tokens;
mod many_questions;
mod own_affairs;
mod portable_document;
mod privacy;
mod processes;
mod publishing;
mod putting;
mod record_batches;
mod record_refusals;
mod records;
mod releases;
mod remarks;
mod reporting;
mod reports;
mod request_keys;
mod sheets;
mod singing_cafe;
mod specification;
mod statistics;
mod tables;

use std::process::ExitCode;

use app::Engine;
use libtest_mimic::{Arguments, Trial};
pub use test_support::issuer;

/// A test: its name and what it does on an engine.
pub type Test = (&'static str, fn(Engine));

/// Names functions as tests of their file. One that is left out is dead code, which the gate refuses.
macro_rules! tests {
    ($($name:ident),+ $(,)?) => {
        /// The tests of this file.
        pub const TESTS: &[$crate::Test] = &[$((concat!(module_path!(), "::", stringify!($name)), |engine| {
            $crate::app::run($name(engine));
        })),+];
    };
}
pub(crate) use tests;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let files = [
        access::TESTS,
        across::TESTS,
        annual_report::TESTS,
        annual_report_pages::TESTS,
        audit::TESTS,
        audit_breaks::TESTS,
        bad_input::TESTS,
        catalogue::TESTS,
        changes::TESTS,
        commands::TESTS,
        conventions::TESTS,
        crashes::TESTS,
        database_faults::TESTS,
        editors::TESTS,
        eligibility::TESTS,
        ending::TESTS,
        insats_table::TESTS,
        interop::TESTS,
        jwks_over_tls::TESTS,
        key_faults::TESTS,
        keys::TESTS,
        lawful::TESTS,
        local_tokens::TESTS,
        many_questions::TESTS,
        own_affairs::TESTS,
        privacy::TESTS,
        processes::TESTS,
        publishing::TESTS,
        putting::TESTS,
        record_batches::TESTS,
        record_refusals::TESTS,
        records::TESTS,
        remarks::TESTS,
        reporting::TESTS,
        request_keys::TESTS,
        sheets::TESTS,
        specification::TESTS,
        exact_statistics::TESTS,
        releases::TESTS,
        statistics::TESTS,
        tables::TESTS,
    ];
    let mut trials = Vec::new();
    for engine in Engine::available() {
        for (name, test) in files.concat() {
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
