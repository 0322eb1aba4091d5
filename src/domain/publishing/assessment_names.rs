//! Recognises by name an insats that always requires individual assessment.
//!
//! Inflection, hyphens, spaces and invisible characters make no difference. An insats that only mentions a name passes:
//! advice on financial assistance, a meeting place for foster families.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::criteria::{Condition, Criterion};
use crate::domain::letters::folded_visible;
use crate::domain::{Slug, Text};

/// The people to whom an insats may never be given without assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    Everyone,
    /// Children, and young people under 21.
    Young,
}

/// The listed names, with the people to whom each applies.
static NAMES: LazyLock<HashMap<&str, Whom>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/assessment-required-names.csv")
        .lines()
        .filter_map(|line| line.split_once(';'));
    rows.flat_map(|(whom, names)| {
        let whom = if whom == "young" { Whom::Young } else { Whom::Everyone };
        names.split(',').map(move |name| (name, whom))
    })
    .collect()
});

/// Words before a name that do not change its meaning.
const BEFORE: [&str; 10] = [
    "en", "ett", "den", "det", "de", "annan", "annat", "andra", "insats", "insatsen",
];
/// Words for what a person is given in a listed home, such as care or a place.
const GIVEN: [&str; 4] = ["vard", "plats", "placering", "boende"];
/// Prepositions after a word in `GIVEN`.
const IN: [&str; 3] = ["i", "pa", "hos"];

/// The age from which an insats counts as one for adults.
const ADULT: u8 = 21;

/// The group for which an insats or activity is listed, according to its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Called(Option<Whom>);

impl Called {
    /// Searches the lists for a slug and a Swedish name.
    ///
    /// A longer slug or name that begins with a listed one counts too: `kontaktperson-for-aldre`.
    pub(crate) fn of(slug: &Slug, name: &Text) -> Self {
        let found = [slug.as_str(), &name.sv].map(listed);
        let is = |whom| found.contains(&Some(whom));
        let whom = [Whom::Everyone, Whom::Young].into_iter().find(|whom| is(*whom));
        Self(whom)
    }

    /// Whether everyone who meets the criteria needs an assessment.
    pub(crate) fn requires_assessment(self, criteria: Option<&Criterion>) -> bool {
        match self.0 {
            None => false,
            Some(Whom::Everyone) => true,
            Some(Whom::Young) => !criteria.is_some_and(asks_for_adults),
        }
    }
}

/// Whether the criteria exclude everyone under 21, judged by their form.
fn asks_for_adults(criteria: &Criterion) -> bool {
    match &criteria.condition {
        Condition::Age(limit) => limit.at_least.is_some_and(|least| least >= ADULT),
        Condition::All(of) => of.iter().any(asks_for_adults),
        Condition::Any(of) => !of.is_empty() && of.iter().all(asks_for_adults),
        _ => false,
    }
}

fn listed(text: &str) -> Option<Whom> {
    let words = words(text);
    let mut left = &words[..];
    loop {
        // A name may be written as one word or several.
        let mut together = String::new();
        for word in left {
            together.push_str(word);
            if let Some(whom) = NAMES.get(together.as_str()) {
                return Some(*whom);
            }
        }
        left = match left {
            [given, within, rest @ ..] if GIVEN.contains(&given.as_str()) && IN.contains(&within.as_str()) => rest,
            [before, rest @ ..] if BEFORE.contains(&before.as_str()) => rest,
            _ => return None,
        };
    }
}

/// The words of a text up to the first punctuation mark that is not a hyphen, without diacritics.
fn words(text: &str) -> Vec<String> {
    let plain = folded_visible(text);
    let parts = |c: char| !c.is_alphanumeric() && !joins_words(c);
    let first = plain.split(parts).find(|part| part.contains(char::is_alphanumeric));
    let words = first
        .unwrap_or_default()
        .split(joins_words)
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn joins_words(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/publishing/assessment_names.rs"]
mod tests;
