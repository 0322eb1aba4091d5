//! The service as a catalogue of open data: DCAT-AP-SE 3.0.1, in JSON-LD.
//!
//! Every node has an address, because the harvester of dataportal.se accepts no nodes without one.

use serde_json::{Value, json};

use crate::domain::Text;
use crate::domain::kommun::Kommun;
use crate::domain::publisher::Publisher;
use crate::domain::text::{composed, text};

use super::area::area_address;
use super::nodes::{all_in_both, in_both};

/// What describes the data of a service.
pub(crate) struct Described<'a> {
    /// Who publishes the data.
    pub publisher: &'a Publisher,
    /// The operator's e-mail address.
    pub contact_email: Option<&'a str>,
    /// The municipalities that have a catalogue.
    pub municipalities: &'a [Kommun],
    /// The public address of the service, without a final slash.
    pub origin: &'a str,
    /// The public address of the API.
    pub base: &'a str,
}

/// A form of data: the word for people, the code of the file type of the European Union, and the media type.
struct Form(&'static str, &'static str, &'static str);

const JSON: Form = Form("JSON", "JSON", "application/json");
const CSV: Form = Form("CSV", "CSV", "text/csv");
const JSON_LD: Form = Form("JSON-LD", "JSON_LD", "application/ld+json");
const TURTLE: Form = Form("Turtle", "RDF_TURTLE", "text/turtle");
const XLSX: Form = Form(
    "Excel",
    "XLSX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
);

/// The forms of the list of insatser, and of the statistics.
const FORMS_OF_INSATSER: [Form; 5] = [JSON, JSON_LD, TURTLE, CSV, XLSX];
const FORMS_OF_STATISTICS: [Form; 2] = [JSON, CSV];

/// The whole description: the catalogue, a dataset of insatser, one of statistics, and the API as a data service.
pub(crate) fn catalogue(described: &Described) -> Value {
    let mut graph = vec![described.catalogue(), described.publisher()];
    graph.extend(described.contact());
    graph.push(described.service());
    for (dataset, distributions) in [described.insatser(), described.statistics()] {
        graph.push(dataset);
        graph.extend(distributions);
    }
    graph.extend(described.municipalities.iter().map(|kommun| {
        json!({
            "@id": described.area(*kommun),
            "@type": "dct:Location",
            "dct:identifier": kommun.kommunkod,
            "skos:prefLabel": {"@language": "sv", "@value": kommun.name},
        })
    }));
    for node in &mut graph {
        if let Some(members) = node.as_object_mut() {
            members.retain(|_, value| !value.is_null());
        }
    }
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "vcard": "http://www.w3.org/2006/vcard/ns#",
        },
        "@graph": graph,
    })
}

impl Described<'_> {
    fn part(&self, name: &str) -> String {
        format!("{}/datasets/dcat#{name}", self.origin)
    }

    fn named(&self, name: &str) -> Value {
        json!({"@id": self.part(name)})
    }

    /// The area of a municipality, as in the linked data of its insatser.
    fn area(&self, kommun: Kommun) -> String {
        area_address(self.base, kommun.kommunkod)
    }

    fn areas(&self) -> Vec<Value> {
        let areas = self.municipalities.iter().map(|kommun| self.area(*kommun));
        areas.map(|area| json!({"@id": area})).collect()
    }

    fn licence(&self) -> Value {
        json!({"@id": self.publisher.licence})
    }

    fn contact_point(&self) -> Option<Value> {
        self.contact_email.map(|_| self.named("contact"))
    }

    fn catalogue(&self) -> Value {
        json!({
            "@id": self.part("catalogue"),
            "@type": "dcat:Catalog",
            "dct:title": in_both(&text!(
                "Insatser inom socialtjänsten utan individuell behovsprövning",
                "Social services without individual needs assessment"
            )),
            "dct:description": in_both(&text!(
                "Öppna data om de insatser som kommuner ger utan individuell behovsprövning, enligt socialtjänstlagen \
                 (2025:400), och statistik om dem.",
                "Open data on the services that municipalities give without individual needs assessment under the \
                 Swedish Social Services Act (2025:400), and statistics on them."
            )),
            "dct:publisher": self.named("publisher"),
            "dct:license": self.licence(),
            "dct:language": [language("SWE"), language("ENG")],
            "dct:spatial": self.areas(),
            "foaf:homepage": {"@id": format!("{}/", self.origin)},
            "dcat:themeTaxonomy": {"@id": "http://publications.europa.eu/resource/authority/data-theme"},
            "dcat:dataset": [self.named("insatser"), self.named("statistics")],
            "dcat:service": self.named("api"),
        })
    }

    fn publisher(&self) -> Value {
        json!({
            "@id": self.part("publisher"),
            "@type": "foaf:Agent",
            "foaf:name": {"@language": "sv", "@value": self.publisher.name},
            "dct:type": {"@id": self.publisher.kind.address()},
        })
    }

    fn contact(&self) -> Option<Value> {
        let email = self.contact_email?;
        Some(json!({
            "@id": self.part("contact"),
            "@type": ["vcard:Organization", "vcard:Kind"],
            "vcard:fn": self.publisher.name,
            "vcard:hasEmail": {"@id": format!("mailto:{email}")},
        }))
    }

    fn service(&self) -> Value {
        let title = text!(
            "API för insatser utan individuell behovsprövning",
            "API for social services without individual needs assessment"
        );
        let description = text!(
            "Svarar på vilka insatser kommunerna erbjuder, vem de är till för och hur man får dem, och ger statistik.",
            "Answers which services the municipalities offer, for whom they are and how to get them, and gives statistics."
        );
        let mut service = self.resource("api", "dcat:DataService", &title, &description);
        for (member, value) in [
            ("dcat:endpointURL", json!({"@id": self.base})),
            (
                "dcat:endpointDescription",
                json!({"@id": format!("{}/openapi.json", self.base)}),
            ),
            ("dcat:landingPage", json!({"@id": format!("{}/docs/", self.origin)})),
            (
                "dcat:servesDataset",
                json!([self.named("insatser"), self.named("statistics")]),
            ),
            ("dct:format", file_type(&JSON)),
            // REST, in the list of DCAT-AP-SE.
            ("dct:type", json!({"@id": "http://www.wikidata.org/entity/Q749568"})),
            ("dct:license", self.licence()),
        ] {
            service[member] = value;
        }
        service
    }

    fn insatser(&self) -> (Value, Vec<Value>) {
        let title = text!(
            "Insatser utan individuell behovsprövning",
            "Social services without individual needs assessment"
        );
        let description = text!(
            "Vad kommunerna erbjuder utan individuell behovsprövning: vad insatsen är, vem den är till för, villkor, \
             avgift, platser, öppettider och hur man får den.",
            "What the municipalities offer without individual needs assessment: what the service is, for whom it is, the \
             conditions, the fee, the places, the opening hours and how to get it."
        );
        let address = format!("{}/insatser", self.base);
        let distributions = FORMS_OF_INSATSER.iter().map(|form| {
            let title = composed!("Insatser som {word}", "Services as {word}"; word = (form.0, form.0));
            self.distribution("insatser", &title, form, &address)
        });
        let distributions: Vec<Value> = distributions.collect();
        let mut dataset = self.resource("insatser", "dcat:Dataset", &title, &description);
        dataset["dct:spatial"] = self.areas().into();
        dataset["dct:language"] = json!([language("SWE"), language("ENG")]);
        dataset["dcat:distribution"] = names(&distributions);
        (dataset, distributions)
    }

    fn statistics(&self) -> (Value, Vec<Value>) {
        let title = text!(
            "Statistik om insatser utan individuell behovsprövning",
            "Statistics on social services without individual needs assessment"
        );
        let description = text!(
            "Hur många som deltar i insatserna varje månad, efter insats, utförare, plats, aktivitet och kön. Siffror som \
             kan röja någon visas inte.",
            "How many take part in the services each month, by service, provider, place, activity and gender. Figures \
             that could reveal anyone are not shown."
        );
        let of_each = self.municipalities.iter().flat_map(|kommun| {
            FORMS_OF_STATISTICS.iter().map(move |form| {
                let title = composed!(
                    "Statistik för {municipality} som {word}",
                    "Statistics of {municipality} as {word}";
                    municipality = (kommun.name, kommun.name),
                    word = (form.0, form.0)
                );
                let address = format!("{}/municipalities/{}/statistics", self.base, kommun.kommunkod);
                self.distribution(&format!("statistics-{}", kommun.kommunkod), &title, form, &address)
            })
        });
        let distributions: Vec<Value> = of_each.collect();
        let mut dataset = self.resource("statistics", "dcat:Dataset", &title, &description);
        dataset["dct:spatial"] = self.areas().into();
        dataset["dcat:distribution"] = names(&distributions);
        (dataset, distributions)
    }

    /// The members that datasets and data services have in common.
    fn resource(&self, name: &str, class: &str, title: &Text, description: &Text) -> Value {
        json!({
            "@id": self.part(name),
            "@type": class,
            "dct:title": in_both(title),
            "dct:description": in_both(description),
            "dct:publisher": self.named("publisher"),
            "dcat:contactPoint": self.contact_point(),
            "dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
            "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/SOCI"},
            "dcat:keyword": all_in_both(
                [text!("socialtjänst", "social services"), text!("kommun", "municipality")].iter()
            ),
        })
    }

    fn distribution(&self, name: &str, title: &Text, form: &Form, address: &str) -> Value {
        let Form(_, code, media_type) = form;
        json!({
            "@id": self.part(&format!("{name}-{}", code.to_lowercase())),
            "@type": "dcat:Distribution",
            "dct:title": in_both(title),
            "dct:description": in_both(&composed!(
                "Fråga efter formen med huvudet Accept: {media_type}.",
                "Ask for the form with the header Accept: {media_type}."
            )),
            "dcat:accessURL": {"@id": address},
            "dcat:accessService": self.named("api"),
            "dct:format": file_type(form),
            "dcat:mediaType": {"@id": format!("http://www.iana.org/assignments/media-types/{media_type}")},
            "dct:license": self.licence(),
        })
    }
}

fn names(nodes: &[Value]) -> Value {
    nodes.iter().map(|node| json!({"@id": node["@id"]})).collect()
}

fn language(code: &str) -> Value {
    json!({"@id": format!("http://publications.europa.eu/resource/authority/language/{code}")})
}

fn file_type(form: &Form) -> Value {
    json!({"@id": format!("http://publications.europa.eu/resource/authority/file-type/{}", form.1)})
}
