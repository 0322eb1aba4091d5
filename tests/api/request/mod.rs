//! What a request may contain.

pub mod address;
pub mod bad_criteria;
pub mod bad_input;
pub mod idempotency;
pub mod json;
pub mod limits;
pub mod planted;
pub mod privacy;
pub mod rates;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    address::TESTS,
    bad_criteria::TESTS,
    bad_input::TESTS,
    idempotency::TESTS,
    json::TESTS,
    limits::TESTS,
    planted::TESTS,
    privacy::TESTS,
    rates::TESTS,
];
