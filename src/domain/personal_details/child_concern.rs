//! Detects texts about concern for a child, which belongs in a report to social services and never in a group record.
//!
//! Words are no proof: the theme of an evening may be children who have seen violence. The result is used only for a
//! reminder of where to send such a report.

use super::characters::is_plain;
use crate::domain::letters::folded_visible;

/// Phrases that are enough on their own. All words here are folded: lower case, no diacritics.
const PHRASES: [&str; 9] = [
    "orosanmal",
    "anmala oro",
    "anmalt oro",
    "far illa",
    "fara illa",
    "farit illa",
    "child protection",
    "child welfare",
    "safeguarding",
];

/// Word beginnings that mean a child.
const CHILD: [&str; 8] = [
    "barn",
    "minderarig",
    "flick",
    "pojk",
    "tonaring",
    "child",
    "minors",
    "kids",
];

/// Words for worry or suspicion. They count before a word for a child.
const WORRY: [&str; 15] = [
    "oro",
    "oron",
    "orolig",
    "oroliga",
    "oroade",
    "oroad",
    "oroas",
    "misstanke",
    "misstankar",
    "misstankt",
    "concern",
    "concerns",
    "concerned",
    "worried",
    "suspected",
];

/// Word beginnings that mean harm. They count before and after a word for a child.
const HARM: [&str; 10] = [
    "misshand",
    "overgrepp",
    "vanvard",
    "vanskot",
    "utnyttja",
    "abuse",
    "neglect",
    "maltreat",
    "harmed",
    "exploit",
];

/// The maximum number of words between two that belong together.
const MAX_WORDS_BETWEEN: usize = 4;

pub(crate) fn mentions_child_concern(text: &str) -> bool {
    if !may_mention(text) {
        return false;
    }
    let folded = folded_visible(text);
    if PHRASES.iter().any(|phrase| folded.contains(phrase)) {
        return true;
    }
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let begins = |word: &&str, beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    (0..words.len()).filter(|at| begins(&words[*at], &CHILD)).any(|at| {
        let reach = MAX_WORDS_BETWEEN + 1;
        let before = &words[at.saturating_sub(reach)..at];
        let from_here = &words[at..words.len().min(at + 1 + reach)];
        let is_harm = |word: &&str| begins(word, &HARM) || word.starts_with("barnmisshand");
        before.iter().any(|word| WORRY.contains(word)) || before.iter().chain(from_here).any(is_harm)
    })
}

/// Whether a text contains the stem of a word that every mention contains. Most texts end here.
fn may_mention(text: &str) -> bool {
    let mut recent = [b' '; 4];
    let has_heart = text.bytes().any(|byte| {
        recent = [recent[1], recent[2], recent[3], byte.to_ascii_lowercase()];
        // The last begins `tonåring`.
        matches!(
            &recent,
            b"barn"
                | b"chil"
                | b"flic"
                | b"illa"
                | b"kids"
                | b"mind"
                | b"mino"
                | b"pojk"
                | b"safe"
                | b"oros"
                | b" oro"
                | b"ton\xc3"
        )
    });
    has_heart || !text.is_ascii() && !text.chars().all(is_plain)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/personal_details/child_concern.rs"]
mod tests;
