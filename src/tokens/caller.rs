//! The verified claims of a caller.

use crate::domain::{Kommunkod, Slug};

/// Who calls and what the token grants. No `Debug`, because the subject may be a personal identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// The issuer (`iss`).
    pub issuer: String,
    /// The subject (`sub`).
    pub subject: String,
    /// The client.
    pub client_id: String,
    /// The granted scopes.
    pub scopes: Vec<String>,
    /// The granted municipalities.
    pub municipalities: Vec<Kommunkod>,
    /// The granted providers; `None` if the caller acts for the municipality.
    pub providers: Option<Vec<(Kommunkod, Slug)>>,
    /// The bodies whose insatser the token is limited to; `None` for all.
    pub bodies: Option<Vec<String>>,
}

impl Caller {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    pub(crate) fn reaches(&self, kommunkod: Kommunkod) -> bool {
        self.municipalities.contains(&kommunkod)
    }

    /// The caller's providers in a municipality; `None` if the caller acts for the municipality.
    pub(crate) fn providers_in(&self, kommunkod: Kommunkod) -> Option<Vec<&Slug>> {
        let providers = self.providers.as_ref()?;
        let own = providers.iter().filter(|(of, _)| *of == kommunkod);
        Some(own.map(|(_, slug)| slug).collect())
    }
}

/// A provider as `kommunkod/slug`.
pub(crate) fn provider(word: &str) -> Option<(Kommunkod, Slug)> {
    let (kommunkod, slug) = word.split_once('/')?;
    Some((Kommunkod::parse(kommunkod)?, Slug::parse(slug)?))
}
