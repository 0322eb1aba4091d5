//! The nodes of a document about one version of an insats.

use std::ops::{Deref, DerefMut};

use serde_json::{Value, json};

use crate::domain::contact::Contact;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::insatser::version::Version;

use super::act::act;
use super::nodes::{Nodes, in_swedish};

/// The nodes of a document, while those of one version are added.
pub(crate) struct Graph<'a, 'n> {
    pub municipality: &'a Municipality,
    pub version: &'a Version,
    nodes: &'n mut Nodes<'a>,
}

impl<'a> Deref for Graph<'a, '_> {
    type Target = Nodes<'a>;

    fn deref(&self) -> &Self::Target {
        self.nodes
    }
}

impl DerefMut for Graph<'_, '_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.nodes
    }
}

impl<'a, 'n> Graph<'a, 'n> {
    pub const fn new(nodes: &'n mut Nodes<'a>, municipality: &'a Municipality, version: &'a Version) -> Self {
        Self {
            municipality,
            version,
            nodes,
        }
    }

    /// Adds a node once, without empty members. Returns its IRI.
    // A method of its own, so that the node may be made with the graph.
    pub(crate) fn add(&mut self, node: Value) -> Value {
        self.nodes.add(node)
    }

    pub(crate) fn contact_point(&mut self, name: &str, contact: &Contact) -> Value {
        self.nodes.contact_point(name, contact)
    }

    /// The questions of the municipality's own.
    pub(crate) fn questions(&self) -> &'a [LocalQuestion] {
        &self.municipality.document().questions
    }

    pub(crate) fn municipality_address(&self) -> String {
        municipality_address(self.base(), self.municipality)
    }

    /// The address of the insats, regardless of version.
    pub(crate) fn insats_address(&self) -> String {
        format!("{}/insatser/{}", self.municipality_address(), self.version.slug)
    }

    /// The IRI of a part of this version: the address of the version with a fragment for the part.
    pub(crate) fn part(&self, place: &str) -> String {
        let hash = if place.is_empty() { "" } else { "#" };
        format!(
            "{}?asOf={}{hash}{place}",
            self.insats_address(),
            self.version.valid_from
        )
    }

    pub(crate) fn identifier(&self, place: &str) -> String {
        let Version { slug, valid_from, .. } = self.version;
        format!("{}/{slug}@{valid_from}{place}", self.municipality.document().kommunkod)
    }

    /// A cited provision; `place` is where the citation is. The citations of the version itself are added once.
    pub(crate) fn legal_resource(&mut self, citation: &str, place: &str) -> Value {
        let of_version = self.version.legal_basis.iter().position(|known| known == citation);
        let place = of_version.map_or_else(|| place.to_owned(), |at| format!("/legalBasis/{at}"));
        let act = act(self, citation).map(|act| json!({"@id": act}));
        let name = self.part(&place);
        self.add(json!({
            "@id": name,
            "@type": ["LegalResource", "ReferenceFramework"],
            "dct:identifier": citation,
            "dct:title": in_swedish(citation),
            "dct:isPartOf": act,
        }))
    }

    /// The provisions that this version is based on.
    pub(crate) fn legal_resources(&mut self) -> Vec<Value> {
        let citations = &self.version.legal_basis;
        citations
            .iter()
            .map(|citation| self.legal_resource(citation, ""))
            .collect()
    }
}

/// The address of a municipality.
pub(crate) fn municipality_address(base: &str, municipality: &Municipality) -> String {
    format!("{base}/municipalities/{}", municipality.document().kommunkod)
}
