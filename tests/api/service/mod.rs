//! Properties of every route.

pub mod conventions;
pub mod gateways;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[conventions::TESTS, gateways::TESTS];
