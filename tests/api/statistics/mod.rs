//! Statistics: public, exact, released, and as an annual report.

pub mod divisions;
pub mod exact;
pub mod follow_up;
pub mod pictures;
pub mod public;
pub mod query;
pub mod releases;
pub mod report;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    divisions::TESTS,
    exact::TESTS,
    follow_up::TESTS,
    pictures::charts::TESTS,
    pictures::formats::TESTS,
    pictures::trends::TESTS,
    public::TESTS,
    query::TESTS,
    releases::TESTS,
    report::answers::TESTS,
    report::page::TESTS,
    report::pages::TESTS,
    report::requests::TESTS,
];
