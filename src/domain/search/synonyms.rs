//! Words that mean the same, from `data/synonyms.txt`.

use std::sync::LazyLock;

use super::term::Term;
use super::words::words;

/// A word or several words after each other.
pub(super) type Phrase = Vec<Term>;

/// Phrases that mean the same.
static GROUPS: LazyLock<Vec<Vec<Phrase>>> = LazyLock::new(|| {
    include_str!("../../../data/synonyms.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            line.split(',')
                .map(|phrase| words(phrase).into_iter().map(Term::new).collect())
                .collect()
        })
        .collect()
});

/// The longest listed phrase with which the words begin: how many words it has, and the phrases that mean the same.
///
/// Of phrases of one length, the one that is listed as it is written counts.
pub(super) fn synonyms(asked: &[Term]) -> Option<(usize, impl Iterator<Item = &'static Phrase>)> {
    let begins = |phrase: &Phrase| {
        asked.len() >= phrase.len() && phrase.iter().zip(asked).all(|(listed, asked)| listed.is_form_of(asked))
    };
    let is_as_written = |phrase: &Phrase| {
        phrase
            .iter()
            .zip(asked)
            .all(|(listed, asked)| listed.text == asked.text)
    };
    let in_groups = GROUPS
        .iter()
        .flat_map(|group| group.iter().map(move |phrase| (group, phrase)));
    let beginning = in_groups.filter(|(_, phrase)| begins(phrase));
    let (group, listed) = beginning.max_by_key(|(_, phrase)| (phrase.len(), is_as_written(phrase)))?;
    let others = group.iter().filter(move |phrase| !std::ptr::eq(*phrase, listed));
    Some((listed.len(), others))
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/search/synonyms.rs"]
mod tests;
