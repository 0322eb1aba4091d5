//! The catalogue as HSDS.

pub mod answers;
pub mod conformance;
pub mod identifiers;
pub mod mapping;
pub mod package;
pub mod profile;
mod schemas;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    answers::TESTS,
    conformance::TESTS,
    identifiers::TESTS,
    mapping::TESTS,
    package::TESTS,
    profile::TESTS,
];
