//! What a decision must and must not say: its day, its reasons, and who may stay anonymous.

use chrono::NaiveDate;

use crate::domain::insatser::decision::{Adoption, BoardDecision};
use crate::domain::insatser::documentation::IndividualLevel;
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Code, Fault, Stated};

use super::law_case::Case;
use super::newer_rules::{ANONYMOUS_PARTICIPANTS, REASONS};

/// The fewest letters of a reason.
const REASON_LETTERS: usize = 3;

/// A decision that is adopted has a day that has come.
pub(super) fn day_of_decision(case: &Case, faults: &mut Vec<Fault>) {
    if let Some(decision) = &case.version.decision {
        faults.extend(adopted_in_future(decision, case.judgement.today, case.pointer));
    }
}

/// The fault of a decision that is adopted on a day in the future.
pub(super) fn adopted_in_future(decision: &BoardDecision, today: NaiveDate, pointer: &str) -> Option<Fault> {
    let is_in_future = decision.date.is_some_and(|date| date > today);
    (is_in_future && decision.adoption == Adoption::Adopted).then(|| {
        Fault::new(
            format!("{pointer}/decision/date"),
            Code::DecisionInFuture,
            text!(
                "Ett antaget beslut kan inte ha en dag i framtiden. En insats ges utan individuell behovsprövning först när nämnden har beslutat (11 kap. 5 § socialtjänstlagen). Rätta date, eller ange adoption: proposed.",
                "An adopted decision cannot be dated in the future. A service is provided without an individual needs assessment only once the board has decided (Chapter 11, Section 5 of the Social Services Act). Correct date, or use adoption: proposed."
            ),
        )
    })
}

/// Documentation about the individual reveals who takes part (14 kap. 3 §).
pub(super) fn anonymous_participants(case: &Case, faults: &mut Vec<Fault>) {
    if case.version.anonymous == Some(true) && case.level() == Some(IndividualLevel::Required) {
        faults.push(case.fault(
            "anonymous",
            Code::AnonymousButDocumented,
            composed!(
                "{rule} Rätta anonymous eller individualLevel.",
                "{rule} Correct anonymous or individualLevel.";
                rule = ANONYMOUS_PARTICIPANTS
            ),
        ));
    }
}

/// Reasons in the decision say something.
pub(super) fn reasons(case: &Case, faults: &mut Vec<Fault>) {
    let mut check = |member: String, reason: &CatalogueText| {
        let says_nothing = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() < REASON_LETTERS;
        if says_nothing(&reason.sv) || reason.en.as_deref().is_some_and(says_nothing) {
            faults.push(case.fault(
                &member,
                Code::ReasonTooShort,
                composed!("{rule} Skriv skälet i ord.", "{rule} Put the reason into words."; rule = REASONS),
            ));
        }
    };
    let version = case.version;
    for (member, criteria) in version.criteria_by_member() {
        criteria.walk_paths(&member, None, &mut |path, _, criterion| {
            for (name, reason) in [
                ("groundForLimit", &criterion.ground_for_limit),
                ("ageReason", &criterion.age_reason),
            ] {
                if let Some(Stated::Text(reason)) = reason {
                    check(format!("{path}/{name}"), reason);
                }
            }
        });
    }
    let documentation = version.documentation.as_ref();
    if let Some(Stated::Text(reasons)) = documentation.and_then(|documentation| documentation.special_reasons.as_ref())
    {
        check("documentation/specialReasons".to_owned(), reasons);
    }
    if let Some(stated) = &version.assessment_not_required {
        check("assessmentNotRequired/reason".to_owned(), &stated.reason);
    }
}
