//! Verifies tokens (JWT, RFC 7519 and RFC 9068) and reads the claims of the caller.
//!
//! Keys come from one JWKS address or file, or from the local key of this machine. Keys named in a token are ignored.

pub(crate) mod caller;
mod claims;
mod keyring;
pub(crate) mod keys;
pub(crate) mod local;
pub(crate) mod refusal;
pub mod scope;
pub(crate) mod settings;
pub mod signatures;
pub(crate) mod verifier;

pub(crate) use caller::Caller;
pub(crate) use keyring::{NoKeyring, is_loopback};
pub(crate) use refusal::Refusal;
pub use settings::{ClaimNames, KeySource, TokenSettings};
pub use verifier::Verifier;
