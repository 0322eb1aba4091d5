//! Facts against criteria, in three-valued logic.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::day::age_on;
use crate::domain::kommun::Kommunkod;

use super::facts::{Facts, Municipality};
use super::{AgeLimit, Condition, Criterion};

/// What is known of a condition (Kleene's strong three-valued logic).
///
/// The order is that of truth: `all` is the least of its children, `any` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Truth {
    /// Known not to hold.
    NotMet,
    /// A fact is missing.
    Unknown,
    /// Known to hold.
    Met,
}

impl Truth {
    /// What is known of a condition whose result may be known.
    pub(crate) fn of(known: Option<bool>) -> Self {
        known.map_or(Self::Unknown, |met| if met { Self::Met } else { Self::NotMet })
    }

    const fn opposite(self) -> Self {
        match self {
            Self::NotMet => Self::Met,
            Self::Unknown => Self::Unknown,
            Self::Met => Self::NotMet,
        }
    }
}

/// Evaluates the tree and reports each leaf's result in written order.
pub fn evaluate(criterion: &Criterion, facts: &Facts, day: NaiveDate, report: &mut impl FnMut(Truth)) -> Truth {
    match &criterion.condition {
        Condition::All(of) => of.iter().fold(Truth::Met, |truth, child| {
            truth.min(evaluate(child, facts, day, report))
        }),
        Condition::Any(of) => of.iter().fold(Truth::NotMet, |truth, child| {
            truth.max(evaluate(child, facts, day, report))
        }),
        Condition::Not(of) => evaluate(of, facts, day, report).opposite(),
        leaf => {
            let truth = leaf_truth(leaf, facts, day);
            report(truth);
            truth
        }
    }
}

/// What is known of one leaf; [`Truth::Unknown`] for `all`, `any` and `not`.
pub(crate) fn leaf_truth(leaf: &Condition, facts: &Facts, day: NaiveDate) -> Truth {
    Truth::of(match leaf {
        Condition::Age(limit) => known_age(facts, day).map(|age| limit.holds(age)),
        Condition::RegisteredIn(kommunkod) => is_in(facts.registered_municipality, *kommunkod),
        Condition::ResidesIn(kommunkod) => is_in(facts.residence_municipality, *kommunkod),
        Condition::RelativeResidesIn(kommunkod) => is_in(facts.relative_residence_municipality, *kommunkod),
        Condition::Declared(fact) => facts.self_declared.get(*fact),
        Condition::DeclaredAnyOf(values) => facts
            .self_declared
            .relative_reasons
            .map(|reasons| reasons.meets(*values)),
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => None,
    })
}

impl AgeLimit {
    /// Says whether an age in whole years lies within the limits.
    pub(crate) fn holds(self, age: u32) -> bool {
        self.at_least.is_none_or(|least| age >= u32::from(least))
            && self.at_most.is_none_or(|most| age <= u32::from(most))
    }
}

/// The age on a day, where it is known: by the birth date, else as stated.
pub(crate) fn known_age(facts: &Facts, day: NaiveDate) -> Option<u32> {
    facts
        .birth_date
        .map(|birth| age_on(birth, day))
        .or_else(|| facts.age.map(u32::from))
}

fn is_in(known: Option<Municipality>, kommunkod: Kommunkod) -> Option<bool> {
    known.map(|municipality| municipality == Municipality::In(kommunkod))
}
