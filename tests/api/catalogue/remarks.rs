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

use crate::fixtures::app::Engine;
use crate::fixtures::table;
use crate::tests;

tests![the_catalogues_have_exactly_these_remarks];

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
