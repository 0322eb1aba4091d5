//! The rules of an insats: the version, its selection, limits and notice, and the right to apply.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::{NO_CRITERIA, OPEN_TO_ALL};
use crate::domain::eligibility::answer::MAY_ALWAYS_APPLY;
use crate::domain::insatser::decision::Adoption;
use crate::domain::publishing::remark::remarks;
use crate::domain::text::text;
use crate::domain::{CatalogueText, Text};

use super::graph::{Graph, all_in_both, in_both, in_each_language};

/// Every rule of the version. The first is the version itself.
pub(crate) fn rules(graph: &mut Graph, last_day: Option<NaiveDate>) -> Vec<Value> {
    let version = graph.version;
    let texts = [
        ("/selection", text!("Urval", "Selection"), version.selection.as_ref()),
        (
            "/limits",
            text!("Begränsning", "Limits"),
            version.limits.as_ref().map(|limits| &limits.text),
        ),
        (
            "/notice",
            text!("Bra att veta", "Good to know"),
            version.notice.as_ref(),
        ),
    ];
    let mut rules = vec![version_in_force(graph, last_day)];
    for (place, name, text) in texts {
        rules.extend(text.map(|text| {
            graph.add(json!({
                "@id": graph.part(place),
                "@type": "Rule",
                "Rule.identifier": graph.identifier(place),
                "Rule.name": in_both(&name),
                "Rule.description": in_each_language(text),
            }))
        }));
    }
    rules.push(right_to_apply(graph));
    rules
}

/// The version as a rule: for whom, legal basis, period in force if known, and comments on facts missing from the
/// sources.
fn version_in_force(graph: &mut Graph, last_day: Option<NaiveDate>) -> Value {
    let version = graph.version;
    let CatalogueText { sv, en, .. } = &version.name;
    let in_english = en.as_ref().map(|en| format!("Conditions: {en}"));
    let name = CatalogueText::new(format!("Villkor: {sv}"), in_english, None, BTreeMap::new());
    let decision = version.decision.as_ref();
    // A decision that is not known to be adopted has no date of issue.
    let adopted = decision.filter(|decision| decision.adoption == Adoption::Adopted);
    let provisions = graph.legal_resources();
    let remarks = remarks(graph.municipality, version);
    graph.add(json!({
        "@id": graph.part(""),
        "@type": "Rule",
        "Rule.identifier": graph.identifier(""),
        "Rule.name": in_each_language(&name),
        "Rule.description": in_both(&whom_it_is_for(version.criteria.as_ref())),
        "Rule.implements": provisions,
        "dct:issued": adopted.and_then(|decision| decision.date).map(day),
        "dct:bibliographicCitation": decision.and_then(|decision| decision.reference.as_deref()),
        "dct:temporal": in_force((!version.valid_from_not_stated).then_some(version.valid_from), last_day),
        "rdfs:comment": all_in_both(remarks.iter().map(|remark| &remark.text)),
    }))
}

fn whom_it_is_for(criteria: Option<&Criterion>) -> Text {
    match criteria {
        None => NO_CRITERIA,
        Some(criteria) if criteria.is_open_to_all() => OPEN_TO_ALL,
        Some(_) => text!(
            "Insatsen är till för den som uppfyller villkoren.",
            "The service is for those who meet the conditions."
        ),
    }
}

/// The days in force, both inclusive. Unknown days are left out.
fn in_force(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Value> {
    let mut period = json!({"@type": "dct:PeriodOfTime"});
    for (member, of) in [("dcat:startDate", first), ("dcat:endDate", last)] {
        if let Some(of) = of {
            period[member] = day(of);
        }
    }
    (first.is_some() || last.is_some()).then_some(period)
}

fn day(day: NaiveDate) -> Value {
    json!({"@type": "xsd:date", "@value": day})
}

/// The right to apply, and where to do it.
fn right_to_apply(graph: &mut Graph) -> Value {
    let place = "/rightToApply";
    let decided_by = graph.version.decision.as_ref().map(|decision| decision.body.as_str());
    let contact = graph.municipality.application_contact(decided_by).map(|contact| {
        let name = graph.part(&format!("{place}/contact"));
        json!({"@id": graph.contact_point(&name, contact)})
    });
    graph.add(json!({
        "@id": graph.part(place),
        "@type": "Rule",
        "Rule.identifier": graph.identifier(place),
        "Rule.name": in_both(&text!("Rätten att ansöka", "The right to apply")),
        "Rule.description": in_both(&MAY_ALWAYS_APPLY),
        "cv:contactPoint": contact,
    }))
}
