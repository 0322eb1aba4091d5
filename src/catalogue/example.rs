//! An example question that the catalogue answers with `eligible`.

use chrono::NaiveDate;

use crate::domain::criteria::facts::Facts;
use crate::domain::eligibility::Question;
use crate::domain::eligibility::answer::Outcome;
use crate::domain::eligibility::difference::example::smallest;
use crate::domain::eligibility::difference::stated::StatedFacts;
use crate::domain::insatser::insats::Standing;
use crate::domain::{Kommunkod, Slug};

use super::snapshot::Catalogue;

/// A question that is answered with `eligible`.
pub(crate) struct ExampleQuestion<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    pub insats: &'a Slug,
    /// The person.
    pub facts: StatedFacts,
}

/// A question about an insats with criteria that is in force on a day, and the fewest facts that meet them; `None` if
/// there is none.
pub(crate) fn example_question(catalogue: &Catalogue, day: NaiveDate) -> Option<ExampleQuestion<'_>> {
    let insatser = catalogue.municipalities().flat_map(|municipality| {
        let kommunkod = municipality.document().kommunkod;
        municipality
            .insatser()
            .iter()
            .map(move |(slug, insats)| (kommunkod, slug, insats))
    });
    insatser
        .filter_map(|(kommunkod, slug, insats)| match insats.on(day)? {
            Standing::InForce(version) => Some((kommunkod, slug, version.held.version.criteria.as_ref()?)),
            _ => None,
        })
        .filter(|(_, _, criteria)| !criteria.is_open_to_all())
        .find_map(|(kommunkod, insats, criteria)| {
            let facts = smallest(criteria, day, |facts| {
                is_eligible(catalogue, kommunkod, insats, &facts, day).then(|| StatedFacts::of(&facts))
            })?;
            Some(ExampleQuestion {
                kommunkod,
                insats,
                facts,
            })
        })
}

fn is_eligible(catalogue: &Catalogue, kommunkod: Kommunkod, insats: &Slug, facts: &Facts, day: NaiveDate) -> bool {
    let question = Question {
        as_of: day,
        activity: None,
        place: None,
        facts,
    };
    let answer = catalogue.answer(kommunkod, insats.as_str(), &question);
    answer.is_ok_and(|answer| answer.outcome == Outcome::Eligible)
}
