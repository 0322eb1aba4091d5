//! Criteria in a form that can be compared between municipalities: a flat list of what they look at.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::kommun::Kommunkod;

use super::facts::{Declarable, RelativeReason};
use super::{Condition, Criterion};

/// One thing that criteria look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparableCondition {
    /// What it looks at: `age`, `registeredIn`, `residesIn`, `relativeResidesIn`, `declared` or `declaredAnyOf`.
    #[schema(value_type = String, example = "age")]
    pub kind: &'static str,
    /// Whether all must meet it; else it is one way among several.
    pub required: bool,
    /// Whether meeting it shuts out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub excludes: bool,
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
    /// Which self-declared fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "psychiatricContact")]
    pub fact: Option<&'static str>,
    /// Which values of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<RelativeReason>,
}

/// What criteria look at, in written order; empty for open to all.
pub(crate) fn comparable(criteria: &Criterion) -> Vec<ComparableCondition> {
    let mut conditions = Vec::new();
    collect(criteria, true, false, &mut conditions);
    conditions
}

fn collect(criterion: &Criterion, required: bool, excludes: bool, conditions: &mut Vec<ComparableCondition>) {
    let mut leaf = ComparableCondition {
        kind: criterion.condition.kind(),
        required,
        excludes,
        at_least: None,
        at_most: None,
        kommunkod: None,
        fact: None,
        values: Vec::new(),
    };
    match &criterion.condition {
        Condition::Not(of) => return collect(of, required, !excludes, conditions),
        Condition::All(of) | Condition::Any(of) => {
            // Of an `all` every one is asked, unless its opposite is; of an `any` with a single child too.
            let every = matches!(criterion.condition, Condition::All(_)) != excludes || of.len() == 1;
            return of
                .iter()
                .for_each(|child| collect(child, required && every, excludes, conditions));
        }
        Condition::Age(limit) => {
            leaf.at_least = limit.at_least;
            leaf.at_most = limit.at_most;
        }
        Condition::RegisteredIn(kommunkod)
        | Condition::ResidesIn(kommunkod)
        | Condition::RelativeResidesIn(kommunkod) => leaf.kommunkod = Some(*kommunkod),
        Condition::Declared(fact) => leaf.fact = Some(Declarable::name(*fact)),
        Condition::DeclaredAnyOf(values) => {
            leaf.fact = Some("relativeReasons");
            leaf.values = values.iter().collect();
        }
    }
    conditions.push(leaf);
}
