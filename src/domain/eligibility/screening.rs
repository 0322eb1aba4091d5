//! One set of facts against every insats of a municipality.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Kommunkod;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::variables::OpenFact;

use super::answer::{Answer, Outcome};
use super::missing::{MissingFact, MissingFacts};

/// What a set of facts is answered by every insats in force, and every one that may be, grouped by outcome.
///
/// Activities with conditions of their own have answers of their own.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Screening<'a> {
    /// The municipality asked about.
    pub kommunkod: Kommunkod,
    /// The day asked about.
    #[serde(serialize_with = "crate::domain::day::serialize")]
    pub as_of: NaiveDate,
    /// The revision of the catalogue that answered.
    pub catalogue_revision: i64,
    /// Belongs to the target group that the board set.
    #[schema(value_type = Vec<Answer>)]
    pub eligible: Vec<Answer<'a>>,
    /// Some fact that is not known can still change the answer.
    #[schema(value_type = Vec<Answer>)]
    pub need_more_facts: Vec<Answer<'a>>,
    /// Does not belong to the target group.
    #[schema(value_type = Vec<Answer>)]
    pub not_eligible: Vec<Answer<'a>>,
    /// The catalogue lacks the decision or the criteria, or a condition that the API cannot evaluate decides: ask the
    /// municipality.
    #[schema(value_type = Vec<Answer>)]
    pub undetermined: Vec<Answer<'a>>,
    /// What to ask next: the fact that would settle the most insatser first.
    #[schema(value_type = Vec<MissingFact>)]
    pub questions: MissingFacts<'a>,
}

/// The share of an answer of one missing fact, as a part of this number: divisible by every number up to ten.
const WHOLE: u32 = 2520;

impl<'a> Screening<'a> {
    /// A screening without any answer yet; `expected` is how many there may be of each outcome.
    pub fn new(kommunkod: Kommunkod, as_of: NaiveDate, catalogue_revision: i64, expected: usize) -> Self {
        Self {
            kommunkod,
            as_of,
            catalogue_revision,
            eligible: Vec::with_capacity(expected),
            need_more_facts: Vec::with_capacity(expected),
            not_eligible: Vec::with_capacity(expected),
            undetermined: Vec::new(),
            questions: MissingFacts::default(),
        }
    }

    /// Takes an answer to where its outcome belongs.
    pub(crate) fn take(&mut self, answer: Answer<'a>) {
        match answer.outcome {
            Outcome::Eligible => self.eligible.push(answer),
            Outcome::NeedMoreFacts => self.need_more_facts.push(answer),
            Outcome::NotEligible => self.not_eligible.push(answer),
            Outcome::Undetermined => self.undetermined.push(answer),
        }
    }

    /// Finds what to ask next.
    pub(crate) fn find_questions(&mut self, questions: &'a [LocalQuestion]) {
        let mut weights: Vec<(&OpenFact, u32)> = Vec::new();
        for answer in &self.need_more_facts {
            let missing = &answer.missing.facts;
            let share = WHOLE / u32::try_from(missing.len().max(1)).unwrap_or(WHOLE);
            for fact in missing {
                match weights.iter_mut().find(|(known, _)| *known == fact) {
                    Some((_, weight)) => *weight += share,
                    None => weights.push((fact, share)),
                }
            }
        }
        // The fewer other facts an answer waits for, the more one fact settles it; of equal weight the first of the
        // vocabulary.
        weights.sort_by_key(|(fact, weight)| (std::cmp::Reverse(*weight), *fact));
        self.questions = MissingFacts {
            facts: weights.into_iter().map(|(fact, _)| fact.clone()).collect(),
            questions,
        };
    }
}
