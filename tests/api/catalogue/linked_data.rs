//! JSON-LD for the tests: nodes by their names, and whether a document is complete.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::TestApp;

pub const JSON_LD: (&str, &str) = ("accept", "application/ld+json");

/// The document of an insats.
pub async fn document(app: &TestApp, path: &str) -> Value {
    let answered = app.send(Method::GET, path, &[JSON_LD], None).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    assert_eq!(answered.header("content-type"), "application/ld+json", "{path}");
    answered.json()
}

/// The node whose name has this ending.
pub fn node<'d>(document: &'d Value, ending: &str) -> &'d Value {
    let mut found = nodes(document).filter(|node| name(node).ends_with(ending));
    let node = found.next().unwrap_or_else(|| panic!("{ending} is there"));
    assert!(found.next().is_none(), "only one ends with {ending}");
    node
}

pub fn nodes(document: &Value) -> impl Iterator<Item = &Value> {
    document["@graph"].as_array().expect("nodes").iter()
}

pub fn name(node: &Value) -> &str {
    node["@id"].as_str().expect("a name")
}

/// The Swedish text of a member.
pub fn sv<'d>(node: &'d Value, member: &str) -> &'d str {
    let text = &node[member][0];
    assert_eq!(text["@language"], "sv", "{member} of {node}");
    text["@value"].as_str().expect("a text")
}

/// The nodes that a member names, in order.
pub fn named<'d>(document: &'d Value, node: &Value, member: &str) -> Vec<&'d Value> {
    let names = node[member].as_array().unwrap_or_else(|| panic!("{member} in {node}"));
    let find = |wanted: &Value| nodes(document).find(|node| node["@id"] == *wanted);
    names.iter().map(|name| find(name).expect("a node")).collect()
}

pub fn classes(document: &Value) -> BTreeSet<&str> {
    let classes = named(document, &document["@graph"][0], "PublicService.isClassifiedBy");
    classes
        .into_iter()
        .filter_map(|node| node["skos:notation"].as_str())
        .collect()
}

/// The expected value of a constraint, as a condition of the catalogue.
pub fn expected(document: &Value, constraint: &Value) -> Value {
    let concept = named(document, constraint, "Constraint.constrains")[0];
    let expression = concept["InformationConcept.expressionOfExpectedValue"][0].as_str();
    serde_json::from_str(expression.expect("an expression")).expect("JSON")
}

/// The required members of each class in CPSV-AP and CCCEV.
const REQUIRED: [(&str, &[&str]); 11] = [
    (
        "PublicService",
        &[
            "PublicService.identifier",
            "PublicService.name",
            "PublicService.description",
            "PublicService.hasCompetentAuthority",
        ],
    ),
    (
        "PublicOrganization",
        &["PublicOrganization.preferredLabel", "PublicOrganization.spatial"],
    ),
    ("Requirement", &["Requirement.identifier", "Requirement.name"]),
    ("Constraint", &["Constraint.constrains"]),
    (
        "InformationConcept",
        &[
            "InformationConcept.name",
            "InformationConcept.expressionOfExpectedValue",
        ],
    ),
    ("Rule", &["Rule.identifier", "Rule.name", "Rule.description"]),
    ("Channel", &["Channel.identifier"]),
    ("Cost", &["Cost.identifier"]),
    ("LegalResource", &["dct:title"]),
    ("ContactPoint", &["dct:title"]),
    ("Location", &["skos:prefLabel"]),
];

/// The class of a member's value.
const NAMES: [(&str, &str); 22] = [
    ("Channel.openingHours", "TemporalEntity"),
    ("Channel.type", "Concept"),
    ("Constraint.constrains", "InformationConcept"),
    ("ContactPoint.contactPage", "Document"),
    ("PublicOrganization.spatial", "Location"),
    ("PublicService.addressee", "Concept"),
    ("PublicService.contactPoint", "ContactPoint"),
    ("PublicService.follows", "Rule"),
    ("PublicService.functionsOfGovernment", "Concept"),
    ("PublicService.hasChannel", "Channel"),
    ("PublicService.hasCompetentAuthority", "PublicOrganization"),
    ("PublicService.hasCost", "Cost"),
    ("PublicService.hasLegalResource", "LegalResource"),
    ("PublicService.holdsRequirement", "Requirement"),
    ("PublicService.isClassifiedBy", "Concept"),
    ("PublicService.relatedService", "PublicService"),
    ("PublicService.spatial", "Location"),
    ("PublicService.status", "Concept"),
    ("PublicService.thematicArea", "Concept"),
    ("Requirement.hasRequirement", "Requirement"),
    ("Requirement.isDerivedFrom", "ReferenceFramework"),
    ("Rule.implements", "LegalResource"),
];

/// Checks that no member is missing or empty, and that every reference has its node.
pub fn is_whole(document: &Value) {
    let context = document["@context"].as_object().expect("a context");
    let mut names = BTreeSet::new();
    for node in nodes(document) {
        assert!(names.insert(name(node)), "{} occurs once", name(node));
        assert!(url::Url::parse(name(node)).is_ok(), "{}", name(node));
        for (class, required) in REQUIRED {
            let is_it =
                node["@type"] == class || node["@type"].as_array().is_some_and(|all| all.contains(&json!(class)));
            assert!(
                !is_it || required.iter().all(|member| node.get(member).is_some()),
                "{class}: {node}"
            );
        }
        for (member, value) in node.as_object().expect("members") {
            let prefix = member.split(':').next().expect("a part");
            assert!(
                member.starts_with('@') || context.contains_key(member) || context.contains_key(prefix),
                "{member}"
            );
            assert!(
                !value.is_null() && value != &json!([]) && value != &json!(""),
                "{member} of {node}"
            );
            if context.get(member).is_some_and(|term| term["@type"] == "@id") {
                let one = json!([value]);
                let all = if value.is_array() { value } else { &one };
                let class = NAMES
                    .iter()
                    .find(|(term, _)| term == member)
                    .map(|(_, class)| json!(class));
                for wanted in all.as_array().expect("names") {
                    let found = nodes(document).find(|node| node["@id"] == *wanted);
                    let found = found.unwrap_or_else(|| panic!("{member}: {wanted} exists"));
                    let types = json!([found["@type"]]).to_string();
                    assert!(
                        class.as_ref().is_none_or(|class| types.contains(&class.to_string())),
                        "{member}: {found}"
                    );
                }
            }
        }
    }
}
