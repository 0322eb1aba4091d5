//! Criteria as CCCEV requirements: `all` and `any` become criteria, and each leaf a constraint on a fact.
//!
//! CCCEV has no `and`, `or` and `not`. The name and the type of a criterion say whether all parts or one part must be
//! met. A `not` is moved to the leaves, so that every part of a requirement can be met: a constraint below it says that
//! the exception must not apply. `expressionOfExpectedValue` holds the leaf as JSON, in the schema `Criteria` of the
//! specification. CCCEV has no limits either: ages have those of SHACL, and municipalities are places.

use serde_json::{Value, json};

use crate::domain::criteria::in_words::wording;
use crate::domain::criteria::local::find;
use crate::domain::criteria::{Condition, Criterion, NotEvaluated};
use crate::domain::text::text;
use crate::domain::{Slug, Stated};

use super::area::area;
use super::code;
use super::graph::Graph;
use super::nodes::{in_both, in_each_language};

/// A node of the criteria and its context.
struct Placed<'a> {
    /// Its place in the version.
    place: String,
    /// The `not`s directly above the node, and the node itself last, each with its place.
    nodes: Vec<(String, &'a Criterion)>,
    /// Whether it is below an odd number of `not`.
    excluded: bool,
    /// The parent requirement.
    part_of: Option<Value>,
}

/// The requirement for a whole tree of criteria; `place` is its place in the version.
pub(crate) fn requirement(graph: &mut Graph, criteria: &Criterion, place: String) -> Value {
    let placed = Placed {
        place,
        nodes: Vec::new(),
        excluded: false,
        part_of: None,
    };
    node(graph, placed, criteria)
}

fn node<'a>(graph: &mut Graph, mut placed: Placed<'a>, criterion: &'a Criterion) -> Value {
    placed.nodes.push((placed.place.clone(), criterion));
    match &criterion.condition {
        Condition::Not(of) => {
            placed.place.push_str("/of");
            placed.excluded = !placed.excluded;
            node(graph, placed, of)
        }
        Condition::All(of) => joined(graph, &placed, of, !placed.excluded),
        Condition::Any(of) => joined(graph, &placed, of, placed.excluded),
        leaf => constraint(graph, &placed, leaf),
    }
}

/// Combined conditions, of which all or one must be met.
fn joined(graph: &mut Graph, placed: &Placed, of: &[Criterion], every: bool) -> Value {
    let (word, name) = if every {
        let name = text!("Alla villkoren ska vara uppfyllda", "Every condition must be met");
        ("all", name)
    } else {
        let name = text!(
            "Minst ett av villkoren ska vara uppfyllt",
            "At least one of the conditions must be met"
        );
        ("any", name)
    };
    let own = graph.part(&placed.place);
    let parts: Vec<Value> = of
        .iter()
        .enumerate()
        .map(|(at, child)| {
            let part = Placed {
                place: format!("{}/of/{at}", placed.place),
                nodes: Vec::new(),
                excluded: placed.excluded,
                part_of: Some(json!(own)),
            };
            node(graph, part, child)
        })
        .collect();
    let mut members = json!({
        "@id": own,
        "@type": ["Criterion", "Requirement"],
        "Requirement.name": in_both(&name),
        "Requirement.type": [code::own(graph, "criteria", word, &name)],
        "Requirement.hasRequirement": parts,
    });
    add_shared_members(graph, placed, &mut members);
    graph.add(members)
}

/// A single condition and the fact that it tests.
fn constraint(graph: &mut Graph, placed: &Placed, leaf: &Condition) -> Value {
    let bare = Criterion::bare(leaf.clone());
    let expected = if placed.excluded {
        Criterion::bare(Condition::Not(Box::new(bare)))
    } else {
        bare
    };
    let expected = json!(expected).to_string();
    let concept = match leaf {
        Condition::DeclaredLocally(slug) => Some(local_concept(graph, slug, &expected)),
        _ => leaf.fact().map(|fact| {
            graph.add(json!({
                "@id": graph.part(&format!("{}/fact", placed.place)),
                "@type": "InformationConcept",
                "InformationConcept.identifier": [fact.name()],
                "InformationConcept.name": [fact.question().sv],
                "rdfs:label": in_both(&fact.question()),
                "InformationConcept.expressionOfExpectedValue": [expected],
            }))
        }),
    };
    let concept = Vec::from_iter(concept);
    // What nobody can answer through the API constrains no information.
    let types = if concept.is_empty() {
        json!(["Criterion", "Requirement"])
    } else {
        json!(["Constraint", "Requirement"])
    };
    let name = match leaf {
        Condition::NotEvaluated(NotEvaluated { text, .. }) => in_each_language(text),
        _ => in_both(&wording::requirement(leaf, placed.excluded, graph.questions())),
    };
    let (minimum, maximum) = ages(leaf, placed.excluded);
    let areas = leaf.municipalities().iter().map(|kommunkod| area(graph, *kommunkod));
    let areas: Vec<Value> = areas.collect();
    let mut members = json!({
        "@id": graph.part(&placed.place),
        "@type": types,
        "Requirement.name": name,
        "Requirement.type": Vec::from_iter(kind_of_age(graph, leaf)),
        "Requirement.hasConcept": concept,
        "Constraint.constrains": concept,
        "Constraint.minimum": minimum,
        "Constraint.maximum": maximum,
        "Constraint.spatial": if placed.excluded { Vec::new() } else { areas },
    });
    add_shared_members(graph, placed, &mut members);
    graph.add(members)
}

/// By which day an age condition counts: the day itself, or the last day of the year.
fn kind_of_age(graph: &mut Graph, leaf: &Condition) -> Option<Value> {
    let name = match leaf {
        Condition::Age(_) => text!("Ålder på dagen", "Age on the day"),
        Condition::AgeInYear(_) => text!("Ålder som uppnås under året", "Age reached during the year"),
        _ => return None,
    };
    Some(code::own(graph, "criteria", leaf.into(), &name))
}

/// The lowest and the highest age that meet an age condition; neither where the ages that meet it have a gap.
fn ages(leaf: &Condition, is_excluded: bool) -> (Option<u8>, Option<u8>) {
    let (Condition::Age(limit) | Condition::AgeInYear(limit)) = leaf else {
        return (None, None);
    };
    match (limit.at_least, limit.at_most) {
        limits if !is_excluded => limits,
        (Some(at_least), None) => (None, at_least.checked_sub(1)),
        (None, Some(at_most)) => (at_most.checked_add(1), None),
        _ => (None, None),
    }
}

/// A question of the municipality's own: a concept with an address of its own.
fn local_concept(graph: &mut Graph, slug: &Slug, expected: &str) -> Value {
    let question = find(graph.questions(), slug);
    let name = question.map_or_else(|| slug.to_string(), |question| question.question.sv.clone());
    let same_as = question.and_then(|question| question.same_as.as_deref());
    let address = format!("{}#/questions/{slug}", graph.municipality_address());
    graph.add(json!({
        "@id": address,
        "@type": "InformationConcept",
        "InformationConcept.identifier": [format!("selfDeclared.local.{slug}")],
        "InformationConcept.name": [name],
        "rdfs:label": question.map(|question| in_each_language(&question.question)),
        "InformationConcept.expressionOfExpectedValue": [expected],
        "rdfs:seeAlso": same_as.map(|same_as| json!([{"@id": same_as}])),
    }))
}

/// Adds the members of every requirement: its parent, its legal basis and the grounds that the board states.
fn add_shared_members(graph: &mut Graph, placed: &Placed, members: &mut Value) {
    let mut grounds = Vec::new();
    let mut provisions = Vec::new();
    let mut referred_to = Vec::new();
    for (place, node) in &placed.nodes {
        if let Some(Stated::Text(ground)) = &node.ground_for_limit {
            grounds.push(format!("Skäl till begränsningen: {}", ground.sv));
        }
        if let Some(Stated::Text(reason)) = &node.age_reason {
            grounds.push(format!("Skäl till åldersgränsen: {}", reason.sv));
        }
        for (at, citation) in node.legal_basis.iter().enumerate() {
            provisions.push(graph.legal_resource(citation, &format!("{place}/legalBasis/{at}")));
        }
        if let Some(otherwise) = &node.otherwise {
            grounds.push(format!(
                "Den som inte uppfyller det hänvisas till {}.",
                otherwise.refer_to.name
            ));
            let name = graph.part(&format!("{place}/otherwise/referTo"));
            referred_to.push(graph.contact_point(&name, &otherwise.refer_to));
        }
    }
    if provisions.is_empty() && placed.part_of.is_none() {
        provisions = graph.legal_resources();
    }
    members["Requirement.identifier"] = json!(graph.identifier(&placed.place));
    members["Requirement.description"] = json!(grounds);
    members["Requirement.isDerivedFrom"] = json!(provisions);
    members["Requirement.fulfils"] = json!(Vec::from_iter(placed.part_of.is_none().then(|| graph.part(""))));
    members["Requirement.isRequirementOf"] = json!(Vec::from_iter(&placed.part_of));
    members["rdfs:seeAlso"] = json!(referred_to.iter().map(|name| json!({"@id": name})).collect::<Vec<_>>());
}
