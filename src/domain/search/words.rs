//! The words of a text, as they are compared.

use crate::domain::letters::folded_visible;

/// The letters by which words are compared. Two longer words that begin with the same letters are the same word.
const MOST_LETTERS: usize = 100;

/// Words that are in most texts. They are found only where they are written as asked for.
const FREQUENT: [&str; 64] = [
    "aven", "all", "alla", "an", "and", "are", "att", "av", "bara", "be", "bli", "by", "da", "de", "den", "det", "dig",
    "din", "do", "du", "efter", "eller", "en", "ett", "for", "fran", "from", "ha", "har", "hos", "hur", "i", "in",
    "inte", "is", "it", "kan", "man", "med", "men", "not", "nar", "och", "of", "om", "on", "or", "pa", "sa", "sig",
    "sin", "som", "ska", "that", "the", "till", "to", "under", "ungefar", "ur", "vad", "vara", "with", "you",
];

/// The words of a text, without case, diacritics and invisible characters.
pub(super) fn words(text: &str) -> Vec<String> {
    folded_visible(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(MOST_LETTERS).collect())
        .collect()
}

/// Whether a word is in most texts.
pub(super) fn is_frequent(word: &str) -> bool {
    FREQUENT.contains(&word)
}
