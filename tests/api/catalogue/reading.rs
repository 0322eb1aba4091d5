//! Reading the catalogue: municipalities, insatser, versions, criteria, providers.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::tests;

tests![
    lists_the_municipalities_in_swedish_order,
    shows_what_a_municipality_says_of_itself,
    lists_what_is_in_force_and_how_to_get_it,
    finds_by_words_category_and_openness,
    chooses_status_and_day,
    pages_keep_the_other_parameters,
    a_page_out_of_range_is_empty,
    shows_an_insats_with_all_it_has,
    says_what_the_sources_do_not_show,
    shows_the_criteria_with_questions_and_a_schema,
    shows_the_documentation_rules,
    shows_providers_with_agreements,
    lists_the_vocabulary_of_facts,
    lists_what_always_requires_assessment,
    describes_the_api,
    has_a_page_for_every_problem,
    links_lead_where_they_say,
];

fn slugs(list: &Value) -> Vec<&str> {
    list["insatser"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|insats| insats["slug"].as_str().expect("a slug"))
        .collect()
}

async fn lists_the_municipalities_in_swedish_order(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/municipalities").await;
    let names: Vec<&str> = list["municipalities"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["Botkyrka", "Norrtälje", "Stockholm", "Tomelilla"]);
    assert_eq!(list["municipalities"][3]["kommunkod"], "1270");
    assert_eq!(list["municipalities"][3]["county"], "Skåne län");
    assert_eq!(
        list["_meta"],
        json!({"totalRecords": 4, "page": 1, "limit": 20, "count": 4})
    );
}

async fn shows_what_a_municipality_says_of_itself(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = app.get_json("/municipalities/0188").await;
    assert_eq!(
        (&shown["kommunkod"], &shown["name"]),
        (&json!("0188"), &json!("Norrtälje"))
    );
    assert_eq!(shown["settings"]["riskConclusionRequired"], true);
    assert_eq!(shown["bodies"][0]["slug"], "direktionen");
    assert_eq!(shown["bodies"][0]["contact"]["functionPhone"], "0176-713 00");
    assert_eq!(shown["sourceDocuments"][1]["document"], "002");
}

async fn lists_what_is_in_force_and_how_to_get_it(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/municipalities/1270/insatser").await;
    assert_eq!(
        slugs(&list),
        ["anhorigstod", "cafe-kryddan", "rad-och-stod", "rebus", "trygghetslarm"]
    );
    for insats in list["insatser"].as_array().expect("a list") {
        assert_eq!(insats["status"], "inForce");
        assert!(insats["howToGetIt"]["sv"].is_string());
        assert!(
            insats["rightToApply"]["text"]["sv"]
                .as_str()
                .is_some_and(|text| text.contains("alltid rätt att ansöka"))
        );
    }
    let by_name = app.get_json("/municipalities/0188/insatser?sort=name").await;
    let names: Vec<&str> = by_name["insatser"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["name"]["sv"].as_str().expect("a name"))
        .collect();
    assert_eq!(names[0], "Anhörigstöd");
    assert_eq!(names[6], "Träffpunkter");
    let warnings = by_name["insatser"][1]["warnings"].as_array().expect("warnings");
    assert_eq!(warnings.len(), 1, "an agreement runs, but the source is a proposal");
    assert_eq!(warnings[0]["code"], "adoptionNotShown");
}

async fn finds_by_words_category_and_openness(engine: Engine) {
    let app = TestApp::start(engine).await;
    let find = async |query: &str| {
        let list = app.get_json(&format!("/municipalities/0188/insatser?{query}")).await;
        slugs(&list).join(" ")
    };
    assert_eq!(find("q=tr%C3%A4ffpunkt").await, "traffpunkter kvarnen");
    assert_eq!(find("q=TRAFFPUNKTER").await, "traffpunkter kvarnen");
    assert_eq!(find("q=personal+ombud").await, "personligt-ombud");
    assert_eq!(find("category=sysselsattning").await, "hamnkompaniet");
    assert_eq!(find("category=motesplats").await, "kvarnen traffpunkter");
    assert_eq!(find("openToAll=true").await, "kvarnen traffpunkter");
    assert_eq!(
        find("openToAll=false&category=funktionsnedsattning").await,
        "personligt-ombud syn-och-horselinstruktor"
    );
    assert_eq!(find("q=obefintlig").await, "");
}

async fn chooses_status_and_day(engine: Engine) {
    let app = TestApp::start(engine).await;
    let count = async |path: &str| {
        app.get_json(path).await["_meta"]["totalRecords"]
            .as_u64()
            .expect("a number")
    };
    assert_eq!(count("/municipalities/1270/insatser?asOf=2025-06-30").await, 0);
    assert_eq!(
        count("/municipalities/1270/insatser?asOf=2025-06-30&status=upcoming").await,
        5
    );
    assert_eq!(count("/municipalities/1270/insatser?asOf=2025-07-01").await, 5);
    assert_eq!(
        count("/municipalities/0180/insatser").await,
        0,
        "history is not today's offer"
    );
    assert_eq!(count("/municipalities/0180/insatser?asOf=2024-01-01").await, 0);
    assert_eq!(count("/municipalities/0180/insatser?status=historical").await, 14);
    assert_eq!(
        count("/municipalities/0188/insatser?asOf=2024-01-01&status=inForce,upcoming").await,
        7
    );
}

async fn pages_keep_the_other_parameters(engine: Engine) {
    let app = TestApp::start(engine).await;
    let page = app
        .get_json("/municipalities/1270/insatser?q=%C3%B6ppen&limit=1&page=2&asOf=2025-09-01")
        .await;
    assert_eq!(
        page["_meta"],
        json!({"totalRecords": 4, "page": 2, "limit": 1, "count": 1})
    );
    let links: Vec<(&str, &str, &str)> = page["_links"]
        .as_array()
        .expect("links")
        .iter()
        .map(|link| {
            (
                link["rel"].as_str().expect("rel"),
                link["href"].as_str().expect("href"),
                link["method"].as_str().expect("method"),
            )
        })
        .collect();
    let rels: Vec<&str> = links.iter().map(|link| link.0).collect();
    assert_eq!(rels, ["self", "first", "last", "prev", "next"]);
    for (_, href, method) in &links {
        assert!(
            href.starts_with("https://api.example.se/insatskatalog/v1/municipalities/1270/insatser?"),
            "{href}"
        );
        assert!(
            href.contains("asOf=2025-09-01") && href.contains("q=%C3%B6ppen") && href.contains("limit=1"),
            "{href}"
        );
        assert_eq!(*method, "GET");
    }
    let next = links[4].1.trim_start_matches("https://api.example.se/insatskatalog/v1");
    assert_eq!(app.get_json(next).await["_meta"]["page"], 3);
    let last = app.get_json("/municipalities/1270/insatser?limit=2&page=3").await;
    assert!(!last["_links"].to_string().contains("\"next\""));
}

async fn a_page_out_of_range_is_empty(engine: Engine) {
    let app = TestApp::start(engine).await;
    for page in ["2", "99999999999"] {
        let list = app.get_json(&format!("/municipalities?page={page}")).await;
        assert_eq!(list["municipalities"], json!([]), "{page}");
        assert_eq!(list["_meta"]["totalRecords"], 4);
    }
}

async fn shows_an_insats_with_all_it_has(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = app.get_json("/municipalities/0188/insatser/traffpunkter").await;
    assert_eq!(
        (&shown["status"], &shown["openToAll"], &shown["version"]),
        (&json!("inForce"), &json!(true), &json!(1))
    );
    assert_eq!(shown["criteria"], json!({"kind": "all", "of": []}));
    let places: Vec<&str> = shown["places"]
        .as_array()
        .expect("places")
        .iter()
        .map(|one| one["slug"].as_str().expect("a slug"))
        .collect();
    assert_eq!(
        places,
        [
            "rimbo",
            "haverodal",
            "vaddo-almsta",
            "bergshamra",
            "hallstavik",
            "herrang",
            "norrtalje"
        ]
    );
    assert_eq!(
        shown["providers"],
        json!([{"slug": "finska-foreningen", "name": "Finska föreningen", "kind": "association", "agreementRuns": true,
        "serviceAreas": [
            {"name": "Norrtälje", "description": {"sv": "Föreningen driver träffpunkten.", "en": "The association runs the meeting place."}},
            {"name": "Hallstavik", "description": {"sv": "Föreningen har aktiviteter där.", "en": "The association has activities there."}},
        ]}])
    );
    assert!(shown.get("asOf").is_none(), "a body does not echo the day");
    assert!(
        !shown.to_string().contains("null"),
        "members without a value are left out"
    );
    let versions = app
        .get_json("/municipalities/0188/insatser/traffpunkter/versions")
        .await;
    assert_eq!(versions["versions"].as_array().map(Vec::len), Some(1));
    app.now("2026-07-01T10:00:00Z");
    let ombud = app.get_json("/municipalities/0188/insatser/personligt-ombud").await;
    assert_eq!(ombud["warnings"][0]["since"], "2026-06-01");
    assert_eq!(ombud["providers"][0]["agreementRuns"], false);
}

async fn says_what_the_sources_do_not_show(engine: Engine) {
    let app = TestApp::start(engine).await;
    let remarks = async |kommunkod: &str, insats: &str| {
        let shown = app
            .get_json(&format!("/municipalities/{kommunkod}/insatser/{insats}"))
            .await;
        let codes: Vec<String> = shown["remarks"]
            .as_array()
            .expect("remarks")
            .iter()
            .map(|one| one["code"].as_str().expect("a code").to_owned())
            .collect();
        codes.join(" ")
    };
    assert_eq!(
        remarks("1270", "trygghetslarm").await,
        "validFromNotStated adoptionNotShown decisionDateNotStated groundNotStated ageReasonNotStated providerNotStated"
    );
    assert_eq!(
        remarks("1270", "cafe-kryddan").await,
        "adoptionNotShown decisionDateNotStated providerNotStated specialReasonsNotStated"
    );
    assert_eq!(
        remarks("0188", "kvarnen").await,
        "adoptionNotShown agreementDatesNotStated"
    );
    assert_eq!(
        remarks("0188", "personligt-ombud").await,
        "validFromNotStated decisionNotStated groundNotStated ageReasonNotStated"
    );
    assert_eq!(
        remarks("0180", "mika").await,
        "validFromNotStated validToNotStated criteriaNotStated agreementDatesNotStated"
    );
}

async fn shows_the_criteria_with_questions_and_a_schema(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = app
        .get_json("/municipalities/1270/insatser/trygghetslarm/criteria")
        .await;
    assert_eq!(
        shown["criteria"]["of"][0],
        json!({"kind": "age", "atLeast": 70, "groundForLimit": "notStated", "ageReason": "notStated"})
    );
    assert_eq!(shown["criteria"]["of"][1]["kommunkod"], "1270");
    let facts: Vec<&str> = shown["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|one| one["fact"].as_str().expect("a name"))
        .collect();
    assert_eq!(facts, ["birthDate", "registeredMunicipality"]);
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&shown["factsSchema"])
        .expect("a JSON Schema");
    assert!(validator.is_valid(&json!({"birthDate": "1950-03-14", "registeredMunicipality": "1270"})));
    assert!(!validator.is_valid(&json!({"birthDate": "igår"})));
    assert!(!validator.is_valid(&json!({"name": "x"})));
    let carers = app.get_json("/municipalities/0188/insatser/anhorigstod/criteria").await;
    assert_eq!(carers["activities"][7]["slug"], "rubinens-barngrupp");
    let validator = jsonschema::validator_for(&carers["factsSchema"]).expect("a JSON Schema");
    assert!(validator.is_valid(&json!({"selfDeclared": {"relativeReasons": ["alder"], "supportsRelative": true}})));
    assert!(!validator.is_valid(&json!({"selfDeclared": {"relativeReasons": ["other"]}})));
    let unknown = app.get_json("/municipalities/0180/insatser/kast/criteria").await;
    assert_eq!(
        (&unknown["criteriaNotStated"], unknown.get("criteria")),
        (&json!(true), None)
    );
    assert_eq!(
        app.get_json("/municipalities/1270/insatser/rebus/criteria").await["openToAll"],
        true
    );
}

async fn shows_the_documentation_rules(engine: Engine) {
    let app = TestApp::start(engine).await;
    let shown = app
        .get_json("/municipalities/0188/insatser/kvarnen/documentation-rules")
        .await;
    assert_eq!(
        shown["documentation"]["legalBasis"],
        json!(["14 kap. 5 § socialtjänstlagen (2025:400)"])
    );
    assert_eq!(shown["documentation"]["riskConclusion"], 3);
    assert_eq!(
        shown["documentation"]["groupLevel"]["reporting"],
        json!({"cycle": "month", "evaluationCycle": "year"})
    );
    let alarm = app
        .get_json("/municipalities/1270/insatser/trygghetslarm/documentation-rules")
        .await;
    assert!(
        alarm["here"]["sv"]
            .as_str()
            .is_some_and(|text| text.contains("aldrig här"))
    );
    let history = app
        .get_json("/municipalities/0180/insatser/mika/documentation-rules")
        .await;
    assert!(history.get("documentation").is_none());
}

async fn shows_providers_with_agreements(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/municipalities/0188/providers").await;
    assert_eq!(list["_meta"]["totalRecords"], 6);
    let parasoll = app.get_json("/municipalities/0188/providers/stiftelsen-parasoll").await;
    assert_eq!(parasoll["kind"], "foundation");
    assert_eq!(parasoll["agreements"][0]["validTo"], "2026-05-31");
    assert_eq!(parasoll["agreements"][1]["partOf"], "huvudavtal");
    let unnamed = app.get_json("/municipalities/0188/providers/kvarnens-utforare").await;
    assert!(unnamed.get("kind").is_none() && unnamed["agreements"][0].get("validFrom").is_none());
    assert_eq!(
        app.get_json("/municipalities/1270/providers").await["providers"],
        json!([])
    );
}

async fn lists_the_vocabulary_of_facts(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/facts").await;
    let facts = list["facts"].as_array().expect("facts");
    assert_eq!(facts.len(), 32);
    let find = |name: &str| {
        facts
            .iter()
            .find(|fact| fact["name"] == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(
        find("selfDeclared.psychiatricContact")["usedBy"],
        json!([{"kommunkod": "0188", "insats": "hamnkompaniet"}])
    );
    assert_eq!(find("selfDeclared.ofWorkingAge")["usedBy"], json!([]));
    assert_eq!(
        find("selfDeclared.relativeReasons")["values"][1]["value"],
        "langvarig_sjukdom"
    );
    assert_eq!(find("birthDate")["schema"], json!({"type": "string", "format": "date"}));
}

async fn lists_what_always_requires_assessment(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/assessment-required").await;
    let slugs: Vec<&str> = list["assessmentRequired"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["slug"].as_str().expect("a slug"))
        .collect();
    for wanted in [
        "kontaktperson",
        "kontaktfamilj",
        "kvalificerad-kontaktperson",
        "familjehem",
        "lvm-hem",
        "sarskilt-ungdomshem",
        "jourhem",
        "stodboende-barn-och-unga",
        "hvb-barn-och-unga",
        "skyddat-boende-barn-och-unga",
        "sarskilt-boende-for-aldre",
        "bostad-med-sarskilt-stod",
        "korttidsboende",
        "ekonomiskt-bistand",
        "heldygnsvard-sol",
    ] {
        assert!(slugs.contains(&wanted), "{wanted}");
    }
    assert_eq!(slugs.len(), 15);
}

async fn describes_the_api(engine: Engine) {
    let app = TestApp::start(engine).await;
    let info = app.get_json("/api-info").await;
    let members: Vec<&String> = info.as_object().expect("an object").keys().collect();
    assert_eq!(
        members,
        ["apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"]
    );
    assert_eq!(
        (&info["apiName"], &info["apiStatus"]),
        (&json!("insatskatalog"), &json!("active"))
    );
    assert_eq!(info["apiDocumentation"], "https://api.example.se/docs/");
}

async fn has_a_page_for_every_problem(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app.get_json("/problems").await;
    for problem in list["problems"].as_array().expect("problems") {
        let code = problem["code"].as_str().expect("a code");
        let one = app.get_json(&format!("/problems/{code}")).await;
        assert_eq!(&one, problem);
        assert!(one["title"]["sv"].is_string() && one["remedy"]["en"].is_string());
    }
}

async fn links_lead_where_they_say(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut waiting = vec!["/municipalities?limit=100".to_owned()];
    let mut seen = Vec::new();
    while let Some(path) = waiting.pop() {
        if seen.contains(&path) {
            continue;
        }
        let answer = app.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        // A feed links to what it tells of by itself.
        if answer.header("content-type") == "application/json" {
            collect_links(&answer.json(), &mut waiting);
        }
        seen.push(path);
    }
    for wanted in [
        "/municipalities/0188/insatser/kvarnen/criteria",
        "/municipalities/0188/providers/hamnkompaniets-utforare",
    ] {
        assert!(seen.iter().any(|path| path == wanted), "{wanted} is linked to");
    }
}

/// Every address below the base path that a link with GET leads to.
fn collect_links(value: &Value, addresses: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_links(item, addresses)),
        Value::Object(members) => {
            if let (Some(href), Some(method)) = (members.get("href"), members.get("method"))
                && method == "GET"
            {
                let href = href.as_str().expect("an address");
                let path = href.strip_prefix("https://api.example.se/insatskatalog/v1");
                addresses.push(
                    path.unwrap_or_else(|| panic!("{href} is below the base path"))
                        .to_owned(),
                );
            }
            members.values().for_each(|member| collect_links(member, addresses));
        }
        _ => {}
    }
}
