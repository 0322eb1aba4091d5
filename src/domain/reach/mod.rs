//! Reach: how many residents the conditions of an insats admit.
//!
//! The table has one number for each age on 31 December. All of an age are one question to the evaluator of criteria: a
//! person registered in the municipality, born that year, of whom nothing else is known. Those whom it admits for
//! certain, and those whom it does not exclude, are the bounds.

pub mod change;
pub mod population;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::criteria::birth::Birth;
use crate::domain::criteria::decide::{CriteriaToDecide, truth};
use crate::domain::criteria::diagram::Diagram;
use crate::domain::criteria::evaluate::{Truth, evaluate};
use crate::domain::criteria::facts::{Facts, Municipality};
use crate::domain::criteria::in_words::wording::requirement;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::{Criterion, Leaf};
use crate::domain::day::HIGHEST_AGE;
use crate::domain::{Kommunkod, Text};

use population::{AGES, HIGHEST, Population, Residents};

/// Whether a number is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Exactness {
    /// Exactly those residents.
    Exact,
    /// At most those, because some conditions are not counted.
    AtMost,
}

/// How many residents the conditions admit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reach {
    /// Whether the number is exact.
    pub exactness: Exactness,
    /// The residents whom the conditions admit, or do not exclude.
    pub residents: Residents,
    /// Those whom the conditions admit for certain, if the number is not exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Residents>,
    /// The conditions that are not counted, if the number is not exact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_counted: Vec<NotCounted>,
}

/// A condition that is about something else than age and registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotCounted {
    /// Its place: a JSON Pointer into `criteria`.
    #[schema(example = "/of/1")]
    pub path: String,
    /// Its kind.
    #[schema(value_type = String, example = "declared")]
    pub kind: &'static str,
    /// The condition in words.
    pub text: Text,
}

impl Reach {
    /// Those whom criteria admit among the residents of a municipality on the day of its population.
    pub fn of(
        criteria: &Criterion,
        population: &Population,
        kommunkod: Kommunkod,
        questions: &[LocalQuestion],
    ) -> Option<Self> {
        let day = population.day()?;
        let diagram = Diagram::where_needed(criteria);
        let asked = CriteriaToDecide {
            criteria,
            diagram: diagram.as_ref(),
        };
        let leaves = criteria.leaves();
        let mut is_open = vec![false; leaves.len()];
        let (mut surely, mut perhaps) = (Residents::default(), Residents::default());
        for age in 0..AGES {
            let residents = population.of_age(age);
            let mut facts = Facts::default();
            facts.own.registered_municipality = Some(Municipality::In(kommunkod));
            facts.own.birth = Some(births(population.year, age)?);
            match truth(asked, &facts, day) {
                Truth::NotMet => continue,
                Truth::Met => surely = surely.and(residents),
                Truth::Unknown if residents.total > 0 => {
                    let mut at = 0;
                    evaluate(criteria, &facts, day, &mut |leaf| {
                        is_open[at] |= leaf == Truth::Unknown;
                        at += 1;
                    });
                }
                Truth::Unknown => {}
            }
            perhaps = perhaps.and(residents);
        }
        let is_exact = surely == perhaps;
        let open = leaves.iter().zip(is_open).filter(|(_, is_open)| *is_open);
        Some(Self {
            exactness: if is_exact { Exactness::Exact } else { Exactness::AtMost },
            residents: perhaps,
            at_least: (!is_exact).then_some(surely),
            not_counted: open.map(|(leaf, _)| NotCounted::of(leaf, questions)).collect(),
        })
    }
}

/// The days on which those of an age on 31 December of a year are born.
fn births(year: i32, age: usize) -> Option<Birth> {
    let age = i32::try_from(age).ok()?;
    let youngest = Birth::in_year(year - age, None)?;
    if age < i32::from(HIGHEST) {
        return Some(youngest);
    }
    let oldest = Birth::in_year(year - i32::from(HIGHEST_AGE), None)?;
    Some(Birth {
        earliest: oldest.earliest,
        latest: youngest.latest,
    })
}

impl NotCounted {
    fn of(leaf: &Leaf, questions: &[LocalQuestion]) -> Self {
        let condition = &leaf.criterion.condition;
        Self {
            path: leaf.path.clone(),
            kind: condition.kind(),
            text: requirement(condition, leaf.excluded, questions),
        }
    }
}
