//! What is read of a request.

pub(crate) mod address;
pub mod body;
pub mod idempotency;
pub mod permission;
pub mod precondition;
