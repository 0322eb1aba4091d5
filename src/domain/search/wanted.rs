//! What a person looks for.

use super::synonyms::{Phrase, synonyms};
use super::term::Term;
use super::words::{is_frequent, words};

/// Words that an insats must have to be found: every word, each in any of the searched members.
#[derive(Debug)]
pub struct Wanted {
    pub(super) parts: Vec<Part>,
}

/// Why a text cannot be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsearchable {
    /// It has no letter and no digit.
    NoWord,
    /// It has more words than [`Wanted::MOST_WORDS`].
    TooManyWords,
}

/// A word, or a phrase with synonyms.
#[derive(Debug)]
pub(super) struct Part {
    /// As the person wrote it.
    pub asked: Vec<Term>,
    /// Phrases that mean the same.
    pub synonyms: Vec<&'static Phrase>,
}

impl Wanted {
    /// The most words to look for.
    pub const MOST_WORDS: usize = 16;

    /// Reads what a person wrote. Frequent words are left out beside others.
    ///
    /// # Errors
    /// [`Unsearchable`] without a word, or with too many.
    pub fn read(text: &str) -> Result<Self, Unsearchable> {
        let asked = words(text);
        if asked.is_empty() {
            return Err(Unsearchable::NoWord);
        }
        if asked.len() > Self::MOST_WORDS {
            return Err(Unsearchable::TooManyWords);
        }
        let asked: Vec<Term> = asked.into_iter().map(Term::new).collect();
        let mut parts = Vec::new();
        let mut rest = &asked[..];
        while !rest.is_empty() {
            let (length, synonyms) = match synonyms(rest) {
                Some((length, synonyms)) => (length, synonyms.collect()),
                None => (1, Vec::new()),
            };
            let (asked, after) = rest.split_at(length);
            parts.push(Part {
                asked: asked.to_vec(),
                synonyms,
            });
            rest = after;
        }
        let is_telling = |part: &Part| !part.asked.iter().all(|word| is_frequent(&word.text));
        if parts.iter().any(is_telling) {
            parts.retain(is_telling);
        }
        Ok(Self { parts })
    }

    /// Whether a short text, such as a name, has every word, each at least as the beginning of a word.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        let written = words(text);
        let mut asked = self.parts.iter().flat_map(|part| &part.asked);
        asked.all(|term| written.iter().any(|word| word.starts_with(&*term.text)))
    }
}
