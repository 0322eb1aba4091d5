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
use crate::tests;

tests![the_catalogues_have_exactly_these_remarks];

/// What the sources leave open, for each insats.
const REMARKS: &[(&str, &str, &[&str])] = &[
    // The report of before the law names no start day (D12), no grounds and no providers.
    ("0180", "trafflokal", &["validFromNotStated", "providerNotStated"]),
    (
        "0180",
        "personligt-ombud",
        &[
            "validFromNotStated",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
    (
        "0180",
        "heminstruktor",
        &["validFromNotStated", "groundNotStated", "providerNotStated"],
    ),
    ("0180", "fixartjanst", &["validFromNotStated", "providerNotStated"]),
    (
        "0180",
        "ungdomsmottagning",
        &[
            "validFromNotStated",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
    (
        "0180",
        "relationsvaldscentrum",
        &[
            "validFromNotStated",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
    (
        "0180",
        "foraldraskapsstod",
        &["validFromNotStated", "groundNotStated", "providerNotStated"],
    ),
    (
        "0180",
        "rad-och-stodsamtal",
        &["validFromNotStated", "criteriaNotStated", "providerNotStated"],
    ),
    (
        "0180",
        "skolsocialt-team",
        &["validFromNotStated", "criteriaNotStated", "providerNotStated"],
    ),
    (
        "0180",
        "stodsamtal-oppenvard",
        &["validFromNotStated", "criteriaNotStated", "providerNotStated"],
    ),
    (
        "0180",
        "behandlingsenheten",
        &[
            "validFromNotStated",
            "criteriaNotStated",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
    (
        "0180",
        "mika",
        &["validFromNotStated", "criteriaNotStated", "providerNotStated"],
    ),
    (
        "0180",
        "kast",
        &["validFromNotStated", "criteriaNotStated", "providerNotStated"],
    ),
    // A proposal (D1); no reason for the age of 18; agreements without dates (D31 for Seniorkollo).
    (
        "0188",
        "anhorigstod",
        &["adoptionNotShown", "groundNotStated", "ageReasonNotStated"],
    ),
    ("0188", "traffpunkter", &["adoptionNotShown", "agreementDatesNotStated"]),
    (
        "0188",
        "seniorkollo",
        &[
            "adoptionNotShown",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
    ("0188", "kvarnen", &["adoptionNotShown", "agreementDatesNotStated"]),
    (
        "0188",
        "hamnkompaniet",
        &["adoptionNotShown", "groundNotStated", "agreementDatesNotStated"],
    ),
    (
        "0188",
        "syn-och-horselinstruktor",
        &["adoptionNotShown", "groundNotStated", "agreementDatesNotStated"],
    ),
    // Outside the act, with a start that only its agreement shows (D11).
    (
        "0188",
        "personligt-ombud",
        &["validFromNotStated", "groundNotStated", "ageReasonNotStated"],
    ),
    // Proposals without a day (D1); no providers (D31); no special reasons for Café Kryddan; no start for the alarm (D2).
    (
        "1270",
        "cafe-kryddan",
        &[
            "adoptionNotShown",
            "decisionDateNotStated",
            "providerNotStated",
            "specialReasonsNotStated",
        ],
    ),
    (
        "1270",
        "rebus",
        &["adoptionNotShown", "decisionDateNotStated", "providerNotStated"],
    ),
    (
        "1270",
        "anhorigstod",
        &["adoptionNotShown", "decisionDateNotStated", "providerNotStated"],
    ),
    (
        "1270",
        "rad-och-stod",
        &["adoptionNotShown", "decisionDateNotStated", "providerNotStated"],
    ),
    (
        "1270",
        "trygghetslarm",
        &[
            "validFromNotStated",
            "adoptionNotShown",
            "decisionDateNotStated",
            "groundNotStated",
            "ageReasonNotStated",
            "providerNotStated",
        ],
    ),
];

/// What the template leaves open for each of its seven (D13).
const OF_TEMPLATE: &[&str] = &[
    "validFromNotStated",
    "adoptionNotShown",
    "decisionDateNotStated",
    "criteriaNotStated",
    "providerNotStated",
];

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
    let of_template: Vec<_> = found.iter().filter(|((kommunkod, _), _)| kommunkod == "0114").collect();
    assert_eq!(of_template.len(), 7);
    for (key, codes) in of_template {
        assert_eq!(codes, OF_TEMPLATE, "{key:?}");
    }
    found.retain(|(kommunkod, _), _| kommunkod != "0114");
    for (kommunkod, slug, codes) in REMARKS {
        let key = ((*kommunkod).to_owned(), (*slug).to_owned());
        assert_eq!(found.remove(&key).as_deref().unwrap_or_default(), *codes, "{key:?}");
    }
    assert!(found.is_empty(), "{found:?}");
}
