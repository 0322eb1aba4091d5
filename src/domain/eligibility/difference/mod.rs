//! Whose answer a new version changes: example persons, each with the fewest facts.

pub(crate) mod example;
pub mod stated;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Slug;
use crate::domain::criteria::decide::{CriteriaToDecide, decide};
use crate::domain::criteria::diagram::Diagram;
use crate::domain::criteria::facts::Facts;
use crate::domain::criteria::{Condition, Criterion, OfPersons};
use crate::domain::insatser::insats::Standing;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;

use super::answer::Outcome;
use super::judged::outcome;
use example::{opposite, smallest};
use stated::StatedFacts;

/// A person whose answer changes: the fewest facts by which the criteria before and after give different outcomes.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangedAnswer {
    /// The activity, where its criteria give the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Slug>,
    /// The place, where its criteria give the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Slug>,
    /// What is stated about the person.
    #[schema(value_type = Object)]
    pub facts: StatedFacts,
    /// The outcome by the version in force.
    pub before: Outcome,
    /// The outcome by the new version.
    pub after: Outcome,
}

/// Finds persons whose answer a version changes, compared with the version in force on the day before it.
///
/// One for each change from one outcome to another, of the insats and of each part with criteria of its own. By the
/// criteria alone: the act's rules on children are the same for both. After a chosen last day everybody was answered with
/// `undetermined`. Empty for the first version, and for one that changes no answer.
pub fn changed_answers(municipality: &Municipality, version: &Version) -> Vec<ChangedAnswer> {
    let day = version.valid_from;
    let insats = municipality.insatser().get(&version.slug);
    let of_insats = Part::default();
    let before = day.pred_opt().and_then(|before| Some((before, insats?.on(before)?)));
    let before = match before {
        Some((_, Standing::InForce(before))) => &before.held.version,
        Some((before, ended @ Standing::Ended(_))) if ended.is_not_known(before) => {
            return changes((None, version.criteria.as_ref()), day, &of_insats);
        }
        _ => return Vec::new(),
    };
    let mut changed = changes((before.criteria.as_ref(), version.criteria.as_ref()), day, &of_insats);
    for (part, criteria) in parts(before, version) {
        changed.extend(changes(criteria, day, &part));
    }
    changed
}

/// An activity or a place; the insats itself without either.
#[derive(Clone, Default, PartialEq)]
struct Part {
    activity: Option<Slug>,
    place: Option<Slug>,
}

type BeforeAndAfter<'a> = (Option<&'a Criterion>, Option<&'a Criterion>);

/// The parts that both versions have, where at least one version gives them criteria of their own, with the criteria that
/// hold for them before and after.
fn parts<'a>(before: &'a Version, after: &'a Version) -> Vec<(Part, BeforeAndAfter<'a>)> {
    let had = own_criteria(before);
    let both = own_criteria(after).into_iter().filter_map(|(part, own_after)| {
        let own_before = had.iter().find(|(had, _)| *had == part)?.1;
        (own_before.is_some() || own_after.is_some()).then(|| {
            let before = own_before.or(before.criteria.as_ref());
            (part, (before, own_after.or(after.criteria.as_ref())))
        })
    });
    both.collect()
}

/// The activities and places of a version, each with its own criteria.
fn own_criteria(version: &Version) -> Vec<(Part, Option<&Criterion>)> {
    let activities = version.activities.iter().map(|activity| {
        let part = Part {
            activity: Some(activity.slug.clone()),
            place: None,
        };
        (part, activity.criteria.as_ref())
    });
    let places = version.places.iter().map(|place| {
        let part = Part {
            activity: None,
            place: Some(place.slug.clone()),
        };
        (part, place.criteria.as_ref())
    });
    activities.chain(places).collect()
}

const OUTCOMES: [Outcome; 3] = [Outcome::Eligible, Outcome::NotEligible, Outcome::Undetermined];

fn changes((before, after): BeforeAndAfter, day: NaiveDate, Part { activity, place }: &Part) -> Vec<ChangedAnswer> {
    if before == after {
        return Vec::new();
    }
    let (asked_before, asked_after) = (Asked::of(before), Asked::of(after));
    let mut found = Vec::new();
    for was in OUTCOMES {
        for is in OUTCOMES.into_iter().filter(|is| *is != was) {
            let wanted = Criterion::bare(Condition::All(vec![giving(before, was), giving(after, is)]));
            let example = smallest(&wanted, day, |facts| {
                let agrees = asked_before.outcome(&facts, day) == was && asked_after.outcome(&facts, day) == is;
                agrees.then_some(facts)
            });
            found.extend(example.map(|facts| ChangedAnswer {
                activity: activity.clone(),
                place: place.clone(),
                facts: StatedFacts::of(&facts),
                before: was,
                after: is,
            }));
        }
    }
    found
}

/// Criteria to ask many times; `None` where the catalogue does not have them.
struct Asked<'a>(Option<(&'a Criterion, Option<Diagram>)>);

impl<'a> Asked<'a> {
    fn of(criteria: Option<&'a Criterion>) -> Self {
        Self(criteria.map(|criteria| (criteria, Diagram::where_needed(criteria))))
    }

    fn outcome(&self, facts: &Facts, day: NaiveDate) -> Outcome {
        let Some((criteria, diagram)) = &self.0 else {
            return Outcome::Undetermined;
        };
        let asked = CriteriaToDecide {
            criteria,
            diagram: diagram.as_ref(),
        };
        let decision = decide(asked, facts, day);
        outcome(decision.truth, decision.missing.is_empty())
    }
}

/// Criteria that are met by those who get an outcome, and have no condition that nobody can evaluate.
fn giving(criteria: Option<&Criterion>, outcome: Outcome) -> Criterion {
    let Some(criteria) = criteria else {
        return constant(outcome == Outcome::Undetermined);
    };
    let surely = || with_not_evaluated(criteria, false);
    let perhaps = || with_not_evaluated(criteria, true);
    match outcome {
        Outcome::Eligible => surely(),
        Outcome::NotEligible => opposite(perhaps()),
        _ => Criterion::bare(Condition::All(vec![perhaps(), opposite(surely())])),
    }
}

fn constant(is_met: bool) -> Criterion {
    let of = Vec::new();
    Criterion::bare(if is_met { Condition::All(of) } else { Condition::Any(of) })
}

/// The criteria with every condition that nobody can evaluate decided in their favour, or against them.
fn with_not_evaluated(criteria: &Criterion, in_favour: bool) -> Criterion {
    let several = |of: &[Criterion]| of.iter().map(|one| with_not_evaluated(one, in_favour)).collect();
    let of_persons = |of: &OfPersons| OfPersons {
        persons: of.persons,
        meets: Box::new(with_not_evaluated(&of.meets, in_favour)),
    };
    let condition = match &criteria.condition {
        Condition::All(of) => Condition::All(several(of)),
        Condition::Any(of) => Condition::Any(several(of)),
        Condition::Not(of) => Condition::Not(Box::new(with_not_evaluated(of, !in_favour))),
        Condition::NotEvaluated(_) => return constant(in_favour),
        Condition::EachOf(of) => Condition::EachOf(of_persons(of)),
        Condition::SomeOf(of) => Condition::SomeOf(of_persons(of)),
        leaf => leaf.clone(),
    };
    Criterion::bare(condition)
}
