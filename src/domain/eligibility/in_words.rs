//! The parts of an answer in words, for those who read it on a page or in a terminal.

use chrono::NaiveDate;

use crate::domain::Text;
use crate::domain::criteria::Criterion;
use crate::domain::day::in_words;
use crate::domain::text::{composed, text};

use super::answer::{Outcome, ReasonCode};

/// An outcome in a few words.
pub(crate) const fn outcome(outcome: Outcome, reason_code: Option<ReasonCode>) -> Text {
    match (outcome, reason_code) {
        (Outcome::Eligible, Some(ReasonCode::OpenToAll)) => text!("Ja, öppen för alla", "Yes – open to all"),
        (Outcome::Eligible, _) => text!("Ja, enligt villkoren", "Yes – conditions met"),
        (Outcome::NeedMoreFacts, _) => text!("Fler uppgifter behövs", "More information needed"),
        (Outcome::Undetermined, _) => text!("Fråga kommunen", "Ask the municipality"),
        (Outcome::NotEligible, Some(ReasonCode::NotInForce)) => text!("Nej, inte än", "No – not yet"),
        (Outcome::NotEligible, Some(ReasonCode::Terminated)) => text!("Nej, inte längre", "No – no longer"),
        (Outcome::NotEligible, Some(ReasonCode::NoDecision)) => text!("Nej, inget beslut", "No – no decision"),
        (Outcome::NotEligible, Some(ReasonCode::ReferredElsewhere)) => {
            text!("Nej, stödet ges av någon annan", "No – provided by someone else")
        }
        (Outcome::NotEligible, Some(ReasonCode::GuardianConsent)) => {
            text!("Nej, samtycke saknas", "No – consent is missing")
        }
        (Outcome::NotEligible, Some(ReasonCode::AlwaysRequiresIndividualAssessment)) => {
            text!("Nej, inte utan behovsprövning", "No – a needs assessment is required")
        }
        (Outcome::NotEligible, _) => text!("Nej, inte enligt villkoren", "No – conditions not met"),
    }
}

/// The outcome of an activity's or a place's own conditions.
pub(crate) const fn part_outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::Eligible => text!("ja", "yes"),
        Outcome::NotEligible => text!("nej", "no"),
        Outcome::NeedMoreFacts => text!("fler uppgifter behövs", "more information needed"),
        Outcome::Undetermined => text!("fråga kommunen", "ask the municipality"),
    }
}

/// The first day on which the same facts meet the criteria.
pub(crate) fn eligible_from(day: NaiveDate) -> Text {
    let day = in_words(day);
    composed!(
        "Du uppfyller villkoren från och med {day}",
        "You will meet the conditions from {day}";
        day
    )
}

/// The last day on which the same facts meet the criteria.
pub(crate) fn eligible_until(day: NaiveDate) -> Text {
    let day = in_words(day);
    composed!("Gäller till och med {day}", "Until {day} (inclusive)"; day)
}

/// The days for which the catalogue's information is valid.
pub(crate) fn valid(from: NaiveDate, to: Option<NaiveDate>) -> Text {
    let from = in_words(from);
    if let Some(to) = to.map(in_words) {
        return composed!(
            "Uppgifterna gäller {from}–{to}.",
            "Information valid from {from} to {to}.";
            from, to
        );
    }
    composed!(
        "Uppgifterna gäller från och med {from}.",
        "Information valid from {from}.";
        from
    )
}

/// Who decided, when, and the reference; `None` if none of them is known.
pub(crate) fn decision(body: Option<&str>, date: Option<NaiveDate>, reference: Option<&str>) -> Option<Text> {
    let body = body.map(|body| Text::new(body, body));
    let reference = reference.map(|reference| Text::new(reference, reference));
    let made: Vec<Text> = [body, date.map(in_words), reference].into_iter().flatten().collect();
    let (sv, en): (Vec<&str>, Vec<&str>) = made.iter().map(|text| (&*text.sv, &*text.en)).unzip();
    let made = (sv.join(", "), en.join(", "));
    (!sv.is_empty()).then(|| composed!("Beslut: {made}", "Decision: {made}"; made))
}

/// The provisions of a decision; `None` without any.
pub(crate) fn legal_basis(provisions: &[&str]) -> Option<Text> {
    let basis = provisions.join(", ");
    (!basis.is_empty()).then(|| composed!("Lagrum: {basis}", "Legal basis: {basis}"))
}

/// Whether the condition at a path excludes those who meet it.
pub(crate) fn excludes(criteria: &Criterion, path: &str) -> bool {
    let leaves = criteria.leaves();
    leaves.iter().any(|leaf| leaf.path == path && leaf.excluded)
}
