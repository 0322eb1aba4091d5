//! The rules of an insats: the version, its selection, limits and notice, and the right to apply.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::{NO_CRITERIA, OPEN_TO_ALL};
use crate::domain::eligibility::answer::{ASK_WHERE_TO_APPLY, MAY_ALWAYS_APPLY};
use crate::domain::insatser::decision::Adoption;
use crate::domain::insatser::municipality::WhereToApply;
use crate::domain::publishing::remark::remarks;
use crate::domain::text::text;
use crate::domain::{CatalogueText, Text};

use super::graph::Graph;
use super::nodes::{all_in_both, in_both, in_each_language, literals};

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
/// sources and on how the catalogue reads them.
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
    let of_remarks = remarks.iter().flat_map(|remark| remark.text.by_language());
    let of_readings = version.readings.iter().flat_map(|reading| reading.text.by_language());
    graph.add(json!({
        "@id": graph.part(""),
        "@type": "Rule",
        "Rule.identifier": graph.identifier(""),
        "Rule.name": in_each_language(&name),
        "Rule.description": in_both(&whom_it_is_for(version.criteria.as_ref())),
        "Rule.implements": provisions,
        "dct:issued": adopted.and_then(|decision| decision.date).map(day),
        "dct:bibliographicCitation": decision.and_then(|decision| decision.reference.as_deref()),
        "dct:temporal": in_force(graph, (!version.valid_from_not_stated).then_some(version.valid_from), last_day),
        "rdfs:comment": literals(of_remarks.chain(of_readings)),
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
fn in_force(graph: &Graph, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Value> {
    let mut period = json!({"@id": graph.part("/inForce"), "@type": "dct:PeriodOfTime"});
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
    let to_contact = graph.municipality.where_to_apply(Some(graph.version));
    let contact = to_contact.map(|to_contact| {
        let name = graph.part(&format!("{place}/contact"));
        json!({"@id": graph.contact_point(&name, to_contact.contact())})
    });
    let note = matches!(to_contact, Some(WhereToApply::NotStated(_))).then_some(ASK_WHERE_TO_APPLY);
    let texts = [MAY_ALWAYS_APPLY].into_iter().chain(note).collect::<Vec<_>>();
    graph.add(json!({
        "@id": graph.part(place),
        "@type": "Rule",
        "Rule.identifier": graph.identifier(place),
        "Rule.name": in_both(&text!("Rätten att ansöka", "The right to apply")),
        "Rule.description": all_in_both(texts.iter()),
        "cv:contactPoint": contact,
    }))
}
