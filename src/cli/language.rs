//! The languages of the output.

use clap::{Args, ValueEnum};

use crate::domain::text::TextLanguage;
use crate::domain::{CatalogueText, Text};

/// A language of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Sv,
    En,
}

/// The language that a command prints in.
#[derive(Args)]
pub(crate) struct OutputLanguage {
    /// The language of the output.
    #[arg(long, value_enum, default_value = "en", global = true)]
    pub language: Language,
}

impl Language {
    /// The language of the user's environment: English if it is set to English, otherwise Swedish.
    pub(crate) fn of_environment() -> Self {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let set = names
            .into_iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
        match set {
            Some(locale) if locale.starts_with("en") => Self::En,
            _ => Self::Sv,
        }
    }

    pub(crate) const fn say<'text>(self, sv: &'text str, en: &'text str) -> &'text str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }

    /// A text in this language.
    pub(crate) fn of(self, text: &Text) -> &str {
        self.say(&text.sv, &text.en)
    }

    /// A text of the catalogue in this language, or in Swedish.
    pub(crate) fn of_catalogue(self, text: &CatalogueText) -> &str {
        self.say(&text.sv, text.en_or_sv())
    }

    /// The language of the texts of pages.
    pub(crate) const fn of_texts(self) -> TextLanguage {
        match self {
            Self::Sv => TextLanguage::Swedish,
            Self::En => TextLanguage::English,
        }
    }

    pub(crate) const fn tag(self) -> &'static str {
        self.say("sv", "en")
    }
}
