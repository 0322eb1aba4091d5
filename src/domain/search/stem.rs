//! The stems of words, by the Snowball algorithms.

use std::sync::LazyLock;

use snowball_stemmers_rs::{Algorithm, Stemmer};

static SWEDISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::Swedish));
static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// The language by whose rules a word is inflected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Inflection {
    Swedish,
    English,
    /// Another language: its words have no stems.
    Other,
}

impl Inflection {
    /// The inflection of a language, by its tag in BCP 47.
    pub(super) fn of_language(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("sv") => Self::Swedish,
            Some("en") => Self::English,
            _ => Self::Other,
        }
    }

    /// The stem of a word without case and diacritics.
    pub(super) fn stem(self, word: &str) -> String {
        match self {
            Self::Swedish => with_single_end(without_article(SWEDISH.stem(word).into_owned())),
            Self::English => ENGLISH.stem(word).into_owned(),
            Self::Other => word.to_owned(),
        }
    }
}

/// Removes the definite article after two consonants, which Snowball keeps: `larmet`, `barnet`.
fn without_article(mut stem: String) -> String {
    if let Some(noun) = stem.strip_suffix("et")
        && noun
            .chars()
            .rev()
            .take(2)
            .filter(|c| c.is_alphabetic() && !is_vowel(*c))
            .count()
            == 2
    {
        stem.truncate(noun.len());
    }
    stem
}

/// Shortens a double consonant at the end, since Swedish doubles it before some endings: `ensam`, `ensamma`.
fn with_single_end(mut stem: String) -> String {
    let mut backwards = stem.chars().rev();
    if let (Some(last), Some(before)) = (backwards.next(), backwards.next())
        && last == before
        && last.is_alphabetic()
        && !is_vowel(last)
    {
        stem.pop();
    }
    stem
}

/// Whether a letter without diacritics is a vowel.
fn is_vowel(letter: char) -> bool {
    "aeiouy".contains(letter)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/search/stem.rs"]
mod tests;
