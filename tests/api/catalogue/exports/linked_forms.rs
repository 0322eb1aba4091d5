//! Linked data of an insats, a list, a municipality and the whole catalogue, and the links between their forms.

use std::collections::BTreeSet;

use oxjsonld::JsonLdParser;
use oxttl::TurtleParser;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::tests;

tests![
    each_resource_links_to_its_other_forms,
    turtle_says_what_json_ld_says,
    a_list_has_every_insats_or_a_page,
    ages_and_places_are_typed,
    questions_are_in_both_languages,
    provisions_are_part_of_an_act_with_an_address,
    a_municipality_is_an_organisation_with_its_bodies,
    search_engines_read_their_own_vocabulary,
];

const ALARM: &str = "/municipalities/1270/insatser/trygghetslarm";
const RESOURCES: [&str; 4] = [
    ALARM,
    "/municipalities/1270/insatser",
    "/municipalities/1270",
    "/insatser",
];
const OWN: &str = "https://api.example.se/insatskatalog/v1";
const SCHEMA_ORG: &str = "application/ld+json;profile=\"https://schema.org\"";

async fn get(app: &TestApp, path: &str, accept: &str) -> Answered {
    app.send(Method::GET, path, &[("accept", accept)], None).await
}

async fn document(app: &TestApp, path: &str, accept: &str) -> Value {
    let answered = get(app, path, accept).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    answered.json()
}

fn nodes(document: &Value) -> impl Iterator<Item = &Value> {
    document["@graph"].as_array().expect("nodes").iter()
}

fn node<'d>(document: &'d Value, ending: &str) -> &'d Value {
    let mut found = nodes(document).filter(|node| node["@id"].as_str().is_some_and(|id| id.ends_with(ending)));
    found.next().unwrap_or_else(|| panic!("{ending} is there"))
}

/// The media types of the alternates that an answer links to.
fn alternates(answered: &Answered) -> BTreeSet<String> {
    let links = answered.headers.get_all("link").iter();
    let links = links.map(|link| link.to_str().expect("text"));
    links
        .filter(|link| link.contains("; rel=\"alternate\""))
        .map(|link| {
            let media_type = link.split_once("type=\"").expect("a type").1;
            media_type.strip_suffix('"').expect("a quote").replace("\\\"", "\"")
        })
        .collect()
}

async fn each_resource_links_to_its_other_forms(engine: Engine) {
    let app = TestApp::start(engine).await;
    for path in RESOURCES {
        let first = app.get(path).await;
        assert_eq!(first.header("content-type"), "application/json", "{path}");
        let others = alternates(&first);
        assert!(
            others.contains("application/ld+json") && others.contains("text/turtle"),
            "{path}: {others:?}"
        );
        for accept in &others {
            let other = get(&app, path, accept).await;
            assert_eq!(other.status, 200, "{path} {accept}");
            assert!(
                other.header("content-type").starts_with(accept.as_str()),
                "{path} {accept}"
            );
            let back = alternates(&other);
            assert!(
                back.contains("application/json") && !back.contains(accept),
                "{path} {accept}: {back:?}"
            );
            let known = [("accept", accept.as_str()), ("if-none-match", other.header("etag"))];
            let again = app.send(Method::GET, path, &known, None).await;
            assert_eq!(
                (again.status.as_u16(), alternates(&again)),
                (304, back),
                "{path} {accept}"
            );
        }
        for refused in [
            "application/rdf+xml",
            "application/ld+json;profile=\"https://example.se/other\"",
        ] {
            let answered = get(&app, path, refused).await;
            assert_eq!(answered.status, 406, "{path} {refused}");
            let detail = answered.json()["detail"].as_str().expect("a detail").to_owned();
            assert!(detail.contains("application/ld+json, "), "{detail}");
        }
    }
    let forms =
        "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted http://www.w3.org/ns/json-ld#flattened\"";
    let answered = get(&app, ALARM, forms).await;
    assert_eq!(answered.header("content-type"), "application/ld+json");
    let link = app.get("/insatser?category=motesplats").await;
    let link = link.header("link");
    assert!(
        link.starts_with(&format!("<{OWN}/insatser?category=motesplats>; ")),
        "{link}"
    );
}

async fn turtle_says_what_json_ld_says(engine: Engine) {
    let app = TestApp::start(engine).await;
    for path in RESOURCES {
        let turtle = get(&app, path, "text/turtle").await;
        let turtle: BTreeSet<String> = TurtleParser::new()
            .for_slice(&turtle.bytes)
            .map(|triple| triple.expect("Turtle").to_string())
            .collect();
        let json = get(&app, path, "application/ld+json").await;
        let json: BTreeSet<String> = JsonLdParser::new()
            .for_slice(&json.bytes)
            .map(|quad| quad.expect("JSON-LD"))
            .map(|quad| oxrdf::Triple::new(quad.subject, quad.predicate, quad.object).to_string())
            .collect();
        assert!(turtle.len() > 10 && turtle == json, "{path}");
        assert!(
            !turtle.iter().any(|triple| triple.contains("_:")),
            "{path}: every node has an address"
        );
    }
}

async fn a_list_has_every_insats_or_a_page(engine: Engine) {
    let app = TestApp::start(engine).await;
    let services = |document: &Value| -> Vec<String> {
        let own = nodes(document).filter(|node| node["@type"] == "PublicService");
        let names = own.map(|node| node["@id"].as_str().expect("a name").to_owned());
        names.filter(|name| !name.contains('#')).collect()
    };
    let json = app
        .get_json("/insatser?limit=100&status=inForce,incomplete,historical")
        .await;
    let every = "/insatser?status=inForce,incomplete,historical";
    let whole = document(&app, every, "application/ld+json").await;
    assert_eq!(json["_meta"]["totalRecords"], services(&whole).len());
    let page = get(&app, &format!("{every}&limit=2&page=2"), "application/ld+json").await;
    let shown = services(&page.json());
    assert_eq!(shown[..], services(&whole)[2..4]);
    let links = page.headers.get_all("link").iter();
    let links: Vec<&str> = links.map(|link| link.to_str().expect("text")).collect();
    for (relation, number) in [("first", 1), ("prev", 1), ("next", 3)] {
        let wanted = format!("page={number}&limit=2>; rel=\"{relation}\"");
        assert!(
            links.iter().any(|link| link.ends_with(&wanted)),
            "{relation}: {links:?}"
        );
    }
    let one = document(
        &app,
        "/municipalities/1270/insatser?q=trygghetslarm",
        "application/ld+json",
    )
    .await;
    assert_eq!(services(&one), [format!("{OWN}{ALARM}")]);
    let none = document(&app, "/insatser?q=finnsinte", "application/ld+json").await;
    assert_eq!(none["@graph"], json!([]));
}

async fn ages_and_places_are_typed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, ALARM, "application/ld+json").await;
    let age = node(&graph, "#/criteria/of/0");
    assert_eq!(
        (&age["Constraint.minimum"], age.get("Constraint.maximum")),
        (&json!(70), None)
    );
    let registered = node(&graph, "#/criteria/of/1");
    assert_eq!(
        registered["Constraint.spatial"],
        json!([format!("{OWN}/municipalities/1270#area")])
    );
    assert!(registered.get("Constraint.minimum").is_none());
    let area = node(&graph, "/municipalities/1270#area");
    assert_eq!(area["dct:isPartOf"]["@id"], "http://data.europa.eu/nuts/code/SE224");
    let turtle = get(&app, ALARM, "text/turtle").await.text;
    assert!(
        turtle.contains("sh:minInclusive 70 ") || turtle.contains("\"70\"^^xsd:integer"),
        "{turtle}"
    );
}

async fn questions_are_in_both_languages(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, ALARM, "application/ld+json").await;
    let concept = node(&graph, "#/criteria/of/0/fact");
    let languages: Vec<&str> = concept["rdfs:label"]
        .as_array()
        .expect("texts")
        .iter()
        .map(|text| text["@language"].as_str().expect("a language"))
        .collect();
    assert_eq!(languages, ["sv", "en"]);
    assert_eq!(
        concept["InformationConcept.name"][0],
        concept["rdfs:label"][0]["@value"]
    );
}

async fn provisions_are_part_of_an_act_with_an_address(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, ALARM, "application/ld+json").await;
    let act = "https://svenskforfattningssamling.se/sites/default/files/sfs/2025-05/SFS2025-400.pdf";
    let provision = node(&graph, "#/legalBasis/0");
    assert_eq!(provision["dct:isPartOf"]["@id"], act);
    assert_eq!(node(&graph, act)["dct:identifier"], "SFS 2025:400");
}

async fn a_municipality_is_an_organisation_with_its_bodies(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, "/municipalities/1270", "application/ld+json").await;
    let first = &graph["@graph"][0];
    assert_eq!(first["@id"], format!("{OWN}/municipalities/1270"));
    assert_eq!(
        first["PublicOrganization.preferredLabel"][0]["@value"],
        "Tomelilla kommun"
    );
    let bodies: Vec<&Value> = nodes(&graph).filter(|node| node.get("org:unitOf").is_some()).collect();
    assert_eq!(bodies.len(), 1);
    assert_eq!(bodies[0]["org:unitOf"]["@id"], first["@id"]);
    let label = &bodies[0]["PublicOrganization.preferredLabel"][0]["@value"];
    assert_eq!(label, "Tomelilla kommun, vård- och omsorgsnämnden");
    // A joint authority of several municipalities is no unit of one of them.
    let graph = document(&app, "/municipalities/0188", "application/ld+json").await;
    assert!(nodes(&graph).all(|node| node.get("org:unitOf").is_none()));
    let joint = "Direktionen för Kommunalförbundet sjukvård och omsorg i Norrtälje";
    assert!(nodes(&graph).any(|node| node["PublicOrganization.preferredLabel"][0]["@value"] == joint));
}

async fn search_engines_read_their_own_vocabulary(engine: Engine) {
    let app = TestApp::start(engine).await;
    for accept in [
        SCHEMA_ORG,
        "application/ld+json; profile=\"http://schema.org/\", */*;q=0.1",
    ] {
        let answered = get(&app, ALARM, accept).await;
        let is_own = answered.header("content-type") == SCHEMA_ORG;
        assert_eq!(is_own, !accept.contains("http://"), "{accept}");
    }
    let graph = document(&app, ALARM, SCHEMA_ORG).await;
    assert_eq!(graph["@context"]["@vocab"], "https://schema.org/");
    let service = &graph["@graph"][0];
    assert_eq!(service["@type"], "GovernmentService");
    assert_eq!(
        service["name"][0],
        json!({"@language": "sv", "@value": "Trygghetslarm"})
    );
    assert_eq!(
        service["provider"]["name"],
        "Tomelilla kommun, vård- och omsorgsnämnden"
    );
    assert_eq!(service["audience"]["requiredMinAge"], 70);
    assert_eq!(service["areaServed"]["identifier"], "1270");
    // Only ages that everybody must have are stated: here, one branch is for children.
    let other = document(&app, "/municipalities/0188/insatser/anhorigstod", SCHEMA_ORG).await;
    assert!(other["@graph"][0]["audience"].get("requiredMaxAge").is_none());
    let all = document(&app, "/insatser", SCHEMA_ORG).await;
    let all = all.to_string();
    let triples = JsonLdParser::new()
        .for_slice(all.as_bytes())
        .map(|quad| quad.expect("JSON-LD"));
    assert!(triples.count() > 100);
}
