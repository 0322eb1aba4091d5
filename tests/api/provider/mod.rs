//! The pages for providers: sign-in, session, sheets and records.

pub mod corrections;
pub mod issuer;
pub mod session;
pub mod sheets;
pub mod sign_in;
pub mod visitor;

/// The tests of this folder, a list for each file.
pub const TESTS: &[&[crate::Test]] = &[corrections::TESTS, session::TESTS, sheets::TESTS, sign_in::TESTS];
