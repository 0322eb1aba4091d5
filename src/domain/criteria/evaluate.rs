//! Facts against criteria, in three-valued logic.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Kommunkod;

use super::ages::{AgeSpan, Ages, sum};
use super::facts::{Facts, Lists, Municipality, Person};
use super::persons::Persons;
use super::{Condition, Criterion, OfPersons};

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

    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::NotMet => Self::Met,
            Self::Unknown => Self::Unknown,
            Self::Met => Self::NotMet,
        }
    }
}

/// A person whom criteria are held against, on a day.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub person: &'a Person,
    /// The lists of those around the person asked about; `None` for a person of such a list.
    pub lists: Option<&'a Lists>,
    pub day: NaiveDate,
}

impl<'a> Subject<'a> {
    /// The person asked about.
    pub(crate) const fn own(facts: &'a Facts, day: NaiveDate) -> Self {
        Self {
            person: &facts.own,
            lists: Some(&facts.lists),
            day,
        }
    }

    /// A person of a list.
    pub(crate) const fn listed(self, person: &'a Person) -> Self {
        Self {
            person,
            lists: None,
            day: self.day,
        }
    }

    /// The persons of a list; `None` when it is unknown.
    pub(crate) fn list(self, persons: Persons) -> Option<&'a [Person]> {
        self.lists?.get(persons)
    }
}

/// Evaluates the tree and reports each leaf's result in written order. A stated age is the age on that very day.
pub fn evaluate(criterion: &Criterion, facts: &Facts, day: NaiveDate, report: &mut impl FnMut(Truth)) -> Truth {
    evaluate_of(criterion, Subject::own(facts, day), report)
}

/// Evaluates the tree for one person and reports each leaf's result in written order.
pub(crate) fn evaluate_of(criterion: &Criterion, subject: Subject, report: &mut impl FnMut(Truth)) -> Truth {
    match &criterion.condition {
        Condition::All(of) => of.iter().fold(Truth::Met, |truth, child| {
            truth.min(evaluate_of(child, subject, report))
        }),
        Condition::Any(of) => of.iter().fold(Truth::NotMet, |truth, child| {
            truth.max(evaluate_of(child, subject, report))
        }),
        Condition::Not(of) => evaluate_of(of, subject, report).opposite(),
        leaf => {
            let truth = leaf_truth(leaf, subject);
            report(truth);
            truth
        }
    }
}

/// What is known of one leaf; [`Truth::Unknown`] for `all`, `any` and `not`.
pub(crate) fn leaf_truth(leaf: &Condition, subject: Subject) -> Truth {
    let person = subject.person;
    Truth::of(match leaf {
        Condition::Age(limit) => age_is_within(AgeSpan::by_birthday(*limit), subject),
        Condition::AgeInYear(limit) => age_is_within(AgeSpan::by_calendar_year(*limit), subject),
        Condition::RegisteredIn(kommunkod) => is_in(person.registered_municipality, std::slice::from_ref(kommunkod)),
        Condition::RegisteredInAnyOf(kommunkoder) => is_in(person.registered_municipality, kommunkoder),
        Condition::ResidesIn(kommunkod) => is_in(person.residence_municipality, std::slice::from_ref(kommunkod)),
        Condition::ResidesInAnyOf(kommunkoder) => is_in(person.residence_municipality, kommunkoder),
        Condition::RelativeResidesIn(_) => return relative_resides_in(leaf.municipalities(), subject),
        Condition::Declared(fact) => person.self_declared.get(*fact),
        Condition::DeclaredLocally(question) => person.self_declared.local(question),
        Condition::DeclaredAnyOf(values) => person
            .self_declared
            .relative_reasons
            .map(|reasons| reasons.meets(*values)),
        Condition::EachOf(OfPersons { persons, meets }) => {
            let Some(list) = subject.list(*persons) else {
                return Truth::Unknown;
            };
            return each(list, subject, meets).min().unwrap_or(Truth::Met);
        }
        Condition::SomeOf(OfPersons { persons, meets }) => {
            let Some(list) = subject.list(*persons) else {
                return Truth::Unknown;
            };
            return each(list, subject, meets).max().unwrap_or(Truth::NotMet);
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) | Condition::NotEvaluated(_) => None,
    })
}

fn each<'a>(list: &'a [Person], subject: Subject<'a>, meets: &'a Criterion) -> impl Iterator<Item = Truth> {
    list.iter()
        .map(move |person| evaluate_of(meets, subject.listed(person), &mut |_| ()))
}

#[inline]
fn age_is_within(span: AgeSpan, subject: Subject) -> Option<bool> {
    match subject.person.birth {
        // Most questions state the birth date: one age is left, and nothing to weigh.
        Some(birth) if birth.is_exact() => Some(span.holds(sum(birth.earliest, subject.day))),
        _ => Ages::of(subject.person, subject.day)?.are_within(span),
    }
}

fn relative_resides_in(named: &[Kommunkod], subject: Subject) -> Truth {
    let Some(list) = subject.list(Persons::SupportedPersons) else {
        return Truth::Unknown;
    };
    let results = list
        .iter()
        .map(|person| Truth::of(is_in(person.residence_municipality, named)));
    results.max().unwrap_or(Truth::NotMet)
}

#[inline]
fn is_in(known: Option<Municipality>, named: &[Kommunkod]) -> Option<bool> {
    known.map(|municipality| match municipality {
        Municipality::In(kommunkod) => named.contains(&kommunkod),
        Municipality::Nowhere => false,
    })
}
