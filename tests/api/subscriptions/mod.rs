//! Subscriptions, and events by webhook.

pub mod delivering;
pub mod due;
pub mod receivers;
pub mod replicas;
pub mod resources;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    delivering::TESTS,
    due::TESTS,
    receivers::TESTS,
    replicas::TESTS,
    resources::TESTS,
];
