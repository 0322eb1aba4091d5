//! Questions about every insats of the fact sheet: on, before and after its boundaries.

use insatskatalog::documents::embedded::TEMPLATE;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::import;
use insatskatalog::import::SourceFile;
use insatskatalog::store::Store;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp, author};
use crate::fixtures::publishing::followed;
use crate::fixtures::table;
use crate::tests;

tests![
    every_historical_insats_ends_with_the_old_law,
    every_insats_of_the_template_is_undetermined,
    every_insats_is_asked_at_its_boundaries,
];

/// The columns of a table of questions.
pub const COLUMNS: [&str; 7] = [
    "municipality",
    "insats",
    "activity",
    "day",
    "outcome",
    "reason",
    "facts",
];

/// Asks the question of each row and compares the answer; returns the insatser asked.
pub async fn ask_each(app: &TestApp, rows: &[[&'static str; 7]]) -> Vec<(&'static str, &'static str)> {
    let mut asked = Vec::new();
    for [kommunkod, insats, activity, day, outcome, reason_code, facts] in rows {
        let facts: Value = serde_json::from_str(facts).unwrap_or_else(|_| panic!("facts in JSON, not {facts}"));
        let mut question = json!({"asOf": day, "facts": facts});
        if !activity.is_empty() {
            question["activity"] = json!(activity);
        }
        let answer = app.ask(kommunkod, insats, &question).await;
        let given = (
            answer["outcome"].as_str(),
            answer["reasonCode"].as_str().unwrap_or_default(),
        );
        assert_eq!(
            given,
            (Some(*outcome), *reason_code),
            "{kommunkod} {insats} {question}: {answer}"
        );
        assert_eq!(
            answer["missing"] == json!([]),
            *outcome != "needMoreFacts",
            "{insats} {question}"
        );
        asked.push((*kommunkod, *insats));
    }
    asked
}

async fn every_insats_is_asked_at_its_boundaries(engine: Engine) {
    let app = TestApp::start(engine).await;
    let rows = table::rows(include_str!("boundaries.txt"), COLUMNS, 96);
    let asked = ask_each(&app, &rows).await;
    for kommunkod in ["0127", "0180", "0188", "1270"] {
        let all = format!(
            "/municipalities/{kommunkod}/insatser?limit=100&status=inForce,upcoming,historical,incomplete,terminated"
        );
        for insats in app.get_json(&all).await["insatser"].as_array().expect("a list") {
            let slug = insats["slug"].as_str().expect("a slug");
            assert!(
                asked.contains(&(kommunkod, slug)),
                "{kommunkod} {slug} is not in the table"
            );
        }
    }
}

async fn every_historical_insats_ends_with_the_old_law(engine: Engine) {
    let app = TestApp::start(engine).await;
    let list = app
        .get_json("/municipalities/0180/insatser?status=historical&limit=100")
        .await;
    let insatser = list["insatser"].as_array().expect("a list");
    assert_eq!(insatser.len(), 14);
    for insats in insatser {
        let slug = insats["slug"].as_str().expect("a slug");
        let ask = async |day: &str| app.ask("0180", slug, &json!({"asOf": day})).await["reasonCode"].clone();
        let (day_before, first_day) = match slug {
            "relationsvaldscentrum" => ("2017-12-31", "2018-01-01"),
            "trafflokal" => ("2012-03-14", "2012-03-15"),
            _ => ("2022-01-16", "2022-01-17"),
        };
        assert_eq!(ask(day_before).await, "noDecision", "{slug}");
        assert!(
            !["notInForce", "noDecision"].contains(&ask(first_day).await.as_str().unwrap_or_default()),
            "{slug}"
        );
        assert!(
            !["notInForce", "noDecision"].contains(&ask("2025-06-30").await.as_str().unwrap_or_default()),
            "{slug}"
        );
        assert_eq!(ask("2025-07-01").await, "noDecision", "{slug}");
    }
}

async fn every_insats_of_the_template_is_undetermined(engine: Engine) {
    let app = TestApp::start(engine).await;
    let store = Store::open(&app.database.address()).expect("opens");
    let source = SourceFile {
        name: TEMPLATE.0.into(),
        text: TEMPLATE.1.into(),
    };
    let published = import::files(&store, &app.clock, vec![source], Kommunkod::parse("0114"), &author())
        .await
        .expect("published");
    followed(&app, published[0].1.revision).await;
    let levels = [
        ("anhorigstod", "exempt"),
        ("motesplatser", "exempt"),
        ("radgivning-vald-i-nara-relation", "advice"),
        ("boendecoachning-bostadslosa", "required"),
        ("krisstod-placerat-barn", "required"),
        ("efter-barnforhoret", "required"),
        ("familjebehandling", "required"),
    ];
    for (slug, level) in levels {
        let before = app.ask("0114", slug, &json!({"asOf": "2025-06-30"})).await;
        assert_eq!(before["reasonCode"], "notInForce", "{slug}");
        let after = app.ask("0114", slug, &json!({"asOf": "2025-07-01"})).await;
        assert_eq!(
            (&after["outcome"], &after["reasonCode"]),
            (&json!("undetermined"), &json!("criteriaUnknown")),
            "{slug}"
        );
        let rules = app
            .get_json(&format!("/municipalities/0114/insatser/{slug}/documentation-rules"))
            .await;
        assert_eq!(rules["documentation"]["individualLevel"], level, "{slug}");
    }
}
