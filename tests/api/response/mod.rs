//! Properties of answers.

pub mod caching;
pub mod compressed;
pub mod deprecation;
pub mod links;
pub mod selection;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    caching::TESTS,
    compressed::TESTS,
    deprecation::TESTS,
    links::TESTS,
    selection::TESTS,
];
