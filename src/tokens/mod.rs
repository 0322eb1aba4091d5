//! Verifies tokens (JWT, RFC 7519 and RFC 9068) and reads the claims of the caller.
//!
//! Keys come from one JWKS address or file, or from the local key of this machine. Keys named in a token are ignored. A
//! file may state what clients are granted whose tokens cannot.

pub(crate) mod caller;
mod claims;
mod clients;
pub(crate) mod id_token;
pub(crate) mod issuer_client;
mod keyring;
pub(crate) mod keys;
pub(crate) mod local;
pub(crate) mod refusal;
pub mod scope;
pub(crate) mod settings;
pub mod signatures;
pub(crate) mod verifier;

pub(crate) use caller::Caller;
pub(crate) use issuer_client::is_loopback;
pub(crate) use refusal::Refusal;
pub use settings::{Accepted, ClaimNames, KeySource, TokenSettings};
pub(crate) use verifier::NoVerifier;
pub use verifier::Verifier;
