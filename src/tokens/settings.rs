//! How tokens are verified here: identity providers differ.

use std::path::PathBuf;

use url::Url;

/// How tokens are verified.
#[derive(Clone)]
pub struct TokenSettings {
    /// Where the keys come from.
    pub keys: KeySource,
    /// The issuer that `iss` must name.
    pub issuer: String,
    /// The audience that `aud` must name.
    pub audience: String,
    /// What `typ` in the header must say: `JWT` or `at+jwt`.
    pub token_type: String,
    /// The names of the claims.
    pub claims: ClaimNames,
}

/// Where the keys come from.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySource {
    /// From nowhere: no token is believed.
    None,
    /// From an address that answers with a JWKS (RFC 7517).
    Address(Url),
    /// From a file with a JWKS.
    File(PathBuf),
    /// From the local key of this data folder: for trying things out on one machine.
    Local(PathBuf),
}

/// The names of the claims. A name that begins with `/` is a JSON Pointer into the claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// What the token may be used for; the first of these that is there.
    pub scope: Vec<String>,
    /// In which municipalities.
    pub municipalities: String,
    /// For which providers.
    pub providers: String,
    /// For which bodies.
    pub bodies: String,
    /// Through which client; the first of these that is there.
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
    /// No token is believed.
    pub fn none() -> Self {
        Self {
            keys: KeySource::None,
            issuer: String::new(),
            audience: String::new(),
            token_type: "JWT".into(),
            claims: ClaimNames::default(),
        }
    }

    /// Tokens made on this machine, with the key of a data folder.
    pub(crate) fn local(folder: PathBuf) -> Self {
        Self {
            keys: KeySource::Local(folder),
            issuer: LOCAL.into(),
            audience: LOCAL.into(),
            ..Self::none()
        }
    }
}

/// The issuer and audience of local tokens.
pub(crate) const LOCAL: &str = "urn:insatskatalog:local";
