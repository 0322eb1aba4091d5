//! Writes a JSON-LD document in the syntaxes of RDF.

use oxjsonld::JsonLdParser;
use oxrdf::Triple;
use oxrdfxml::RdfXmlSerializer;
use oxttl::TurtleSerializer;
use serde_json::Value;

/// A syntax of linked data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// JSON-LD 1.1.
    JsonLd,
    /// Turtle.
    Turtle,
    /// RDF/XML.
    RdfXml,
}

/// A document that cannot be written in a syntax.
#[derive(Debug)]
pub(crate) struct Unwritable;

/// Writes the statements of a document. The serializers have the same methods, and no trait in common.
macro_rules! written_by {
    ($serializer:expr, $document:expr, $json:expr) => {{
        let mut serializer = $serializer;
        for (name, address) in prefixes($document) {
            serializer = serializer.with_prefix(name, address).map_err(|_| Unwritable)?;
        }
        let mut writer = serializer.for_writer(Vec::new());
        for triple in triples($json) {
            writer.serialize_triple(&triple?).map_err(|_| Unwritable)?;
        }
        writer.finish().map_err(|_| Unwritable)
    }};
}

impl Syntax {
    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Self::JsonLd => "application/ld+json",
            Self::Turtle => "text/turtle; charset=utf-8",
            Self::RdfXml => "application/rdf+xml",
        }
    }

    /// A short name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::JsonLd => "jsonld",
            Self::Turtle => "turtle",
            Self::RdfXml => "rdfxml",
        }
    }

    /// The document in this syntax. It contains its own context.
    pub(crate) fn written(self, document: &Value) -> Result<Vec<u8>, Unwritable> {
        let json = serde_json::to_vec(document).map_err(|_| Unwritable)?;
        match self {
            Self::JsonLd => Ok(json),
            Self::Turtle => written_by!(TurtleSerializer::new(), document, &json),
            Self::RdfXml => written_by!(RdfXmlSerializer::new(), document, &json),
        }
    }
}

/// The statements of a JSON-LD document, in its order.
fn triples(json: &[u8]) -> impl Iterator<Item = Result<Triple, Unwritable>> {
    let quads = JsonLdParser::new().for_slice(json);
    quads.map(|quad| {
        let quad = quad.map_err(|_| Unwritable)?;
        Ok(Triple::new(quad.subject, quad.predicate, quad.object))
    })
}

/// The prefixes of a document: the terms of its context that name a namespace.
fn prefixes(document: &Value) -> impl Iterator<Item = (&String, &str)> {
    let terms = document["@context"].as_object().into_iter().flatten();
    terms
        .filter_map(|(name, address)| Some((name, address.as_str()?)))
        .filter(|(_, address)| address.ends_with(['#', '/']))
}
