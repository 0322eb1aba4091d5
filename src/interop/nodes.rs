//! The nodes of a JSON-LD document, each once.

use std::collections::HashSet;
use std::sync::LazyLock;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};
use url::Url;

use crate::domain::contact::Contact;
use crate::domain::{CatalogueText, Text};

/// The terms of a document, as in the contexts of CPSV-AP 3.2.0 and CCCEV 2.1.0.
///
/// Embedded in each document, so that readers need no other server. Contains only terms in use. Where the two
/// vocabularies differ (`Requirement.name`, `Requirement.identifier`), the meaning is that of CPSV-AP, as when its
/// context is loaded last.
static CONTEXT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("context.json")).expect("the context is JSON"));

/// Characters that a URL may contain but an IRI must not.
const NOT_IN_NAMES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The nodes of a document, in the order in which they were added.
pub(crate) struct Nodes<'a> {
    base: &'a str,
    nodes: Vec<Value>,
    names: HashSet<String>,
}

impl<'a> Nodes<'a> {
    /// No nodes. `base` is the public address of the API.
    pub(crate) fn new(base: &'a str) -> Self {
        Self {
            base,
            nodes: Vec::new(),
            names: HashSet::new(),
        }
    }

    /// The public address of the API.
    pub(crate) const fn base(&self) -> &'a str {
        self.base
    }

    /// Adds a node once, without empty members. Returns its IRI.
    pub(crate) fn add(&mut self, mut node: Value) -> Value {
        let name = node["@id"].clone();
        if self.names.insert(name.as_str().unwrap_or_default().to_owned()) {
            if let Some(members) = node.as_object_mut() {
                members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
            }
            self.nodes.push(node);
        }
        name
    }

    /// The whole document, beginning with these nodes.
    pub(crate) fn document(mut self, first: &[Value]) -> Value {
        let first: HashSet<&str> = first.iter().filter_map(Value::as_str).collect();
        self.nodes
            .sort_by_key(|node| !node["@id"].as_str().is_some_and(|name| first.contains(name)));
        json!({"@context": *CONTEXT, "@graph": self.nodes})
    }

    /// The IRI of a code in one of the catalogue's own lists.
    pub(crate) fn word(&self, list: &str, word: &str) -> String {
        format!("{}/openapi.json#{list}/{word}", self.base)
    }

    pub(crate) fn contact_point(&mut self, name: &str, contact: &Contact) -> Value {
        let page = contact.web_page.as_deref().map(|page| self.page(page));
        self.add(json!({
            "@id": name,
            "@type": "ContactPoint",
            "dct:title": in_swedish(&contact.name),
            "ContactPoint.hasTelephone": Vec::from_iter(&contact.function_phone),
            "ContactPoint.hasEmail": Vec::from_iter(&contact.function_email),
            "ContactPoint.contactPage": Vec::from_iter(page),
        }))
    }

    /// The addresses of a contact, which CPSV-AP has on the organisation; `name` is the IRI of the contact.
    pub(crate) fn addresses(&mut self, name: &str, contact: &Contact) -> Vec<Value> {
        let stated = [
            ("postalAddress", &contact.postal_address),
            ("visitingAddress", &contact.visiting_address),
        ];
        let stated = stated
            .into_iter()
            .filter_map(|(member, address)| Some((member, address.as_ref()?)));
        stated
            .map(|(member, address)| {
                let address = self.add(json!({
                    "@id": format!("{name}/{member}"),
                    "@type": "locn:Address",
                    "locn:fullAddress": in_swedish(&address.on_one_line()),
                    "locn:postCode": address.postal_code,
                    "locn:postName": address.city.as_deref().map(in_swedish),
                }));
                json!({"@id": address})
            })
            .collect()
    }

    pub(crate) fn page(&mut self, address: &str) -> Value {
        let address = Url::parse(address).map_or_else(|_| address.to_owned(), String::from);
        let name = utf8_percent_encode(&address, NOT_IN_NAMES).to_string();
        self.add(json!({"@id": name, "@type": "Document"}))
    }
}

pub(crate) fn in_both(text: &Text) -> Value {
    all_in_both(std::iter::once(text))
}

pub(crate) fn all_in_both<'t>(texts: impl Iterator<Item = &'t Text>) -> Value {
    literals(texts.flat_map(Text::by_language))
}

/// A text of the catalogue in each language that it has. Easy-read Swedish is tagged `sv-x-easy`.
pub(crate) fn in_each_language(text: &CatalogueText) -> Value {
    all_in_each_language(std::iter::once(text))
}

pub(crate) fn all_in_each_language<'t>(texts: impl Iterator<Item = &'t CatalogueText>) -> Value {
    literals(texts.flat_map(CatalogueText::by_language))
}

/// Texts, each with its language.
pub(crate) fn literals<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>) -> Value {
    let literal = |(language, text): (&str, &str)| json!({"@language": language, "@value": text});
    texts.map(literal).collect()
}

/// A text that the catalogue has only in Swedish.
pub(crate) fn in_swedish(text: &str) -> Value {
    json!([{"@language": "sv", "@value": text}])
}
