//! The languages of the output.

use clap::ValueEnum;

/// A language of the output.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Sv,
    En,
}

impl Language {
    pub(crate) const fn say<'text>(self, sv: &'text str, en: &'text str) -> &'text str {
        match self {
            Self::Sv => sv,
            Self::En => en,
        }
    }

    pub(crate) const fn tag(self) -> &'static str {
        self.say("sv", "en")
    }
}
