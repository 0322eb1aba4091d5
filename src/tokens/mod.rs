//! Who calls: tokens (JWT, RFC 7519 and RFC 9068) are verified here and become a caller's claims.
//!
//! Keys come from one JWKS address or file, or from the local key of this machine; what a token says of keys is never
//! believed.

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
