//! Properties of every route.

pub mod conventions;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[conventions::TESTS];
