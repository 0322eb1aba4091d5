//! The terms of a document, as in the contexts of CPSV-AP 3.2.0 and CCCEV 2.1.0.
//!
//! Embedded in each document, so that readers need no other server. Contains only terms in use. Where the two
//! vocabularies differ (`Requirement.name`, `Requirement.identifier`), the meaning is that of CPSV-AP, as when its
//! context is loaded last.

use serde_json::{Map, Value, json};

/// Prefixes of compact IRIs.
const PREFIXES: [(&str, &str); 11] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const CLASSES: [(&str, &str); 16] = [
    ("Channel", "cv:Channel"),
    ("Concept", "skos:Concept"),
    ("Constraint", "cv:Constraint"),
    ("ContactPoint", "cv:ContactPoint"),
    ("Cost", "cv:Cost"),
    ("Criterion", "cv:Criterion"),
    ("Document", "foaf:Document"),
    ("InformationConcept", "cv:InformationConcept"),
    ("LegalResource", "eli:LegalResource"),
    ("Location", "dct:Location"),
    ("PublicOrganization", "cv:PublicOrganisation"),
    ("PublicService", "cpsv:PublicService"),
    ("ReferenceFramework", "cv:ReferenceFramework"),
    ("Requirement", "cv:Requirement"),
    ("Rule", "cpsv:Rule"),
    ("TemporalEntity", "time:TemporalEntity"),
];

/// The values of a property.
enum Holds {
    /// One value.
    One,
    /// Any number of values. A text has its own language tag.
    Many,
    /// Any number of values of a type; `@id` for references to other nodes.
    ManyOf(&'static str),
    /// One reference, or one value of a type.
    OneOf(&'static str),
}

const PROPERTIES: [(&str, &str, Holds); 49] = [
    ("Channel.description", "dct:description", Holds::Many),
    ("Channel.identifier", "dct:identifier", Holds::One),
    ("Channel.openingHours", "cv:openingHours", Holds::ManyOf("@id")),
    (
        "Channel.processingTime",
        "cv:processingTime",
        Holds::OneOf("xsd:duration"),
    ),
    ("Channel.type", "dct:type", Holds::OneOf("@id")),
    ("Constraint.constrains", "cv:constrains", Holds::ManyOf("@id")),
    ("ContactPoint.contactPage", "cv:contactPage", Holds::ManyOf("@id")),
    ("ContactPoint.hasEmail", "cv:email", Holds::Many),
    ("ContactPoint.hasTelephone", "cv:telephone", Holds::Many),
    ("Cost.currency", "cv:currency", Holds::OneOf("@id")),
    ("Cost.description", "dct:description", Holds::Many),
    ("Cost.hasValue", "cv:hasValue", Holds::OneOf("xsd:double")),
    ("Cost.identifier", "dct:identifier", Holds::One),
    (
        "InformationConcept.expressionOfExpectedValue",
        "cv:expressionOfExpectedValue",
        Holds::Many,
    ),
    ("InformationConcept.identifier", "dct:identifier", Holds::Many),
    ("InformationConcept.name", "skos:prefLabel", Holds::ManyOf("xsd:string")),
    ("PublicOrganization.preferredLabel", "skos:prefLabel", Holds::Many),
    ("PublicOrganization.spatial", "dct:spatial", Holds::ManyOf("@id")),
    ("PublicService.addressee", "dct:audience", Holds::ManyOf("@id")),
    ("PublicService.contactPoint", "cv:contactPoint", Holds::ManyOf("@id")),
    ("PublicService.description", "dct:description", Holds::Many),
    ("PublicService.follows", "cpsv:follows", Holds::ManyOf("@id")),
    ("PublicService.functionsOfGovernment", "dct:type", Holds::ManyOf("@id")),
    ("PublicService.hasChannel", "cv:hasChannel", Holds::ManyOf("@id")),
    (
        "PublicService.hasCompetentAuthority",
        "cv:hasCompetentAuthority",
        Holds::ManyOf("@id"),
    ),
    ("PublicService.hasCost", "cv:hasCost", Holds::ManyOf("@id")),
    (
        "PublicService.hasLegalResource",
        "cv:hasLegalResource",
        Holds::ManyOf("@id"),
    ),
    (
        "PublicService.holdsRequirement",
        "cv:holdsRequirement",
        Holds::ManyOf("@id"),
    ),
    ("PublicService.identifier", "dct:identifier", Holds::One),
    (
        "PublicService.isClassifiedBy",
        "cv:isClassifiedBy",
        Holds::ManyOf("@id"),
    ),
    ("PublicService.name", "dct:title", Holds::Many),
    (
        "PublicService.relatedService",
        "cv:relatedService",
        Holds::ManyOf("@id"),
    ),
    ("PublicService.spatial", "dct:spatial", Holds::ManyOf("@id")),
    ("PublicService.status", "adms:status", Holds::OneOf("@id")),
    ("PublicService.thematicArea", "cv:thematicArea", Holds::ManyOf("@id")),
    (
        "Requirement.description",
        "dct:description",
        Holds::ManyOf("xsd:string"),
    ),
    ("Requirement.fulfils", "cv:fulfils", Holds::ManyOf("@id")),
    ("Requirement.hasConcept", "cv:hasConcept", Holds::ManyOf("@id")),
    ("Requirement.hasRequirement", "cv:hasRequirement", Holds::ManyOf("@id")),
    ("Requirement.identifier", "dct:identifier", Holds::One),
    ("Requirement.isDerivedFrom", "cv:isDerivedFrom", Holds::ManyOf("@id")),
    (
        "Requirement.isRequirementOf",
        "cv:isRequirementOf",
        Holds::ManyOf("@id"),
    ),
    ("Requirement.name", "dct:title", Holds::Many),
    ("Requirement.type", "dct:type", Holds::ManyOf("@id")),
    ("Rule.description", "dct:description", Holds::Many),
    ("Rule.identifier", "dct:identifier", Holds::One),
    ("Rule.implements", "cpsv:implements", Holds::ManyOf("@id")),
    ("Rule.name", "dct:title", Holds::Many),
    ("TemporalEntity.description", "dct:description", Holds::Many),
];

pub(crate) fn context() -> Value {
    let named = PREFIXES.iter().chain(&CLASSES);
    let named = named.map(|(term, meaning)| ((*term).to_owned(), json!(meaning)));
    let properties = PROPERTIES
        .iter()
        .map(|(term, meaning, holds)| ((*term).to_owned(), property(meaning, holds)));
    Value::Object(named.chain(properties).collect::<Map<_, _>>())
}

fn property(meaning: &str, holds: &Holds) -> Value {
    match holds {
        Holds::One => json!({"@id": meaning}),
        Holds::OneOf(of) => json!({"@id": meaning, "@type": of}),
        Holds::Many => json!({"@id": meaning, "@container": "@set"}),
        Holds::ManyOf(of) => json!({"@id": meaning, "@type": of, "@container": "@set"}),
    }
}
