//! Tokens, and the keys that sign them.

pub mod access;
pub mod identity_providers;
pub mod jwks;
pub mod jwks_over_tls;
pub mod key_faults;
pub mod keys;
pub mod local;
pub mod protected;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[
    access::TESTS,
    identity_providers::TESTS,
    jwks_over_tls::TESTS,
    key_faults::TESTS,
    keys::TESTS,
    local::TESTS,
];
