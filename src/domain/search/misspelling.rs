//! Words that differ by one typing error.

/// The fewest letters of a word that is found with a typing error, since short words are often one letter from others.
const FEWEST_LETTERS: usize = 6;

/// Whether a typing error is allowed in a word: long enough, and all of it letters.
pub(super) fn is_allowed(word: &str) -> bool {
    word.chars().count() >= FEWEST_LETTERS && word.chars().all(char::is_alphabetic)
}

/// Whether one error turns a word into another: a letter that is missing, extra or wrong, or two that changed places.
pub(crate) fn is_one_error(left: &str, right: &str) -> bool {
    let same: usize = left
        .chars()
        .zip(right.chars())
        .take_while(|(a, b)| a == b)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let (left, right) = (&left[same..], &right[same..]);
    let mut left_letters = left.chars();
    let mut right_letters = right.chars();
    let firsts = (left_letters.next(), right_letters.next());
    let (left_rest, right_rest) = (left_letters.as_str(), right_letters.as_str());
    match firsts {
        (None, None) => false,
        (Some(_), None) => left_rest.is_empty(),
        (None, Some(_)) => right_rest.is_empty(),
        (Some(a), Some(b)) => {
            let is_wrong = left_rest == right_rest;
            let is_extra = left_rest == right;
            let is_missing = left == right_rest;
            let is_swapped = || {
                let after = |rest: &str| {
                    left_rest
                        .strip_prefix(b)
                        .zip(rest.strip_prefix(a))
                        .is_some_and(|(l, r)| l == r)
                };
                after(right_rest)
            };
            is_wrong || is_extra || is_missing || is_swapped()
        }
    }
}

/// A part of a word at its beginning, and one at its end, of which every word with one error has at least one.
///
/// If two letters around the middle changed places, the beginning is still the same: it ends before them.
pub(super) fn unchanged_parts(word: &str) -> (&str, &str) {
    let middle = word.chars().count() / 2;
    let at = |letter: usize| word.char_indices().nth(letter).map_or(word.len(), |(at, _)| at);
    (&word[..at(middle - 1)], &word[at(middle)..])
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/search/misspelling.rs"]
mod tests;
