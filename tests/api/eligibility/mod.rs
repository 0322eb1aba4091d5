//! Questions of eligibility: one, many, and each insats at its boundaries.

pub mod ask;
pub mod batches;
pub mod boundaries;
pub mod forms;
pub mod guardian;
pub mod not_known;
pub mod real_services;
pub mod streams;
pub mod texts;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    ask::TESTS,
    batches::TESTS,
    boundaries::TESTS,
    forms::TESTS,
    guardian::TESTS,
    not_known::TESTS,
    real_services::TESTS,
    streams::TESTS,
    texts::TESTS,
];
