//! What publishing demands of criteria themselves, by their decision diagram.

use crate::domain::criteria::analysis::{Finding, findings};
use crate::domain::criteria::local::find;
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::{Condition, Criterion};
use crate::domain::insatser::insats::Insats;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Slug, Text};

use super::decided_texts::in_swedish;

/// Adds the faults of a version's criteria: those that nobody or everybody meets, that are too large, or that refer to a
/// question which the municipality does not have. Only criteria that `published` does not have are checked.
pub(crate) fn faults(
    after: &Municipality,
    published: Option<&Version>,
    version: &Version,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    let published = published.map(in_swedish);
    let known: Vec<&Criterion> = published.iter().flat_map(Version::all_criteria).collect();
    // A translation leaves the criteria as they are.
    for (member, criteria) in in_swedish(version).criteria_by_member() {
        let place = format!("{pointer}/{member}");
        question_faults(after, criteria, &place, faults);
        if known.contains(&criteria) {
            continue;
        }
        faults.extend(findings(criteria).into_iter().map(|(below, finding)| {
            let (code, detail) = of_finding(finding);
            Fault::new(format!("{place}{below}"), code, detail)
        }));
    }
}

fn of_finding(finding: Finding) -> (Code, Text) {
    match finding {
        Finding::NeverMet => (
            Code::NeverMet,
            text!(
                "Ingen kan uppfylla villkoret. Rätta det, eller ta bort det.",
                "Nobody can meet the condition. Correct or remove it."
            ),
        ),
        Finding::NeverMetByListed => (
            Code::NeverMet,
            text!(
                "Ingen kan uppfylla villkoret. Ska listan vara tom, skriv not: {kind: someOf, where: {kind: all, of: []}}.",
                "Nobody can meet the condition. To require that the list is empty, write not: {kind: someOf, where: {kind: all, of: []}}."
            ),
        ),
        Finding::AlwaysMet => (
            Code::AlwaysMet,
            text!(
                "Alla uppfyller villkoret. Rätta det. Är insatsen öppen för alla, skriv {kind: all, of: []}.",
                "Everyone meets the condition. Correct it. If the service is open to all, write {kind: all, of: []}."
            ),
        ),
        Finding::TooLarge => (
            Code::CriteriaTooLarge,
            text!(
                "Villkoren hänger ihop på för många sätt: beslutsdiagrammet får fler än 20 000 noder. Dela upp insatsen, eller förenkla villkoren.",
                "The conditions depend on each other in too many ways: the decision diagram has more than 20,000 nodes. Split the insats, or simplify the conditions."
            ),
        ),
    }
}

/// Adds the faults of questions that the municipality does not have, or that are about another person.
fn question_faults(after: &Municipality, criteria: &Criterion, pointer: &str, faults: &mut Vec<Fault>) {
    let questions = &after.document().questions;
    each_question(criteria, pointer, &mut |pointer, persons, slug| {
        let question = find(questions, slug);
        if question.is_none_or(|question| question.about.persons() != persons) {
            let detail = text!(
                "Kommunen har ingen sådan fråga om den personen. Lägg till den bland questions.",
                "The municipality has no such question about that person. Add it to questions."
            );
            faults.push(Fault::new(
                format!("{pointer}/question"),
                Code::UnknownReference,
                detail,
            ));
        }
    });
}

/// Finds each question of the municipality's own in criteria, with the pointer of its condition and whom it is about.
fn each_question(criteria: &Criterion, pointer: &str, found: &mut impl FnMut(&str, Option<Persons>, &Slug)) {
    criteria.walk_paths(pointer, None, &mut |pointer, persons, criterion| {
        if let Condition::DeclaredLocally(question) = &criterion.condition {
            found(pointer, persons, question);
        }
    });
}

/// Adds the faults of questions that published criteria use and that the municipality removes, or asks otherwise.
pub(crate) fn questions_in_use(
    current: Option<&Municipality>,
    after: &Municipality,
    pointer: &str,
    faults: &mut Vec<Fault>,
) {
    let Some(current) = current else {
        return;
    };
    let versions = current.insatser().values().flat_map(Insats::versions);
    let criteria = versions.flat_map(|version| version.held.version.all_criteria());
    let mut in_use: Vec<Slug> = Vec::new();
    for criteria in criteria {
        each_question(criteria, "", &mut |_, _, slug| in_use.push(slug.clone()));
    }
    in_use.sort();
    in_use.dedup();
    for slug in in_use {
        let was = find(&current.document().questions, &slug);
        let is = find(&after.document().questions, &slug);
        let stays =
            was.is_none_or(|was| is.is_some_and(|is| is.question.sv == was.question.sv && is.about == was.about));
        if !stays {
            let detail = composed!(
                "Villkor använder frågan {slug}. Behåll den som den är, och lägg till en ny.",
                "Criteria use the question {slug}. Keep it as it is, and add a new one."
            );
            faults.push(Fault::new(format!("{pointer}/questions"), Code::QuestionInUse, detail));
        }
    }
}
