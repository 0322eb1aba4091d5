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
    /// The accepted audiences (`aud`). No `aud` may be accepted only with a scope prefix, which then names the service.
    pub audiences: Accepted,
    /// The accepted types (`typ`), such as `JWT` and `at+jwt`.
    pub token_types: Accepted,
    /// What each scope begins with in a token, such as `insatskatalog/`. Other scopes are ignored.
    pub scope_prefix: Option<String>,
    /// The file that states what clients are granted whose tokens cannot.
    pub clients_file: Option<PathBuf>,
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

/// The accepted values of a part of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    values: Vec<String>,
    /// Whether a token may lack the part.
    pub absent: bool,
}

/// The word in a setting for a part that a token may lack.
const ABSENT: &str = "absent";

impl Accepted {
    /// Reads values that are separated by commas. `absent` means that a token may lack the part.
    pub(crate) fn parse(list: &str) -> Self {
        let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
        let (absent, values): (Vec<&str>, _) = words.partition(|word| *word == ABSENT);
        Self {
            values: values.into_iter().map(str::to_owned).collect(),
            absent: !absent.is_empty(),
        }
    }

    pub(crate) fn has(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.values.iter().any(|value| fits(value))
    }
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
            audiences: Accepted::parse(""),
            token_types: Accepted::parse("JWT,at+jwt"),
            scope_prefix: None,
            clients_file: None,
            claims: ClaimNames::default(),
        }
    }

    /// Accepts tokens made with the local key of a data folder.
    pub(crate) fn local(folder: PathBuf) -> Self {
        Self {
            keys: KeySource::Local(folder),
            issuer: LOCAL.into(),
            audiences: Accepted::parse(LOCAL),
            ..Self::none()
        }
    }
}

/// Issuer and audience of local tokens.
pub(crate) const LOCAL: &str = "urn:insatskatalog:local";
