//! The competent authority of an insats: the municipality, or one of its deciding bodies.

use serde_json::{Value, json};

use crate::domain::insatser::body::Body;
use crate::domain::insatser::municipality::Municipality;

use super::area::area;
use super::graph::{Graph, municipality_address};
use super::nodes::{Nodes, in_swedish};

/// The deciding body, or the municipality if no decision is stated.
pub(crate) fn competent_authority(graph: &mut Graph) -> Value {
    let (municipality, version) = (graph.municipality, graph.version);
    let Some(decision) = &version.decision else {
        return municipality_node(graph, municipality);
    };
    // The name at the time of the decision; the catalogue may have renamed the body since.
    if let Some(body) = municipality.body(&decision.body) {
        return body_node(graph, municipality, body);
    }
    let name = graph.part("/decision/body");
    let spatial = area(graph, municipality.document().kommunkod);
    let whole = belongs(&decision.body).then(|| municipality_node(graph, municipality));
    graph.add(json!({
        "@id": name,
        "@type": "PublicOrganization",
        "PublicOrganization.preferredLabel": in_swedish(&full_name(municipality, &decision.body)),
        "PublicOrganization.spatial": [spatial],
        "org:unitOf": whole.map(|whole| json!({"@id": whole})),
    }))
}

/// The municipality as an organisation.
pub(crate) fn municipality_node(nodes: &mut Nodes, municipality: &Municipality) -> Value {
    let kommunkod = municipality.document().kommunkod;
    let spatial = area(nodes, kommunkod);
    nodes.add(json!({
        "@id": municipality_address(nodes.base(), municipality),
        "@type": "PublicOrganization",
        "dct:identifier": kommunkod,
        "PublicOrganization.preferredLabel": in_swedish(&kommunkod.kommun().organisation()),
        "PublicOrganization.spatial": [spatial],
    }))
}

/// A deciding body, with its contact and addresses.
pub(crate) fn body_node(nodes: &mut Nodes, municipality: &Municipality, body: &Body) -> Value {
    let kommunkod = municipality.document().kommunkod;
    let name = format!(
        "{}#/bodies/{}",
        municipality_address(nodes.base(), municipality),
        body.slug
    );
    let contact = body.contact.as_ref().map(|contact| {
        let name = format!("{name}/contact");
        let addresses = nodes.addresses(&name, contact);
        (json!({"@id": nodes.contact_point(&name, contact)}), addresses)
    });
    let (contact, addresses) = contact.unzip();
    let spatial = area(nodes, kommunkod);
    let whole = belongs(&body.name).then(|| municipality_node(nodes, municipality));
    nodes.add(json!({
        "@id": name,
        "@type": "PublicOrganization",
        "dct:identifier": format!("{kommunkod}/{}", body.slug),
        "PublicOrganization.preferredLabel": in_swedish(&full_name(municipality, &body.name)),
        "PublicOrganization.spatial": [spatial],
        "org:unitOf": whole.map(|whole| json!({"@id": whole})),
        "cv:contactPoint": contact,
        "locn:address": addresses.unwrap_or_default(),
    }))
}

/// Whether a body is one of the municipality's own: the Local Government Act (2017:725) has boards, committees and the
/// council. Another one, such as a joint authority (kommunalförbund), may be an authority of its own.
fn belongs(body: &str) -> bool {
    const ENDINGS: [&str; 8] = [
        "nämnd",
        "nämnden",
        "nämnderna",
        "styrelse",
        "styrelsen",
        "utskott",
        "utskottet",
        "fullmäktige",
    ];
    ENDINGS.iter().any(|ending| body.to_lowercase().ends_with(ending))
}

/// A body as people look it up: `Tomelilla kommun, vård- och omsorgsnämnden`.
pub(crate) fn full_name(municipality: &Municipality, body: &str) -> String {
    if !belongs(body) {
        return body.to_owned();
    }
    let kommun = municipality.document().kommunkod.kommun();
    let first = body.split(' ').next().unwrap_or_default();
    // Other first words may be names: Norra stadsdelsnämnden.
    let is_no_name = first == body || first.ends_with('-');
    let mut letters = body.chars();
    let body = match letters.next().filter(|_| is_no_name) {
        Some(initial) => initial.to_lowercase().chain(letters).collect(),
        None => body.to_owned(),
    };
    format!("{}, {body}", kommun.organisation())
}
