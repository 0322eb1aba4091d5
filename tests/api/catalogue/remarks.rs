//! Every catalogue that comes with the program passes the legal check, with exactly the remarks that the open points of
//! its sources lead to (fact sheet section 10).

use std::collections::BTreeMap;

use insatskatalog::documents::embedded::{CATALOGUES, TEMPLATE};
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::plan::plan;
use insatskatalog::domain::publishing::remark::remarks;
use insatskatalog::import::judgement;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{CAFE, NEW, changed, create, editor, new_insats};
use crate::fixtures::table;
use crate::tests;

tests![
    the_catalogues_have_exactly_these_remarks,
    texts_without_english_have_one_remark,
];

const ENGLISH: [&str; 3] = ["without English", "remark in Swedish", "remark in English"];
const COLUMNS: [&str; 3] = ["municipality", "insats", "remarks"];

async fn the_catalogues_have_exactly_these_remarks(_: Engine) {
    let mut found: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (name, text) in CATALOGUES.into_iter().chain([TEMPLATE]) {
        let under = Kommunkod::parse("0114").filter(|_| name == TEMPLATE.0);
        let file = CatalogueFile::read(text, under).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        let today = insatskatalog::domain::day::parse("2026-11-24").expect("a day");
        let changes = plan(None, &file.documents, &judgement(today)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let mut municipality: Option<Municipality> = None;
        for (change, revision) in changes.into_iter().zip(1..) {
            match (&mut municipality, change) {
                (None, Change::Put(Document::Municipality(document))) => {
                    municipality = Some(Municipality::new(document, revision));
                }
                (Some(municipality), change) => municipality.apply(change, revision).expect("whole"),
                (None, _) => panic!("{name} begins with the municipality"),
            }
        }
        let municipality = municipality.expect("a municipality");
        let kommunkod = municipality.document().kommunkod.to_string();
        for (slug, insats) in municipality.insatser() {
            for version in insats.versions() {
                let codes = remarks(&municipality, &version.held.version);
                let codes = codes.iter().map(|remark| {
                    let code = serde_json::to_value(remark.code).expect("JSON");
                    code.as_str().expect("a word").to_owned()
                });
                found.insert((kommunkod.clone(), slug.to_string()), codes.collect());
            }
        }
    }
    for [kommunkod, slug, codes] in table::rows(include_str!("remarks.txt"), COLUMNS, 35) {
        let key = (kommunkod.to_owned(), slug.to_owned());
        let codes: Vec<&str> = codes.split_whitespace().collect();
        assert_eq!(found.remove(&key).unwrap_or_default(), codes, "{key:?}");
    }
    assert!(found.is_empty(), "{found:?}");
}

async fn texts_without_english_have_one_remark(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut whole = new_insats();
    whole["selection"] = json!({"sv": "Lottning.", "en": "A draw."});
    whole["places"] = json!([{"slug": "torget", "name": "Torget", "note": {"sv": "Ring på.", "en": "Ring the bell."}}]);
    whole["criteria"] = json!({"kind": "registeredIn", "kommunkod": "1270",
        "groundForLimit": {"sv": "Platserna är få.", "en": "There are few places."}});
    let on_english = |shown: &Value| -> Vec<Value> {
        let remarks = shown["remarks"].as_array().expect("remarks").iter();
        remarks
            .filter(|remark| remark["code"] == "englishMissing")
            .cloned()
            .collect()
    };
    for [pointers, sv, en] in table::rows(include_str!("remarks_on_english.txt"), ENGLISH, 6) {
        let mut cafe = whole.clone();
        for pointer in pointers.split_whitespace() {
            let text = cafe
                .pointer_mut(pointer)
                .and_then(Value::as_object_mut)
                .expect("a text");
            text.remove("en").expect("English");
        }
        let path = format!("{CAFE}?validateOnly=true");
        let checked = app.put_as(&editor("1270"), &path, NEW, &cafe).await;
        assert_eq!(checked.status, 200, "{pointers}: {}", checked.text);
        let expected = match (sv, en) {
            ("", "") => Vec::new(),
            (sv, en) => vec![json!({"code": "englishMissing", "text": {"sv": sv, "en": en}})],
        };
        assert_eq!(on_english(&checked.json()), expected, "{pointers}");
    }
    // A published version has the same remark in every answer, until it is translated.
    let mut cafe = whole.clone();
    cafe["name"] = json!({"sv": "Sångcafé"});
    let created = create(&app, &cafe).await;
    assert_eq!(created.status, 201, "{}", created.text);
    assert_eq!(on_english(&created.json()).len(), 1);
    assert_eq!(on_english(&app.get_json(CAFE).await), on_english(&created.json()));
    let (translated, _) = changed(&app, "1270", CAFE, |cafe| cafe["name"]["en"] = json!("Singing café")).await;
    assert_eq!(on_english(&translated), Vec::<Value>::new());
}
