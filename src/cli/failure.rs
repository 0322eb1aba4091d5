//! Why a command fails.

use crate::app::StartError;
use crate::config::ConfigErrors;
use crate::domain::text::composed;
use crate::domain::{Fault, Kommunkod, Text};
use crate::import::ImportError;
use crate::store::StoreError;

use super::language::Language;

/// Why a command fails, as text to print.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Config(#[from] ConfigErrors),
    #[error("{0}")]
    Start(#[from] StartError),
    #[error("{0}")]
    Import(#[from] ImportError),
    #[error("DATABASE_URL: {0}")]
    Store(#[from] StoreError),
    /// Files with faults, by name, and the language to print them in.
    #[error("the files have faults")]
    Faults(Vec<(String, Vec<Fault>)>, Language),
    /// A question that cannot be answered, in the user's language.
    #[error("{0}")]
    Question(String),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// A municipality that has no catalogue in the database.
    pub(crate) fn no_catalogue(kommunkod: Kommunkod, language: Language) -> Self {
        let name = kommunkod.kommun().name;
        let text = composed!(
            "{kommunkod} {name} har ingen katalog",
            "{kommunkod} {name} has no catalogue"
        );
        Self::said(&text, language)
    }

    /// A failure in words, in the language of the command's output.
    pub(crate) fn said(text: &Text, language: Language) -> Self {
        Self::Other(language.of(text).to_owned())
    }

    #[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
    pub(crate) fn secret(error: std::io::Error) -> Self {
        Self::Other(format!(
            "INSATSKATALOG_DATA: the secret key can be neither read nor created: {error}"
        ))
    }
}
