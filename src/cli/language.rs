//! The languages that a person is told something in.

use clap::ValueEnum;

/// A language that a person is told something in.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// The one of two texts that is in the language.
    pub(crate) const fn say<'text>(self, sv: &'text str, en: &'text str) -> &'text str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }

    /// The language's tag.
    pub(crate) const fn tag(self) -> &'static str {
        self.say("sv", "en")
    }
}
