//! Criteria in a few readable sentences in Swedish and in English.

use crate::domain::Text;
use crate::domain::text::{composed, text};

use super::others::Others;
use super::phrase::{Phrase, listed, phrase};
use super::wording::{assessed, requirement};
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::{Condition, Criterion};

/// That the catalogue lacks the criteria.
pub(crate) const NO_CRITERIA: Text = text!(
    "Villkoren finns inte i katalogen. Fråga kommunen.",
    "The conditions are not in the catalogue. Ask the municipality."
);

/// That everybody meets the criteria.
pub(crate) const OPEN_TO_ALL: Text = text!("Insatsen är öppen för alla.", "The service is open to all.");

/// Whom the criteria are met by: one sentence about the person, then one for each condition on others, for each that the
/// API cannot evaluate, and for those who are referred elsewhere.
pub(crate) fn sentence(criteria: Option<&Criterion>, questions: &[LocalQuestion]) -> Text {
    let Some(criteria) = criteria else {
        return NO_CRITERIA;
    };
    if criteria.is_open_to_all() {
        return OPEN_TO_ALL;
    }
    let mut clauses = Clauses {
        questions,
        conditions: Vec::new(),
        referrals: Vec::new(),
    };
    let whom = match clauses.required(criteria) {
        Clause::Always if clauses.conditions.is_empty() => Some(OPEN_TO_ALL),
        Clause::Always => None,
        whom => Some(composed!(
            "Insatsen är till för dig som {whom}.",
            "The service is for people who {whom}.";
            whom = whom.written()
        )),
    };
    let sentences = whom.into_iter().chain(clauses.conditions).chain(clauses.referrals);
    let (sv, en): (Vec<_>, Vec<_>) = sentences.map(|text| (text.sv, text.en)).unzip();
    Text::new(sv.join(" "), en.join(" "))
}

/// What follows "dig som" and "people who".
enum Clause {
    /// Nothing is asked.
    Always,
    /// One condition, or its opposite.
    One { text: Text, negative: bool },
    /// Every one of these.
    All(Vec<Clause>),
    /// At least one of these.
    Any(Vec<Clause>),
}

/// Clauses while they are made, and what becomes a sentence of its own.
struct Clauses<'a> {
    questions: &'a [LocalQuestion],
    conditions: Vec<Text>,
    referrals: Vec<Text>,
}

impl Clauses<'_> {
    /// A criterion that must be met whatever else is.
    fn required(&mut self, criterion: &Criterion) -> Clause {
        match &criterion.condition {
            _ if criterion.otherwise.is_some() => self.clause(criterion, false),
            Condition::All(of) => {
                let clauses = of.iter().map(|child| self.required(child)).collect();
                joined(asking(clauses), Clause::All)
            }
            Condition::NotEvaluated(in_words) => {
                self.conditions.push(assessed(in_words, false));
                Clause::Always
            }
            leaf if Others::of(leaf, false).is_some() && phrase(leaf, false, self.questions).is_none() => {
                let requirement = requirement(leaf, false, self.questions);
                self.conditions
                    .push(composed!("{requirement}.", "{requirement}."; requirement));
                Clause::Always
            }
            _ => self.clause(criterion, false),
        }
    }

    /// A criterion, or its opposite, as a clause.
    fn clause(&mut self, criterion: &Criterion, opposite: bool) -> Clause {
        if let (Some(otherwise), false) = (&criterion.otherwise, opposite) {
            let clause = self.clause(criterion, true).written();
            let to = &otherwise.refer_to.name;
            self.referrals.push(composed!(
                "Om du {clause}, vänd dig till {to}.",
                "If you {clause}, please contact {to}.";
                clause
            ));
            return Clause::Always;
        }
        match &criterion.condition {
            Condition::Not(of) => self.clause(of, !opposite),
            Condition::All(of) if !opposite => joined(self.several(of, opposite), Clause::All),
            Condition::Any(of) if opposite => joined(self.several(of, opposite), Clause::All),
            Condition::All(of) | Condition::Any(of) => joined(self.several(of, opposite), Clause::Any),
            leaf => Clause::One {
                text: self.leaf(criterion, leaf, opposite),
                negative: opposite,
            },
        }
    }

    fn several(&mut self, of: &[Criterion], opposite: bool) -> Vec<Clause> {
        asking(of.iter().map(|child| self.clause(child, opposite)).collect())
    }

    fn leaf(&self, criterion: &Criterion, leaf: &Condition, opposite: bool) -> Text {
        let is_of_one_person =
            matches!(leaf, Condition::NotEvaluated(_)) || phrase(leaf, opposite, self.questions).is_some();
        match Others::of(leaf, opposite) {
            Some(others) if !is_of_one_person => others.relative(self.questions),
            _ => {
                let Phrase {
                    present_sv, plural_en, ..
                } = Phrase::of(criterion, opposite, self.questions);
                Text::new(present_sv, plural_en)
            }
        }
    }
}

/// The clauses that ask something.
fn asking(clauses: Vec<Clause>) -> Vec<Clause> {
    clauses
        .into_iter()
        .filter(|clause| !matches!(clause, Clause::Always))
        .collect()
}

fn joined(mut clauses: Vec<Clause>, join: impl FnOnce(Vec<Clause>) -> Clause) -> Clause {
    match clauses.len() {
        0 => Clause::Always,
        1 => clauses.remove(0),
        _ => join(clauses),
    }
}

impl Clause {
    fn written(&self) -> Text {
        match self {
            Self::Always => text!("vill", "wish to"),
            Self::One { text, .. } => text.clone(),
            Self::Any(of) => {
                let (sv, en) = each(of.iter());
                composed!(
                    "antingen {alternatives}",
                    "either {alternatives}";
                    alternatives = (listed(&refs(&sv), "eller"), listed(&refs(&en), "or"))
                )
            }
            Self::All(of) => {
                let is_negative = |clause: &&Self| matches!(clause, Self::One { negative: true, .. });
                let (positive_sv, positive_en) = each(of.iter().filter(|clause| !is_negative(clause)));
                let (negative_sv, negative_en) = each(of.iter().filter(is_negative));
                let both = |positive: &[String], negative: &[String], and: &str, but: &str| {
                    let parts = [listed(&refs(positive), and), listed(&refs(negative), and)];
                    let parts: Vec<&str> = parts
                        .iter()
                        .map(String::as_str)
                        .filter(|part| !part.is_empty())
                        .collect();
                    parts.join(but)
                };
                Text::new(
                    both(&positive_sv, &negative_sv, "och", ", men "),
                    both(&positive_en, &negative_en, "and", ", but "),
                )
            }
        }
    }
}

/// Each clause in both languages; several joined within another are marked as one.
fn each<'a>(clauses: impl Iterator<Item = &'a Clause>) -> (Vec<String>, Vec<String>) {
    clauses
        .map(|clause| {
            let Text { sv, en } = clause.written();
            match clause {
                Clause::All(_) => (format!("både {sv}"), format!("both {en}")),
                _ => (sv.into_owned(), en.into_owned()),
            }
        })
        .unzip()
}

fn refs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}
