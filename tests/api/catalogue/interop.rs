//! An insats as a public service in JSON-LD: who can read it, its content, and that nothing is added.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;

use crate::catalogue::linked_data::{JSON_LD, classes, document, expected, is_whole, name, named, node, nodes, sv};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::publishing::{followed, import_text};
use crate::tests;

tests![
    the_client_chooses_by_accept,
    each_form_is_cached_for_itself,
    problems_are_told_as_always,
    tells_the_conditions_as_requirements,
    tells_which_conditions_suffice_and_which_shut_out,
    tells_open_and_unknown_apart,
    an_activity_with_conditions_of_its_own_is_a_service_beside,
    tells_all_that_is_stated,
    carries_not_inward,
    every_insats_is_told_whole,
];

const OWN: &str = "https://api.example.se/insatskatalog/v1";
const TRYGGHETSLARM: &str = "/municipalities/1270/insatser/trygghetslarm";

async fn the_client_chooses_by_accept(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (json, json_ld) = (Some("application/json"), Some("application/ld+json"));
    for (accept, wanted) in [
        ("", json),
        ("*/*", json),
        ("application/*", json),
        ("application/json", json),
        ("text/html, application/xhtml+xml, */*;q=0.8", json),
        ("application/ld+json", json_ld),
        ("APPLICATION/LD+JSON", json_ld),
        ("application/ld+json;q=0.1", json_ld),
        (
            "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#flattened\"",
            json_ld,
        ),
        ("application/ld+json, application/json", json),
        ("application/ld+json, */*", json),
        ("application/ld+json;q=0.9, application/json;q=0.9", json),
        ("application/json;q=0.9, application/ld+json", json_ld),
        ("application/json;Q=0.5, application/ld+json;q=0.501", json_ld),
        ("application/ld+json, */*;q=0.1", json_ld),
        ("application/ld+json;q=0.5, application/*;q=0.8", json),
        ("*/*;q=0.8, application/json;q=0.2", json_ld),
        ("application/json;q=0, */*", json_ld),
        ("application/json;q=0, application/*;q=0.1", json_ld),
        ("application/ld+json;q=0, */*;q=0.1", json),
        ("application/ld+json;q=0", None),
        (
            "application/ld+json;q=0, application/json;q=0, */*",
            Some("text/turtle; charset=utf-8"),
        ),
        ("application/ld+json;profile=\"https://example.se/unknown\"", None),
        ("application/rdf+xml, text/html", None),
    ] {
        let answered = app.send(Method::GET, TRYGGHETSLARM, &[("accept", accept)], None).await;
        let status = if wanted.is_some() { 200 } else { 406 };
        assert_eq!(answered.status, status, "{accept}");
        let media_type = wanted.unwrap_or("application/problem+json");
        assert_eq!(answered.header("content-type"), media_type, "{accept}");
    }
    let two = [("accept", "application/json;q=0.5"), JSON_LD];
    let answered = app.send(Method::GET, TRYGGHETSLARM, &two, None).await;
    assert_eq!(answered.header("content-type"), "application/ld+json", "in two headers");
    let elsewhere = app
        .send(Method::GET, "/municipalities/1270/providers", &[JSON_LD], None)
        .await;
    assert_eq!(elsewhere.status, 406, "providers have no other form");
}

async fn each_form_is_cached_for_itself(engine: Engine) {
    let app = TestApp::start(engine).await;
    let get = async |method: Method, headers: &[(&str, &str)]| app.send(method, TRYGGHETSLARM, headers, None).await;
    let json = get(Method::GET, &[]).await;
    let json_ld = get(Method::GET, &[JSON_LD]).await;
    assert_ne!(json.header("etag"), json_ld.header("etag"));
    for answered in [&json, &json_ld] {
        assert!(answered.header("vary").split(", ").any(|name| name == "Accept"));
        assert_eq!(answered.header("cache-control"), "public, no-cache");
    }
    let again = get(Method::GET, &[JSON_LD, ("if-none-match", json_ld.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.text.as_str()), (304, ""));
    assert_eq!(again.header("etag"), json_ld.header("etag"));
    assert!(again.header("vary").contains("Accept"));
    let other = get(Method::GET, &[JSON_LD, ("if-none-match", json.header("etag"))]).await;
    assert_eq!(other.status, 200, "what a cache has is the other form");
    let head = get(Method::HEAD, &[JSON_LD]).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (200, ""));
    for header in ["etag", "content-type"] {
        assert_eq!(head.header(header), json_ld.header(header));
    }
    assert_eq!(head.header("content-length"), json_ld.text.len().to_string());
}

async fn problems_are_told_as_always(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (path, status) in [
        ("/municipalities/1270/insatser/nothing", 404),
        ("/municipalities/9999/insatser/trygghetslarm", 404),
        ("/municipalities/1270/insatser/trygghetslarm?asOf=2025-13-01", 400),
        ("/municipalities/1270/insatser/trygghetslarm?format=jsonld", 400),
    ] {
        let answered = app.send(Method::GET, path, &[JSON_LD], None).await;
        assert_eq!(answered.status, status, "{path}");
        assert_eq!(answered.header("content-type"), "application/problem+json", "{path}");
    }
}

async fn tells_the_conditions_as_requirements(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, TRYGGHETSLARM).await;
    let service = &graph["@graph"][0];
    assert_eq!(service["@type"], "PublicService");
    assert_eq!(name(service), format!("{OWN}{TRYGGHETSLARM}"));
    assert_eq!(service["PublicService.identifier"], "1270/trygghetslarm");
    assert_eq!(
        service["PublicService.name"],
        json!([{"@language": "sv", "@value": "Trygghetslarm"}, {"@language": "en", "@value": "Personal alarm"}])
    );
    assert!(sv(service, "PublicService.description").starts_with("Larm i hemmet"));
    assert!(
        service["PublicService.status"]
            .as_str()
            .is_some_and(|status| status.ends_with("/CURRENT"))
    );
    assert_eq!(
        classes(&graph),
        BTreeSet::from(["trygghet-i-hemmet", "withoutIndividualAssessment"])
    );

    let authority = named(&graph, service, "PublicService.hasCompetentAuthority")[0];
    assert_eq!(
        sv(authority, "PublicOrganization.preferredLabel"),
        "Tomelilla kommun, vård- och omsorgsnämnden"
    );
    let area = named(&graph, authority, "PublicOrganization.spatial")[0];
    assert_eq!(
        (&area["dct:identifier"], sv(area, "skos:prefLabel")),
        (&json!("1270"), "Tomelilla")
    );
    let law = named(&graph, service, "PublicService.hasLegalResource")[0];
    assert_eq!(sv(law, "dct:title"), "11 kap. 5 § socialtjänstlagen (2025:400)");

    let [criteria] = named(&graph, service, "PublicService.holdsRequirement")[..] else {
        panic!("one requirement");
    };
    assert_eq!(criteria["@type"], json!(["Criterion", "Requirement"]));
    assert_eq!(sv(criteria, "Requirement.name"), "Alla villkoren ska vara uppfyllda");
    assert_eq!(criteria["Requirement.isDerivedFrom"], json!([law["@id"]]));
    let [age, registered] = named(&graph, criteria, "Requirement.hasRequirement")[..] else {
        panic!("two conditions");
    };
    assert_eq!(sv(age, "Requirement.name"), "Du ska vara 70 år eller äldre");
    assert_eq!(expected(&graph, age), json!({"kind": "age", "atLeast": 70}));
    assert_eq!(
        expected(&graph, registered),
        json!({"kind": "registeredIn", "kommunkod": "1270"})
    );
    let concept = named(&graph, registered, "Requirement.hasConcept")[0];
    assert_eq!(
        concept["InformationConcept.identifier"],
        json!(["registeredMunicipality"])
    );

    // The decided version is the first rule; its start is unknown, so the document does not state one.
    let [decided, right_to_apply] = named(&graph, service, "PublicService.follows")[..] else {
        panic!("two rules");
    };
    assert_eq!(name(decided), format!("{OWN}{TRYGGHETSLARM}?asOf=2025-07-01"));
    assert!(decided.get("dct:temporal").is_none() && decided.get("dct:issued").is_none());
    let not_shown = json!({"@language": "sv", "@value": "Katalogen vet inte om beslutet har fattats. Fråga kommunen."});
    let comments = decided["rdfs:comment"].as_array().expect("what is not shown");
    assert!(comments.contains(&not_shown));
    assert!(sv(right_to_apply, "Rule.description").starts_with("Du har alltid rätt att ansöka"));
    let contact = node(
        &graph,
        right_to_apply["cv:contactPoint"]["@id"].as_str().expect("a contact"),
    );
    assert!(sv(contact, "dct:title").starts_with("Handläggare på myndigheten"));
    assert!(sv(node(&graph, "#/howToGetIt"), "Channel.description").starts_with("Vänd dig direkt"));
    for unknown in [
        "PublicService.contactPoint",
        "PublicService.hasCost",
        "PublicService.relatedService",
    ] {
        assert!(service.get(unknown).is_none(), "{unknown}");
    }
}

async fn tells_which_conditions_suffice_and_which_shut_out(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, "/municipalities/0188/insatser/anhorigstod").await;
    let criteria = named(&graph, &graph["@graph"][0], "PublicService.holdsRequirement")[0];
    let conditions = named(&graph, criteria, "Requirement.hasRequirement");
    assert_eq!(conditions.len(), 5);
    let lives_near = conditions[1];
    assert_eq!(
        sv(lives_near, "Requirement.name"),
        "Minst ett av villkoren ska vara uppfyllt"
    );
    assert_eq!(named(&graph, lives_near, "Requirement.type")[0]["skos:notation"], "any");
    assert_eq!(named(&graph, lives_near, "Requirement.hasRequirement").len(), 2);

    let referred = conditions[3];
    assert_eq!(
        referred["Requirement.description"],
        json!(["Den som inte uppfyller det hänvisas till Socialförvaltningen i Norrtälje kommun."])
    );
    let contact = node(&graph, referred["rdfs:seeAlso"][0]["@id"].as_str().expect("a contact"));
    assert_eq!(contact["@type"], "ContactPoint");
    let [_, exception] = named(&graph, referred, "Requirement.hasRequirement")[..] else {
        panic!("a ground suffices, or that no exception applies");
    };
    assert!(name(exception).ends_with("#/criteria/of/3/of/1/of"));
    assert_eq!(
        sv(exception, "Requirement.name"),
        "Du ska inte ha en närstående som behöver stöd på grund av beroende eller våld i nära relation"
    );
    assert_eq!(
        expected(&graph, exception),
        json!({"kind": "not", "of": {"kind": "declaredAnyOf", "fact": "relativeReasons", "values": ["beroende", "vald_i_nara_relation"]}})
    );
    // The source is a proposal, so the document has no day of decision. The start is known.
    let decided = node(&graph, "/anhorigstod?asOf=2025-07-01");
    assert!(decided.get("dct:issued").is_none());
    assert_eq!(
        decided["dct:temporal"],
        json!({"@id": format!("{}#/inForce", name(decided)), "@type": "dct:PeriodOfTime", "dcat:startDate": {"@type": "xsd:date", "@value": "2025-07-01"}})
    );
}

async fn tells_open_and_unknown_apart(engine: Engine) {
    let app = TestApp::start(engine).await;
    let open = document(&app, "/municipalities/1270/insatser/rebus").await;
    let unknown = document(&app, "/municipalities/0180/insatser/mika").await;
    for graph in [&open, &unknown] {
        assert!(graph["@graph"][0].get("PublicService.holdsRequirement").is_none());
        assert!(nodes(graph).all(|node| !node["@type"].to_string().contains("Requirement")));
    }
    assert!(classes(&open).contains("openToAll") && !classes(&open).contains("criteriaNotStated"));
    assert!(classes(&unknown).contains("criteriaNotStated") && !classes(&unknown).contains("openToAll"));
    let rule = |graph| named(graph, &graph["@graph"][0], "PublicService.follows")[0];
    assert_eq!(sv(rule(&open), "Rule.description"), "Insatsen är öppen för alla.");
    assert!(sv(rule(&unknown), "Rule.description").starts_with("Villkoren finns inte i katalogen"));

    // Before the Act: historical, without a known decision.
    let service = &unknown["@graph"][0];
    assert!(
        service["PublicService.status"]
            .as_str()
            .is_some_and(|status| status.ends_with("#status/historical"))
    );
    assert!(service.get("PublicService.hasLegalResource").is_none());
    let authority = named(&unknown, service, "PublicService.hasCompetentAuthority")[0];
    assert_eq!(name(authority), format!("{OWN}/municipalities/0180"));
    assert!(
        rule(&unknown).get("dct:temporal").is_none(),
        "the days are the catalogue's"
    );
}

async fn an_activity_with_conditions_of_its_own_is_a_service_beside(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, "/municipalities/0188/insatser/anhorigstod").await;
    let related = named(&graph, &graph["@graph"][0], "PublicService.relatedService");
    assert_eq!(related.len(), 8, "the others have the conditions of the insats");
    let activity = related[7];
    assert_eq!(activity["@type"], "PublicService");
    assert_eq!(
        activity["PublicService.identifier"],
        "0188/anhorigstod/activities/rubinens-barngrupp"
    );
    assert_eq!(
        activity["PublicService.relatedService"],
        json!([graph["@graph"][0]["@id"]])
    );
    let criteria = named(&graph, activity, "PublicService.holdsRequirement")[0];
    let young = named(&graph, criteria, "Requirement.hasRequirement")[1];
    let age = named(&graph, young, "Requirement.hasRequirement")[0];
    assert_eq!(expected(&graph, age), json!({"kind": "age", "atMost": 17}));
    let insats = named(&graph, &graph["@graph"][0], "PublicService.follows")[0];
    let comments = insats["rdfs:comment"].to_string();
    assert!(
        comments.contains("Katalogen läser det som att du har fyllt 18 år"),
        "{comments}"
    );
    let graph = document(&app, "/municipalities/0180/insatser/fixartjanst").await;
    let criteria = named(&graph, &graph["@graph"][0], "PublicService.holdsRequirement")[0];
    let age = named(&graph, criteria, "Requirement.hasRequirement")[0];
    let grounds = age["Requirement.description"].as_array().expect("grounds");
    assert!(
        grounds[0]
            .as_str()
            .is_some_and(|text| text.starts_with("Skäl till begränsningen: Lagen låter kommuner"))
    );
    assert!(
        grounds[1]
            .as_str()
            .is_some_and(|text| text.starts_with("Skäl till åldersgränsen: Åldern är lagens"))
    );

    // An insats with unknown criteria may have an activity with known criteria.
    let graph = document(&app, "/municipalities/0180/insatser/behandlingsenheten").await;
    assert!(classes(&graph).contains("criteriaNotStated"));
    let activity = named(&graph, &graph["@graph"][0], "PublicService.relatedService")[0];
    assert_eq!(named(&graph, activity, "PublicService.holdsRequirement").len(), 1);
}

/// A catalogue with many facts, and with conditions under `not`.
const FULL: &str = r#"
kommunkod: "0114"
municipality:
  bodies:
    - {slug: socialnamnden, name: Socialnämnden, contact: {name: Kontaktcenter, functionPhone: "08-590 970 00"}}
insatser:
  - slug: samtal
    name: {sv: Samtal, en: Talks}
    summary: {sv: Några samtal., en: A few talks.}
    category: rad-och-stod
    validFrom: 2025-08-01
    validTo: 2026-07-31
    decision: {body: Socialnämnden, date: 2025-06-11, reference: § 42, adoption: adopted}
    legalBasis: ["11 kap. 5 § socialtjänstlagen (2025:400)"]
    criteria:
      kind: not
      of:
        kind: all
        legalBasis: ["1 § i nämndens riktlinje"]
        of:
          - {kind: declared, fact: isParent, groundForLimit: notStated}
          - kind: not
            of: {kind: age, atLeast: 18, groundForLimit: notStated, ageReason: notStated}
    documentation: {individualLevel: required, legalBasis: ["14 kap. 3 § socialtjänstlagen (2025:400)"], groupLevel: {items: []}}
    fee: {kind: free}
    limits: {text: {sv: Högst fem samtal., en: At most five talks.}, maxSessions: 5}
    selection: {sv: Den som väntat längst., en: Who has waited longest.}
    notice: {sv: Ingen rätt till insatsen., en: No right to the service.}
    places: [{slug: torget, name: Torget, address: Torget 1}]
    howToGetIt: {sv: Ring., en: Call.}
    webPage: "https://www.example.se/stod för alla"
    eService: "https://e-tjanster.example.se/samtal"
    functionPhone: "08-590 970 01"
    functionEmail: samtal@example.se
"#;

async fn tells_all_that_is_stated(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, FULL).await.expect("published");
    followed(&app, published.revision).await;
    let graph = document(&app, "/municipalities/0114/insatser/samtal").await;
    is_whole(&graph);
    let service = &graph["@graph"][0];
    let [decided, selection, limits, notice, _] = named(&graph, service, "PublicService.follows")[..] else {
        panic!("five rules");
    };
    assert_eq!(
        decided["dct:issued"],
        json!({"@type": "xsd:date", "@value": "2025-06-11"})
    );
    assert_eq!(decided["dct:bibliographicCitation"], "§ 42");
    assert_eq!(decided["dct:temporal"]["dcat:startDate"]["@value"], "2025-08-01");
    assert_eq!(decided["dct:temporal"]["dcat:endDate"]["@value"], "2026-07-31");
    for (rule, text) in [
        (selection, "Den som väntat längst."),
        (limits, "Högst fem samtal."),
        (notice, "Ingen rätt till insatsen."),
    ] {
        assert_eq!(sv(rule, "Rule.description"), text);
    }
    let authority = named(&graph, service, "PublicService.hasCompetentAuthority")[0];
    let switchboard = node(&graph, authority["cv:contactPoint"]["@id"].as_str().expect("a contact"));
    assert_eq!(switchboard["ContactPoint.hasTelephone"], json!(["08-590 970 00"]));
    let contact = named(&graph, service, "PublicService.contactPoint")[0];
    assert_eq!(contact["ContactPoint.hasTelephone"], json!(["08-590 970 01"]));
    assert_eq!(contact["ContactPoint.hasEmail"], json!(["samtal@example.se"]));
    assert_eq!(
        contact["ContactPoint.contactPage"],
        json!(["https://www.example.se/stod%20f%C3%B6r%20alla"])
    );
    let cost = named(&graph, service, "PublicService.hasCost")[0];
    assert_eq!(
        (&cost["Cost.hasValue"], sv(cost, "Cost.description")),
        (&json!("0.0E0"), "Gratis")
    );
    let kinds: Vec<_> = named(&graph, service, "PublicService.hasChannel")
        .into_iter()
        .map(|channel| name(channel).rsplit('#').next().expect("a place"))
        .collect();
    assert_eq!(
        kinds,
        [
            "/howToGetIt",
            "/eService",
            "/webPage",
            "/functionPhone",
            "/functionEmail",
            "/places/torget"
        ]
    );
    assert_eq!(
        node(&graph, "#/eService")["foaf:page"]["@id"],
        "https://e-tjanster.example.se/samtal"
    );
    assert_eq!(
        sv(node(&graph, "#/functionPhone"), "Channel.description"),
        "Telefon: 08-590 970 01"
    );
    assert_eq!(
        sv(node(&graph, "#/places/torget"), "Channel.description"),
        "Torget, Torget 1"
    );
}

async fn carries_not_inward(engine: Engine) {
    let app = TestApp::start(engine).await;
    let published = import_text(&app, FULL).await.expect("published");
    followed(&app, published.revision).await;
    let graph = document(&app, "/municipalities/0114/insatser/samtal").await;
    // Not both a parent and under 18: not a parent, or 18.
    let criteria = named(&graph, &graph["@graph"][0], "PublicService.holdsRequirement")[0];
    assert_eq!(named(&graph, criteria, "Requirement.type")[0]["skos:notation"], "any");
    let law = named(&graph, criteria, "Requirement.isDerivedFrom")[0];
    assert_eq!(sv(law, "dct:title"), "1 § i nämndens riktlinje");
    let [parent, age] = named(&graph, criteria, "Requirement.hasRequirement")[..] else {
        panic!("two conditions");
    };
    assert_eq!(
        expected(&graph, parent),
        json!({"kind": "not", "of": {"kind": "declared", "fact": "isParent"}})
    );
    assert_eq!(expected(&graph, age), json!({"kind": "age", "atLeast": 18}));
    assert_eq!(sv(age, "Requirement.name"), "Du ska vara 18 år eller äldre");
}

async fn every_insats_is_told_whole(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut count = 0;
    for kommunkod in ["0127", "0180", "0188", "1270"] {
        let all = format!(
            "/municipalities/{kommunkod}/insatser?limit=100&status=inForce,upcoming,historical,incomplete,terminated"
        );
        let list = app.get_json(&all).await;
        for insats in list["insatser"].as_array().expect("a list") {
            let path = format!(
                "/municipalities/{kommunkod}/insatser/{}",
                insats["slug"].as_str().expect("a slug")
            );
            let document = document(&app, &path).await;
            is_whole(&document);
            let service = &document["@graph"][0];
            assert_eq!(name(service), format!("{OWN}{path}"));
            assert_eq!(sv(service, "PublicService.name"), insats["name"]["sv"], "{path}");
            assert_eq!(
                sv(service, "PublicService.description"),
                insats["summary"]["sv"],
                "{path}"
            );
            let has_conditions = insats.get("criteria").is_some() && insats["openToAll"] == false;
            assert_eq!(
                service.get("PublicService.holdsRequirement").is_some(),
                has_conditions,
                "{path}"
            );
            assert_eq!(
                classes(&document).contains("openToAll"),
                insats["openToAll"] == true,
                "{path}"
            );
            assert_eq!(
                classes(&document).contains("criteriaNotStated"),
                insats.get("criteria").is_none(),
                "{path}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 28);
}
