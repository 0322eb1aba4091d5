//! Who calls: tokens (JWT, RFC 7519 and RFC 9068) are verified here and become a caller's claims.
//!
//! Keys come from one JWKS address or file, or from the local key of this machine; what a token says of keys is never
//! believed.

pub mod caller;
mod claims;
mod keyring;
pub mod keys;
pub mod local;
pub mod refusal;
pub mod scope;
pub mod settings;
pub mod signatures;
pub mod verifier;

pub use caller::Caller;
pub use keyring::{NoKeyring, is_loopback};
pub use refusal::Refusal;
pub use settings::{ClaimNames, KeySource, TokenSettings};
pub use verifier::Verifier;
