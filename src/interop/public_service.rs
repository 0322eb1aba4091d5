//! An insats as a public service in JSON-LD: CPSV-AP 3.2.0, with criteria in CCCEV 2.1.0.

use serde_json::{Value, json};

use crate::domain::criteria::Criterion;
use crate::domain::insatser::insats::{Standing, Status};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::{CatalogueText, Text};

use super::area::area;
use super::authority::{body_node, competent_authority, municipality_node};
use super::channels::{channels, contact_point};
use super::code;
use super::costs::costs;
use super::graph::Graph;
use super::nodes::{Nodes, in_each_language};
use super::requirement::requirement;
use super::rule::rules;

/// An insats as a public service; `base` is the public address of the API.
pub(crate) fn public_service(municipality: &Municipality, standing: Standing<'_>, base: &str) -> Value {
    public_services([(municipality, standing)].into_iter(), base)
}

/// Insatser as public services; `base` is the public address of the API.
pub(crate) fn public_services<'a>(
    insatser: impl Iterator<Item = (&'a Municipality, Standing<'a>)>,
    base: &'a str,
) -> Value {
    let mut nodes = Nodes::new(base);
    let first: Vec<Value> = insatser
        .map(|(municipality, standing)| add(&mut nodes, municipality, standing))
        .collect();
    nodes.document(&first)
}

/// A municipality as a public organisation, with its deciding bodies; `base` is the public address of the API.
pub(crate) fn organisation(municipality: &Municipality, base: &str) -> Value {
    let mut nodes = Nodes::new(base);
    let first = municipality_node(&mut nodes, municipality);
    for body in &municipality.document().bodies {
        body_node(&mut nodes, municipality, body);
    }
    nodes.document(&[first])
}

/// Adds the nodes of an insats. Returns the IRI of its service.
///
/// `holdsRequirement` has the criteria. An insats that is open to all and one with unknown criteria have none:
/// `isClassifiedBy` (`openToAll`, `criteriaNotStated`) and the description of the first rule distinguish them. An
/// activity with its own criteria is a related service, because its criteria replace those of the insats.
fn add<'a>(nodes: &mut Nodes<'a>, municipality: &'a Municipality, standing: Standing<'a>) -> Value {
    let asked = standing.version();
    let version = &asked.held.version;
    let mut graph = Graph::new(nodes, municipality, version);
    let whole = Part {
        address: graph.insats_address(),
        identifier: format!("{}/{}", municipality.document().kommunkod, version.slug),
        name: &version.name,
        description: &version.summary,
        target_group: version.target_group.as_ref(),
        criteria: version.criteria.as_ref(),
        place: String::new(),
    };
    let mut service = common_members(&mut graph, standing.status(), &whole);
    service["PublicService.follows"] = json!(rules(&mut graph, asked.decided_last_day()));
    service["PublicService.hasChannel"] = json!(channels(&mut graph));
    service["PublicService.contactPoint"] = json!(Vec::from_iter(contact_point(&mut graph)));
    service["PublicService.hasCost"] = json!(costs(&mut graph));
    let mut parts = activities(&mut graph, standing.status(), &whole);
    parts.extend(places(&mut graph, standing.status(), &whole));
    service["PublicService.relatedService"] = json!(parts);
    graph.add(service)
}

/// The activities with their own criteria, as related services.
fn activities(graph: &mut Graph, status: Status, whole: &Part) -> Vec<Value> {
    let activities = graph.version.activities.iter();
    let with_own = activities.filter(|activity| activity.criteria.is_some());
    with_own
        .map(|activity| {
            let summary = activity.summary.as_ref().or(activity.target_group.as_ref());
            let place = format!("/activities/{}", activity.slug);
            let part = Part {
                address: format!("{}#{place}", whole.address),
                identifier: format!("{}{place}", whole.identifier),
                name: &activity.name,
                description: summary.unwrap_or(&activity.name),
                target_group: activity.target_group.as_ref(),
                criteria: activity.criteria.as_ref(),
                place,
            };
            let mut service = common_members(graph, status, &part);
            service["PublicService.relatedService"] = json!([whole.address]);
            graph.add(service)
        })
        .collect()
}

/// The places with their own criteria, as related services.
fn places(graph: &mut Graph, status: Status, whole: &Part) -> Vec<Value> {
    let places = graph.version.places.iter();
    let with_own = places.filter(|place| place.criteria.is_some());
    with_own
        .map(|place| {
            let name = CatalogueText::from(Text::new(place.name.clone(), place.name.clone()));
            let in_version = format!("/places/{}", place.slug);
            let part = Part {
                address: format!("{}#{in_version}", whole.address),
                identifier: format!("{}{in_version}", whole.identifier),
                name: &name,
                description: place.target_group.as_ref().unwrap_or(whole.description),
                target_group: place.target_group.as_ref(),
                criteria: place.criteria.as_ref(),
                place: in_version,
            };
            let mut service = common_members(graph, status, &part);
            service["PublicService.relatedService"] = json!([whole.address]);
            graph.add(service)
        })
        .collect()
}

/// The insats, or an activity or a place of it.
struct Part<'a> {
    /// Its IRI, the same in every version.
    address: String,
    identifier: String,
    name: &'a CatalogueText,
    description: &'a CatalogueText,
    target_group: Option<&'a CatalogueText>,
    criteria: Option<&'a Criterion>,
    /// Its place in the version.
    place: String,
}

/// The members that an insats and an activity have in common.
fn common_members(graph: &mut Graph, status: Status, part: &Part) -> Value {
    let category = graph.version.category;
    let mut classes = vec![code::without_assessment(graph), code::category(graph, category)];
    let mut requirements = Vec::new();
    match part.criteria {
        None => classes.push(code::criteria_not_stated(graph)),
        Some(criteria) if criteria.is_open_to_all() => classes.push(code::open_to_all(graph)),
        Some(criteria) => requirements.push(requirement(graph, criteria, format!("{}/criteria", part.place))),
    }
    let target_group = part.target_group.map(|text| {
        graph.add(json!({
            "@id": graph.part(&format!("{}/targetGroup", part.place)),
            "@type": "Concept",
            "skos:definition": in_each_language(text),
        }))
    });
    let kommunkod = graph.municipality.document().kommunkod;
    json!({
        "@id": part.address,
        "@type": "PublicService",
        "PublicService.identifier": part.identifier,
        "PublicService.name": in_each_language(part.name),
        "PublicService.description": in_each_language(part.description),
        "PublicService.status": code::status(graph, status),
        "PublicService.isClassifiedBy": classes,
        "PublicService.thematicArea": [code::theme(graph)],
        "PublicService.functionsOfGovernment": [code::function_of_government(graph)],
        "PublicService.spatial": [area(graph, kommunkod)],
        "PublicService.hasCompetentAuthority": [competent_authority(graph)],
        "PublicService.hasLegalResource": graph.legal_resources(),
        "PublicService.addressee": Vec::from_iter(target_group),
        "PublicService.holdsRequirement": requirements,
    })
}
