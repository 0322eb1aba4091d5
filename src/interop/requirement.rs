//! Conditions as CCCEV requirements: joined conditions are criteria, each leaf is a constraint on what is asked for.
//!
//! CCCEV has no `and`, `or` and `not`. A criterion says in its name and its type whether every part must be met or one
//! suffices. A `not` is carried inward to the leaves, so that every part of a requirement is something to meet: a
//! constraint under it says that the exception must not apply. What a leaf expects stands in
//! `expressionOfExpectedValue`, in JSON, in the form of the schema `Criteria` of the specification.

use serde_json::{Value, json};

use crate::domain::criteria::{Condition, Criterion, wording};
use crate::domain::text::{Stated, Text};

use super::code;
use super::graph::{Graph, in_both};

/// A node of the tree as it is told.
struct Told<'a> {
    /// Where it stands in the version.
    place: String,
    /// The `not`s directly above it, and the node itself last: each with its own place.
    nodes: Vec<(String, &'a Criterion)>,
    /// Whether it stands under an odd number of `not`.
    excluded: bool,
    /// The requirement that it is part of.
    part_of: Option<Value>,
}

/// The requirement that a whole tree of conditions makes; `place` is where the tree stands in the version.
pub(crate) fn requirement(graph: &mut Graph, criteria: &Criterion, place: String) -> Value {
    let told = Told {
        place,
        nodes: Vec::new(),
        excluded: false,
        part_of: None,
    };
    node(graph, told, criteria)
}

fn node<'a>(graph: &mut Graph, mut told: Told<'a>, criterion: &'a Criterion) -> Value {
    told.nodes.push((told.place.clone(), criterion));
    match &criterion.condition {
        Condition::Not(of) => {
            told.place.push_str("/of");
            told.excluded = !told.excluded;
            node(graph, told, of)
        }
        Condition::All(of) => joined(graph, &told, of, !told.excluded),
        Condition::Any(of) => joined(graph, &told, of, told.excluded),
        leaf => constraint(graph, &told, leaf),
    }
}

/// Conditions joined: every one must be met, or one suffices.
fn joined(graph: &mut Graph, told: &Told, of: &[Criterion], every: bool) -> Value {
    let (word, name) = if every {
        let name = Text::fixed("Alla villkoren ska vara uppfyllda", "Every condition must be met");
        ("all", name)
    } else {
        let name = Text::fixed(
            "Minst ett av villkoren ska vara uppfyllt",
            "At least one of the conditions must be met",
        );
        ("any", name)
    };
    let own = graph.part(&told.place);
    let parts: Vec<Value> = of
        .iter()
        .enumerate()
        .map(|(at, child)| {
            let part = Told {
                place: format!("{}/of/{at}", told.place),
                nodes: Vec::new(),
                excluded: told.excluded,
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
    tell(graph, told, &mut members);
    graph.add(members)
}

/// A single condition, and what it asks for.
fn constraint(graph: &mut Graph, told: &Told, leaf: &Condition) -> Value {
    let bare = Criterion::bare(leaf.clone());
    let expected = if told.excluded {
        Criterion::bare(Condition::Not(Box::new(bare)))
    } else {
        bare
    };
    let concept = leaf.fact().map(|fact| {
        graph.add(json!({
            "@id": graph.part(&format!("{}/fact", told.place)),
            "@type": "InformationConcept",
            "InformationConcept.identifier": [fact.name()],
            "InformationConcept.name": [fact.question().sv],
            "InformationConcept.expressionOfExpectedValue": [json!(expected).to_string()],
        }))
    });
    let concept = Vec::from_iter(concept);
    let mut members = json!({
        "@id": graph.part(&told.place),
        "@type": ["Constraint", "Requirement"],
        "Requirement.name": in_both(&wording::requirement(leaf, told.excluded, graph.questions())),
        "Requirement.hasConcept": concept,
        "Constraint.constrains": concept,
    });
    tell(graph, told, &mut members);
    graph.add(members)
}

/// Adds what every requirement tells: what it belongs to, what it rests on, and the grounds that the board states.
fn tell(graph: &mut Graph, told: &Told, members: &mut Value) {
    let mut grounds = Vec::new();
    let mut provisions = Vec::new();
    let mut referred_to = Vec::new();
    for (place, node) in &told.nodes {
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
    if provisions.is_empty() && told.part_of.is_none() {
        provisions = graph.legal_resources();
    }
    members["Requirement.identifier"] = json!(graph.identifier(&told.place));
    members["Requirement.description"] = json!(grounds);
    members["Requirement.isDerivedFrom"] = json!(provisions);
    members["Requirement.fulfils"] = json!(Vec::from_iter(told.part_of.is_none().then(|| graph.part(""))));
    members["Requirement.isRequirementOf"] = json!(Vec::from_iter(&told.part_of));
    members["rdfs:seeAlso"] = json!(referred_to.iter().map(|name| json!({"@id": name})).collect::<Vec<_>>());
}
