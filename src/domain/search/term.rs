//! A word that is compared with others in all its forms.

use super::stem::Inflection;

/// A word with its stems.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub text: String,
    /// Its stems in Swedish and English, where they differ from the word.
    pub stems: Vec<String>,
}

impl Term {
    pub(super) fn new(text: String) -> Self {
        let mut stems = vec![Inflection::Swedish.stem(&text), Inflection::English.stem(&text)];
        stems.dedup();
        stems.retain(|stem| *stem != text);
        Self { text, stems }
    }

    /// The word and its stems.
    pub(super) fn forms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.text).chain(&self.stems).map(String::as_str)
    }

    /// Whether two words are forms of one.
    pub(super) fn is_form_of(&self, other: &Self) -> bool {
        self.forms().any(|form| other.forms().any(|of_other| of_other == form))
    }
}
