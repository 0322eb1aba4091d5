//! Every insats of the fact sheet has its sources and its documentation rules.

use serde_json::json;

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::table;
use crate::tests;

tests![every_insats_is_served_with_its_sources];

const COLUMNS: [&str; 5] = [
    "municipality",
    "insats",
    "individual level",
    "risk conclusion",
    "group items",
];

async fn every_insats_is_served_with_its_sources(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (kommunkod, count, parts) in [
        ("1270", 5, ["004"].as_slice()),
        ("0188", 7, &["000", "002"]),
        ("0180", 14, &["003"]),
        ("0127", 2, &["handlaggning", "anhorigstod", "avgifter", "kunskapsbas"]),
    ] {
        let status = if kommunkod == "0180" { "historical" } else { "inForce" };
        let list = app
            .get_json(&format!(
                "/municipalities/{kommunkod}/insatser?status={status}&limit=100"
            ))
            .await;
        let insatser = list["insatser"].as_array().expect("a list");
        assert_eq!(insatser.len(), count, "{kommunkod}");
        for insats in insatser {
            let name = format!("{kommunkod} {}", insats["slug"]);
            let sources = insats["sources"]
                .as_array()
                .unwrap_or_else(|| panic!("{name} has no sources"));
            assert!(!sources.is_empty(), "{name}");
            for source in sources {
                let document = source["document"].as_str().expect("a document");
                assert!(parts.contains(&document), "{name}: {source}");
                // The sources of Botkyrka are cited as a whole.
                assert!(source["lines"].is_string() || kommunkod == "0127", "{name}: {source}");
            }
            assert!(
                insats["name"]["en"].is_string() && insats["summary"]["sv"].is_string(),
                "{name}"
            );
        }
    }
    for [kommunkod, insats, level, conclusion, items] in
        table::rows(include_str!("documentation_rules.txt"), COLUMNS, 12)
    {
        let path = format!("/municipalities/{kommunkod}/insatser/{insats}/documentation-rules");
        let rules = app.get_json(&path).await["documentation"].clone();
        assert_eq!(rules["individualLevel"], level, "{insats}");
        assert_eq!(
            rules["riskConclusion"].as_u64().unwrap_or_default().to_string(),
            conclusion,
            "{insats}"
        );
        let wanted: Vec<&str> = items.split_whitespace().collect();
        assert_eq!(rules["groupLevel"]["items"], json!(wanted), "{insats}");
    }
    let anhorigstod = app.get_json("/municipalities/0188/insatser/anhorigstod").await;
    assert_eq!(anhorigstod["activities"].as_array().map(Vec::len), Some(10));
    assert_eq!(anhorigstod["decision"]["followUpDue"], "2026-06");
    let traffpunkter = app.get_json("/municipalities/0188/insatser/traffpunkter").await;
    assert_eq!(traffpunkter["places"].as_array().map(Vec::len), Some(7));
    assert_eq!(
        traffpunkter["documentation"]["groupLevel"]["reporting"]["cycle"],
        "year"
    );
    assert_eq!(
        app.get_json("/municipalities/0127/insatser/serviceinsatser").await["fee"]["kind"],
        "amount"
    );
    let instructor = app
        .get_json("/municipalities/0188/insatser/syn-och-horselinstruktor")
        .await;
    assert_eq!(
        (&instructor["fee"]["kind"], &instructor["referralNeeded"]),
        (&json!("free"), &json!(false))
    );
}
