//! The insatser that may never be given without individual needs assessment (SoL 2025:400, 11 kap. 5 §).

use crate::domain::criteria::Criterion;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Text};

use super::assessment_names::{Called, Provision, RequiresAssessment};
use super::law_case::Case;

/// Checks the names of the insats and of its activities, and the criteria that replace those of an insats for adults.
pub(super) fn always_requires_assessment(case: &Case, faults: &mut Vec<Fault>) {
    let own = case.version;
    let own_criteria = own.criteria.as_ref();
    let own_name = Called::of(&own.slug, &own.name);
    let requires = |called: &Called, criteria: Option<&Criterion>| {
        let found = called.requires_assessment(criteria);
        found.filter(|found| found.is_clear || own.assessment_not_required.is_none())
    };
    let mut refuse = |member: &str, found: RequiresAssessment| {
        faults.push(case.fault(member, Code::AlwaysRequiresIndividualAssessment, detail(found)));
    };
    let of_insats = requires(&own_name, own_criteria);
    if let Some(found) = of_insats {
        refuse("slug", found);
    }
    for (at, activity) in own.activities.iter().enumerate() {
        let criteria = activity.criteria.as_ref().or(own_criteria);
        if let Some(found) = requires(&Called::of(&activity.slug, &activity.name), criteria) {
            refuse(&format!("activities/{at}/slug"), found);
        }
    }
    if of_insats.is_some() {
        return;
    }
    // Criteria of a part replace those of the insats, and may not include people whom those exclude.
    for (member, criteria) in own.criteria_by_member().filter(|(member, _)| member != "criteria") {
        if let Some(found) = requires(&own_name, Some(criteria)) {
            refuse(&member, found);
        }
    }
}

fn detail(found: RequiresAssessment) -> Text {
    let RequiresAssessment {
        term,
        is_clear,
        provision,
    } = found;
    let rule = match provision {
        Provision::FinancialAssistance => text!(
            "Ekonomiskt bistånd omfattas inte av 11 kap. 5 § utan av 12 kap. socialtjänstlagen (2025:400), och kräver alltid individuell behovsprövning.",
            "Financial assistance is covered not by Chapter 11, Section 5 but by Chapter 12 of the Social Services Act (2025:400), and always requires an individual needs assessment."
        ),
        Provision::Item(item) if provision.goes_by_age() => composed!(
            "Insatsen kräver alltid individuell behovsprövning för barn och för unga mellan 18 och 20 år (11 kap. 5 § {item} socialtjänstlagen 2025:400). Ange villkor som ingen under 21 år kan uppfylla.",
            "This service always requires an individual needs assessment for children and for young people between 18 and 20 (Chapter 11, Section 5, item {item} of the Social Services Act, 2025:400). Set criteria that nobody under 21 can meet."
        ),
        Provision::Item(item) => composed!(
            "Insatsen kräver alltid individuell behovsprövning (11 kap. 5 § {item} socialtjänstlagen 2025:400).",
            "This service always requires an individual needs assessment (Chapter 11, Section 5, item {item} of the Social Services Act, 2025:400)."
        ),
    };
    let way_out = if is_clear {
        text!("Se /assessment-required.", "See /assessment-required.")
    } else {
        text!(
            "Namnet kan också betyda något annat. Välj ett tydligare namn, eller skriv i assessmentNotRequired.reason varför insatsen inte kräver behovsprövning.",
            "The name may also mean something else. Choose a clearer name, or explain in assessmentNotRequired.reason why the service does not require an assessment."
        )
    };
    composed!(
        "Namnet eller kortnamnet innehåller \"{term}\". {rule} {way_out}",
        "The name or slug contains \"{term}\". {rule} {way_out}";
        rule,
        way_out
    )
}
