//! What catalogues of open data, programs that look for APIs, and those who find a vulnerability read of a service.

use std::collections::BTreeSet;

use oxrdf::Triple;
use oxrdfxml::RdfXmlParser;
use oxttl::TurtleParser;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::tests;

tests![
    the_data_is_described_for_catalogues,
    the_description_says_the_same_in_each_syntax,
    the_description_needs_settings,
    programs_find_the_api,
    those_who_find_a_vulnerability_find_whom_to_tell,
];

const PUBLISHER: [(&str, &str); 3] = [
    ("INSATSKATALOG_PUBLISHER", "Tomelilla & Simrishamns kommuner"),
    ("INSATSKATALOG_PUBLISHER_TYPE", "LocalAuthority"),
    (
        "INSATSKATALOG_LICENCE",
        "http://creativecommons.org/publicdomain/zero/1.0/",
    ),
];
const DCAT: &str = "/datasets/dcat";

async fn published(engine: Engine) -> TestApp {
    TestApp::on(Database::with_catalogues(engine), &PUBLISHER).await
}

async fn get(app: &TestApp, path: &str, accept: &str) -> Answered {
    let headers = [("accept", accept)];
    let headers = if accept.is_empty() { &[][..] } else { &headers };
    app.send_anywhere(Method::GET, path, headers, None).await
}

fn node<'d>(document: &'d Value, name: &str) -> &'d Value {
    let mut nodes = document["@graph"].as_array().expect("nodes").iter();
    let found = nodes.find(|node| node["@id"].as_str().is_some_and(|id| id.ends_with(&format!("#{name}"))));
    found.unwrap_or_else(|| panic!("{name} is described"))
}

async fn the_data_is_described_for_catalogues(engine: Engine) {
    let app = published(engine).await;
    let document = get(&app, DCAT, "application/ld+json").await.json();
    let catalogue = node(&document, "catalogue");
    assert_eq!(catalogue["@type"], "dcat:Catalog");
    assert_eq!(
        catalogue["dct:license"]["@id"],
        "http://creativecommons.org/publicdomain/zero/1.0/"
    );
    assert_eq!(
        node(&document, "publisher")["foaf:name"]["@value"],
        "Tomelilla & Simrishamns kommuner"
    );
    assert_eq!(
        node(&document, "contact")["vcard:hasEmail"]["@id"],
        "mailto:insatskatalog@example.se"
    );
    assert_eq!(
        node(&document, "api")["dcat:endpointDescription"]["@id"],
        "https://api.example.se/insatskatalog/v1/openapi.json"
    );
    let distributions = node(&document, "statistics")["dcat:distribution"]
        .as_array()
        .map(Vec::len);
    assert_eq!(distributions, Some(8), "two forms for each of four municipalities");
    // Each address that is described is there, in the form that is described.
    let nodes = document["@graph"].as_array().expect("nodes");
    for distribution in nodes.iter().filter(|node| node["@type"] == "dcat:Distribution") {
        let address = distribution["dcat:accessURL"]["@id"].as_str().expect("an address");
        let path = address.strip_prefix("https://api.example.se").expect("of this service");
        let media_type = distribution["dcat:mediaType"]["@id"].as_str().expect("a media type");
        let media_type = media_type.rsplit_once("media-types/").expect("of IANA").1;
        let answered = get(&app, path, media_type).await;
        assert_eq!(answered.status, 200, "{path} {media_type}");
        assert!(answered.header("content-type").starts_with(media_type), "{path}");
    }
}

async fn the_description_says_the_same_in_each_syntax(engine: Engine) {
    let app = published(engine).await;
    let mut tags = BTreeSet::new();
    for (accept, media_type) in [
        ("", "application/rdf+xml"),
        ("*/*", "application/rdf+xml"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("text/turtle, application/rdf+xml;q=0.5", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
    ] {
        let answered = get(&app, DCAT, accept).await;
        assert_eq!(answered.status, 200, "{accept}");
        assert_eq!(answered.header("content-type"), media_type, "{accept}");
        tags.insert(answered.header("etag").to_owned());
        let known = [("accept", accept), ("if-none-match", answered.header("etag"))];
        let again = app.send_anywhere(Method::GET, DCAT, &known, None).await;
        assert!(accept.is_empty() || again.status == 304, "{accept}");
    }
    assert_eq!(tags.len(), 3);
    let turtle = get(&app, DCAT, "text/turtle").await;
    let turtle: BTreeSet<String> = TurtleParser::new()
        .for_slice(&turtle.bytes)
        .map(|triple| triple.expect("Turtle").to_string())
        .collect();
    let xml = get(&app, DCAT, "application/rdf+xml").await;
    let xml: BTreeSet<String> = RdfXmlParser::new()
        .for_slice(&xml.bytes)
        .map(|triple: Result<Triple, _>| triple.expect("RDF/XML").to_string())
        .collect();
    assert!(turtle.len() > 100 && turtle == xml);
    assert!(
        !turtle.iter().any(|triple| triple.contains("_:")),
        "every node has an address"
    );
    let refused = get(&app, DCAT, "text/html").await;
    assert_eq!(
        (refused.status.as_u16(), &refused.json()["code"]),
        (406, &json!("notAcceptable"))
    );
    let detail = refused.json()["detail"].as_str().expect("a detail").to_owned();
    assert!(
        detail.contains("application/rdf+xml, text/turtle, application/ld+json"),
        "{detail}"
    );
    let unknown = get(&app, "/datasets/dcat?format=ttl", "").await;
    assert_eq!(unknown.json()["code"], "unknownMember");
}

async fn the_description_needs_settings(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = get(&app, DCAT, "").await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (404, &json!("notConfigured"))
    );
    for (setting, _) in PUBLISHER {
        assert!(
            answered.json()["detail"]
                .as_str()
                .is_some_and(|detail| detail.contains(setting))
        );
    }
    // The contact is optional in DCAT-AP-SE.
    let settings = [
        PUBLISHER[0],
        PUBLISHER[1],
        PUBLISHER[2],
        ("INSATSKATALOG_CONTACT_EMAIL", ""),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let turtle = get(&app, DCAT, "text/turtle").await.text;
    assert!(
        turtle.contains("dcat:Catalog") && !turtle.contains("vcard:hasEmail") && !turtle.contains("dcat:contactPoint")
    );
}

async fn programs_find_the_api(engine: Engine) {
    const PATH: &str = "/.well-known/api-catalog";
    let app = published(engine).await;
    let answered = get(&app, PATH, "").await;
    assert_eq!(
        answered.header("content-type"),
        "application/linkset+json; profile=\"https://www.rfc-editor.org/info/rfc9727\""
    );
    let set = answered.json();
    assert_eq!(
        set["linkset"][0],
        json!({
            "anchor": "https://api.example.se/.well-known/api-catalog",
            "item": [{"href": "https://api.example.se/insatskatalog/v1"}],
        })
    );
    let api = set["linkset"][1].as_object().expect("the API");
    assert_eq!(api["anchor"], "https://api.example.se/insatskatalog/v1");
    for (relation, links) in api.iter().filter(|(name, _)| *name != "anchor") {
        for link in links.as_array().expect("links") {
            let path = link["href"].as_str().expect("an address");
            let path = path.strip_prefix("https://api.example.se").expect("of this service");
            let found = get(&app, path.split('#').next().expect("a path"), "").await;
            assert_eq!(found.status, 200, "{relation}: {path}");
            let media_type = link["type"].as_str().expect("a type");
            assert!(
                found.header("content-type").starts_with(media_type),
                "{relation}: {path}"
            );
        }
    }
    let head = app.send_anywhere(Method::HEAD, PATH, &[], None).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    assert_eq!(
        head.header("link"),
        "<https://api.example.se/.well-known/api-catalog>; rel=\"api-catalog\""
    );
    let undescribed = get(&TestApp::start(engine).await, PATH, "").await.json();
    assert!(undescribed["linkset"][1].get("describedby").is_none());
}

async fn those_who_find_a_vulnerability_find_whom_to_tell(engine: Engine) {
    const PATH: &str = "/.well-known/security.txt";
    let app = TestApp::start(engine).await;
    let answered = get(&app, PATH, "").await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (404, &json!("notConfigured"))
    );
    for (setting, contact) in [
        ("it-sakerhet@example.se", "mailto:it-sakerhet@example.se"),
        ("https://www.example.se/anmal", "https://www.example.se/anmal"),
    ] {
        let settings = [("INSATSKATALOG_SECURITY_CONTACT", setting)];
        let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
        let answered = get(&app, PATH, "").await;
        assert_eq!(answered.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(
            answered.text,
            format!(
                "Contact: {contact}\nExpires: 2025-10-31T00:00:00Z\nPreferred-Languages: sv, en\n\
                 Canonical: https://api.example.se/.well-known/security.txt\n"
            )
        );
        app.now("2026-02-01T12:00:00Z");
        let later = get(&app, PATH, "").await.text;
        assert!(later.contains("Expires: 2026-03-03T00:00:00Z\n"), "{later}");
    }
}
