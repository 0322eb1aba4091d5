//! The specification.

pub mod breaking_changes;
mod closed;
pub mod document;
pub mod examples;
pub mod national_profile;
pub mod parameters;
mod problems;
mod responses;
mod schemas;
pub mod specification;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    breaking_changes::TESTS,
    national_profile::TESTS,
    parameters::TESTS,
    specification::TESTS,
];
