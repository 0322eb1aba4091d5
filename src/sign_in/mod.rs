//! Signs people in through the issuer of tokens: OpenID Connect, with the authorization code and PKCE (RFC 7636).
//!
//! The access token that comes of it is verified at each use, as the one of any other client.

mod discovery;
mod flow;
mod settings;

pub use flow::SignIn;
pub(crate) use flow::{Attempt, NotSignedIn};
pub use settings::SignInSettings;
