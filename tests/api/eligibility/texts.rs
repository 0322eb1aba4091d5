//! What answers say to people: the explanation, in one or two sentences, and each condition.

use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::table;
use crate::tests;

tests![explanations_name_what_is_not_met, conditions_say_yes_no_or_not_known];

async fn explanations_name_what_is_not_met(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = [
        "municipality",
        "insats",
        "day",
        "facts",
        "explanation in Swedish",
        "explanation in English",
    ];
    for [kommunkod, insats, day, facts, sv, en] in table::rows(include_str!("explanations.txt"), columns, EXPLANATIONS)
    {
        let facts: Value = serde_json::from_str(facts).expect("facts in JSON");
        let answer = app.ask(kommunkod, insats, &json!({"asOf": day, "facts": facts})).await;
        assert_eq!(
            answer["explanation"],
            json!({"sv": sv, "en": en}),
            "{kommunkod} {insats} {facts}"
        );
    }
}

/// The number of rows in `explanations.txt`.
const EXPLANATIONS: usize = 14;

async fn conditions_say_yes_no_or_not_known(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = ["municipality", "insats", "day", "facts", "each condition in Swedish"];
    for [kommunkod, insats, day, facts, expected] in table::rows(include_str!("conditions.txt"), columns, CONDITIONS) {
        let facts: Value = serde_json::from_str(facts).expect("facts in JSON");
        let answer = app.ask(kommunkod, insats, &json!({"asOf": day, "facts": facts})).await;
        let reasons = answer["reasons"].as_array().expect("reasons");
        let texts: Vec<&str> = reasons
            .iter()
            .filter_map(|reason| reason["text"]["sv"].as_str())
            .collect();
        assert_eq!(texts.join(" "), expected, "{kommunkod} {insats} {facts}");
    }
}

/// The number of rows in `conditions.txt`.
const CONDITIONS: usize = 5;
