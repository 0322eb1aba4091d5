//! Settings for the verification of tokens, which differ between identity providers.

use std::path::PathBuf;

use url::Url;

/// Settings for the verification of tokens.
#[derive(Clone)]
pub struct TokenSettings {
    /// The source of the keys.
    pub keys: KeySource,
    /// The required issuer (`iss`).
    pub issuer: String,
    /// The required audience (`aud`).
    pub audience: String,
    /// The required type (`typ`): `JWT` or `at+jwt`.
    pub token_type: String,
    /// The names of the claims.
    pub claims: ClaimNames,
}

/// The source of the keys.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySource {
    /// No source: every token is refused.
    None,
    /// An address that answers with a JWKS (RFC 7517).
    Address(Url),
    /// A file with a JWKS.
    File(PathBuf),
    /// The local key in this data folder, for testing on one machine.
    Local(PathBuf),
}

/// The names of the claims. A name that begins with `/` is a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// Scopes; the first present is used.
    pub scope: Vec<String>,
    /// Municipalities.
    pub municipalities: String,
    /// Providers.
    pub providers: String,
    /// Bodies.
    pub bodies: String,
    /// Client; the first present is used.
    pub client_id: Vec<String>,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            scope: vec!["scope".into()],
            municipalities: "municipalities".into(),
            providers: "providers".into(),
            bodies: "bodies".into(),
            client_id: vec!["client_id".into(), "azp".into()],
        }
    }
}

impl TokenSettings {
    /// Refuses every token.
    pub fn none() -> Self {
        Self {
            keys: KeySource::None,
            issuer: String::new(),
            audience: String::new(),
            token_type: "JWT".into(),
            claims: ClaimNames::default(),
        }
    }

    /// Accepts tokens made with the local key of a data folder.
    pub(crate) fn local(folder: PathBuf) -> Self {
        Self {
            keys: KeySource::Local(folder),
            issuer: LOCAL.into(),
            audience: LOCAL.into(),
            ..Self::none()
        }
    }
}

/// Issuer and audience of local tokens.
pub(crate) const LOCAL: &str = "urn:insatskatalog:local";
