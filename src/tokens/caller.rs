//! A caller's verified claims.

use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;

/// Who calls, and how far they reach. It derives no `Debug`: a subject may be an identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who issued the token.
    pub issuer: String,
    /// For whom it was issued.
    pub subject: String,
    /// Through which client.
    pub client_id: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// In which municipalities.
    pub municipalities: Vec<Kommunkod>,
    /// For which providers; absent when the caller acts for the municipality.
    pub providers: Option<Vec<(Kommunkod, Slug)>>,
    /// For which bodies' insatser; absent for all.
    pub bodies: Option<Vec<String>>,
}

impl Caller {
    /// Says whether the token has a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|own| own == scope)
    }

    /// Says whether the token reaches a municipality.
    pub(crate) fn reaches(&self, kommunkod: Kommunkod) -> bool {
        self.municipalities.contains(&kommunkod)
    }

    /// The providers of a municipality that the caller acts for; absent when it acts for the municipality itself.
    pub(crate) fn providers_in(&self, kommunkod: Kommunkod) -> Option<Vec<&Slug>> {
        let providers = self.providers.as_ref()?;
        let own = providers.iter().filter(|(of, _)| *of == kommunkod);
        Some(own.map(|(_, slug)| slug).collect())
    }
}
