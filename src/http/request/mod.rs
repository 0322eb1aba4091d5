//! The parts of a request.

pub(crate) mod address;
pub mod body;
pub(crate) mod idempotency;
pub(crate) mod permission;
pub(crate) mod precondition;
pub(crate) mod streamed_body;
