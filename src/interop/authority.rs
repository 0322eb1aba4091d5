//! The competent authority of an insats, and the municipality's area.

use serde_json::{Value, json};

use super::graph::{Graph, in_swedish};

/// The deciding body, or the municipality if no decision is stated.
///
/// Leaves out whether the body belongs to the municipality: a joint authority (kommunalförbund) does not.
pub(crate) fn competent_authority(graph: &mut Graph) -> Value {
    let kommunkod = graph.municipality.document().kommunkod;
    let address = graph.municipality_address();
    let spatial = location(graph);
    let Some(decision) = &graph.version.decision else {
        return graph.add(json!({
            "@id": address,
            "@type": "PublicOrganization",
            "dct:identifier": kommunkod,
            "PublicOrganization.preferredLabel": in_swedish(kommunkod.kommun().name),
            "PublicOrganization.spatial": [spatial],
        }));
    };
    // The name at the time of the decision; the catalogue may have renamed the body since.
    let body = graph.municipality.body(&decision.body);
    let name = body.map_or_else(
        || graph.part("/decision/body"),
        |body| format!("{address}#/bodies/{}", body.slug),
    );
    let contact = body.and_then(|body| body.contact.as_ref()).map(|contact| {
        let name = format!("{name}/contact");
        let addresses = graph.addresses(&name, contact);
        (json!({"@id": graph.contact_point(&name, contact)}), addresses)
    });
    let (contact, addresses) = contact.unzip();
    graph.add(json!({
        "@id": name,
        "@type": "PublicOrganization",
        "dct:identifier": body.map(|body| format!("{kommunkod}/{}", body.slug)),
        "PublicOrganization.preferredLabel": in_swedish(&decision.body),
        "PublicOrganization.spatial": [spatial],
        "cv:contactPoint": contact,
        "locn:address": addresses.unwrap_or_default(),
    }))
}

pub(crate) fn location(graph: &mut Graph) -> Value {
    let kommunkod = graph.municipality.document().kommunkod;
    graph.add(json!({
        "@id": format!("{}#area", graph.municipality_address()),
        "@type": "Location",
        "dct:identifier": kommunkod,
        "skos:prefLabel": in_swedish(kommunkod.kommun().name),
    }))
}
