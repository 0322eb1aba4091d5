//! Criteria in a form that can be compared between municipalities: a flat list of what they look at.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{CatalogueText, Kommunkod, Slug};

use super::declarable::{Declarable, RelativeReason};
use super::in_words::wording::requirement;
use super::local::LocalQuestion;
use super::persons::Persons;
use super::{Condition, Criterion};

/// One thing that criteria look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparableCondition {
    /// The kind of condition.
    #[schema(value_type = String, example = "age")]
    pub kind: &'static str,
    /// Whether all must meet it; else it is one way among several.
    pub required: bool,
    /// Whether meeting it shuts out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub excludes: bool,
    /// The list of other persons that it is about; absent for the person asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub persons: Option<Persons>,
    /// Has turned this age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 130, example = 70)]
    pub at_least: Option<u8>,
    /// Has not turned the next age.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 129, example = 22)]
    pub at_most: Option<u8>,
    /// In which municipality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kommunkod: Option<Kommunkod>,
    /// In which of several municipalities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kommunkoder: Vec<Kommunkod>,
    /// Which fact by declaration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "psychiatricContact")]
    pub fact: Option<&'static str>,
    /// Which question of the municipality's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Slug>,
    /// Which values of the fact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<RelativeReason>,
    /// The condition in words, where nobody can answer it through the API or it is about other persons.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<CatalogueText>,
}

/// What criteria look at, in written order; empty for open to all.
pub(crate) fn comparable(criteria: &Criterion, questions: &[LocalQuestion]) -> Vec<ComparableCondition> {
    let mut collecting = Collecting {
        questions,
        conditions: Vec::new(),
    };
    collecting.collect(criteria, true, false);
    collecting.conditions
}

struct Collecting<'a> {
    questions: &'a [LocalQuestion],
    conditions: Vec<ComparableCondition>,
}

impl Collecting<'_> {
    fn collect(&mut self, criterion: &Criterion, required: bool, excludes: bool) {
        let condition = &criterion.condition;
        let (at_least, at_most) = condition
            .age_limit()
            .map_or((None, None), |limit| (limit.at_least, limit.at_most));
        let (one, several) = match condition {
            Condition::RegisteredInAnyOf(several) | Condition::ResidesInAnyOf(several) => (None, several.clone()),
            _ => (condition.municipalities().first().copied(), Vec::new()),
        };
        let mut leaf = ComparableCondition {
            kind: condition.kind(),
            required,
            excludes,
            persons: None,
            at_least,
            at_most,
            kommunkod: one,
            kommunkoder: several,
            fact: None,
            question: None,
            values: Vec::new(),
            text: None,
        };
        match condition {
            Condition::Not(of) => return self.collect(of, required, !excludes),
            Condition::All(of) | Condition::Any(of) => {
                // Of an `all` every one is asked, unless its opposite is; of an `any` with a single child too.
                let every = matches!(condition, Condition::All(_)) != excludes || of.len() == 1;
                return of
                    .iter()
                    .for_each(|child| self.collect(child, required && every, excludes));
            }
            Condition::Declared(fact) => leaf.fact = Some(Declarable::name(*fact)),
            Condition::DeclaredLocally(question) => leaf.question = Some(question.clone()),
            Condition::DeclaredAnyOf(values) => {
                leaf.fact = Some("relativeReasons");
                leaf.values = values.iter().collect();
            }
            Condition::EachOf(of) | Condition::SomeOf(of) => {
                leaf.persons = Some(of.persons);
                leaf.text = Some(requirement(condition, false, self.questions).into());
            }
            Condition::NotEvaluated(of) => leaf.text = Some(of.text.clone()),
            _ => {}
        }
        self.conditions.push(leaf);
    }
}
