//! Detects texts about concern for a child, which belongs in a report to social services and never in a group record.
//!
//! Words are no proof: the theme of an evening may be children who have seen violence. So a text is clear only if it says
//! that a report was made, that the writer worries about one child, or what has happened to one child. Any other text with
//! such words is unclear: the caller gets a reminder of where to send a report.

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

/// Verbs that a report was made. They count after a word for a report.
const MADE: [&str; 14] = [
    "gjorde",
    "gjordes",
    "gjort",
    "gjorts",
    "gors",
    "lamnade",
    "lamnades",
    "lamnat",
    "lamnats",
    "skickade",
    "skickades",
    "skickat",
    "inkom",
    "upprattades",
];

/// Words for reporting. With a word for worry they mean a report.
const REPORTED: [&str; 5] = ["anmalde", "anmaldes", "anmalt", "anmalts", "anmaler"];

/// Words for one child.
const ONE_CHILD: [&str; 10] = [
    "barnet",
    "barnets",
    "flickan",
    "flickans",
    "pojken",
    "pojkens",
    "sonen",
    "dottern",
    "tonaringen",
    "barnens",
];

/// Phrases for one child.
const ONE_CHILD_PHRASES: [&str; 14] = [
    "ett barn",
    "ett av barnen",
    "nagot av barnen",
    "en flicka",
    "en av flickorna",
    "en pojke",
    "en av pojkarna",
    "en tonaring",
    "the child",
    "a child",
    "one of the children",
    "the boy",
    "the girl",
    "a girl",
];

/// Words for what has happened to a child, beside those for harm.
const INJURED: [&str; 14] = [
    "blamarke",
    "blamarken",
    "slagen",
    "slaget",
    "slagit",
    "slog",
    "slar",
    "sparkad",
    "skadad",
    "radd",
    "radda",
    "bruises",
    "beaten",
    "afraid",
];

/// Who writes a record.
const WRITERS: [&str; 12] = [
    "vi",
    "jag",
    "oss",
    "personalen",
    "ledarna",
    "ledaren",
    "volontarerna",
    "handledaren",
    "we",
    "i",
    "us",
    "staff",
];

/// Word beginnings that make concern the theme of a meeting, or someone else's.
const THEMES: [&str; 9] = [
    "information",
    "informer",
    "forelas",
    "utbild",
    "diskuter",
    "handla",
    "filmen",
    "lecture",
    "theme",
];

/// Words that do the same.
const THEME_WORDS: [&str; 8] = ["man", "hur", "tema", "temat", "kurs", "film", "boken", "how"];

/// The maximum number of words between two that belong together.
const MAX_WORDS_BETWEEN: usize = 4;

/// The maximum number of words between one child and what has happened.
const MAX_WORDS_OF_ACCOUNT: usize = 8;

/// How surely a text is about concern for a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChildConcern {
    /// The text may be about anything with such words.
    Unclear,
    /// The text reports a concern, or what has happened to one child.
    Clear,
}

/// Whether a text is about concern for a child.
pub(crate) fn child_concern_in(text: &str) -> Option<ChildConcern> {
    if !may_mention(text) {
        return None;
    }
    let folded = folded_visible(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if is_clear(&words) {
        return Some(ChildConcern::Clear);
    }
    let is_mentioned = PHRASES.iter().any(|phrase| folded.contains(phrase)) || names_child_beside_worry(&words);
    is_mentioned.then_some(ChildConcern::Unclear)
}

fn names_child_beside_worry(words: &[&str]) -> bool {
    (0..words.len()).filter(|at| begins(words[*at], &CHILD)).any(|at| {
        let (before, from_here) = around(words, at, MAX_WORDS_BETWEEN);
        before.iter().any(|word| WORRY.contains(word)) || before.iter().chain(from_here).any(|word| is_harm(word))
    })
}

fn is_clear(words: &[&str]) -> bool {
    (0..words.len()).any(|at| {
        let is_theme = |word: &&str| begins(word, &THEMES) || THEME_WORDS.contains(word);
        let is_stated = !words[..at].iter().any(is_theme);
        is_stated && (reports(words, at) || worries_writer(words, at) || accounts(words, at))
    })
}

/// Whether a word begins a statement that a report was made: `orosanmälan gjordes`, `anmälde oro`.
fn reports(words: &[&str], at: usize) -> bool {
    let (before, from_here) = around(words, at, MAX_WORDS_BETWEEN);
    let is_near = |listed: &[&str]| before.iter().chain(from_here).any(|word| listed.contains(word));
    let word = words[at];
    if let Some(ending) = word.strip_prefix("orosanmal") {
        let is_verb = matches!(ending, "de" | "des" | "t" | "ts" | "d" | "da");
        return is_verb || is_near(&MADE) || is_one_child_in(from_here);
    }
    REPORTED.contains(&word) && is_near(&["oro", "oron", "misstanke"])
}

/// Whether a word is the worry of the writer for one child.
fn worries_writer(words: &[&str], at: usize) -> bool {
    let (before, from_here) = around(words, at, MAX_WORDS_BETWEEN);
    let is_worry = WORRY.contains(&words[at]) || matches!(words[at], "misstanker" | "suspect");
    is_worry && before.iter().any(|word| WRITERS.contains(word)) && is_one_child_in(from_here)
}

/// Whether a word is what has happened to one child.
fn accounts(words: &[&str], at: usize) -> bool {
    let (before, from_here) = around(words, at, MAX_WORDS_OF_ACCOUNT);
    let happened = INJURED.contains(&words[at]) || is_harm(words[at]);
    happened && (is_one_child_in(before) || is_one_child_in(from_here))
}

/// Whether words name one child, as such or by age.
fn is_one_child_in(words: &[&str]) -> bool {
    let is_phrase = |phrase: &&str| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        words.windows(parts.len()).any(|window| window == parts)
    };
    let is_aged = words
        .windows(2)
        .any(|pair| is_age_of_child(pair[0]) && matches!(pair[1], "ar" | "aring" | "years"));
    words.iter().any(|word| ONE_CHILD.contains(word)) || is_aged || ONE_CHILD_PHRASES.iter().any(is_phrase)
}

fn is_age_of_child(word: &str) -> bool {
    word.parse().is_ok_and(|age: u32| age < 18)
}

fn is_harm(word: &str) -> bool {
    begins(word, &HARM) || word.starts_with("barnmisshand")
}

fn begins(word: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| word.starts_with(beginning))
}

/// The words before a word, and from it, with at most a number of words between.
fn around<'w>(words: &'w [&'w str], at: usize, most_between: usize) -> (&'w [&'w str], &'w [&'w str]) {
    let reach = most_between + 1;
    (
        &words[at.saturating_sub(reach)..at],
        &words[at..words.len().min(at + 1 + reach)],
    )
}

/// Whether a text contains the stem of a word that every mention contains, or the age of a child. Most texts end here.
fn may_mention(text: &str) -> bool {
    let mut recent = [b' '; 4];
    let has_heart = text.bytes().any(|byte| {
        recent = [recent[1], recent[2], recent[3], byte.to_ascii_lowercase()];
        // Four bytes of `tonåring` and `blåmärke`, whose å has two.
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
                | b"sone"
                | b"dott"
                | b"bl\xc3\xa5"
        )
    });
    has_heart || !text.is_ascii() && !text.chars().all(is_plain)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/personal_details/child_concern.rs"]
mod tests;
