//! Statistics: public, exact, released, and as an annual report.

pub mod divisions;
pub mod exact;
pub mod public;
pub mod query;
pub mod releases;
pub mod report;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    divisions::TESTS,
    exact::TESTS,
    public::TESTS,
    query::TESTS,
    releases::TESTS,
    report::answers::TESTS,
    report::page::TESTS,
];
