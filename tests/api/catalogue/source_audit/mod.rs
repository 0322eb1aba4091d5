//! What the included catalogues say, against their sources: one row or more for each finding of the audit, in order.

pub mod members;

use std::collections::BTreeSet;

use insatskatalog::documents::embedded::TEMPLATE;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::import;
use insatskatalog::import::SourceFile;
use insatskatalog::store::Store;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp, author};
use crate::fixtures::editing::{NEW, editor};
use crate::fixtures::publishing::followed;
use crate::fixtures::table;
use crate::issuer::token;
use crate::tests;

tests![
    every_finding_has_a_row,
    answers_are_no_surer_than_the_sources,
    documents_say_what_the_sources_say,
    records_with_only_what_is_required_are_accepted,
];

/// The findings of the audit.
const FINDINGS: u32 = 41;

const ANSWERS: [&str; 8] = [
    "finding",
    "municipality",
    "insats",
    "activity",
    "day",
    "outcome",
    "reason",
    "facts",
];

const CONTENTS: [&str; 5] = ["finding", "path", "pointer", "check", "text"];

fn answers() -> Vec<[&'static str; 8]> {
    table::rows(include_str!("answers.txt"), ANSWERS, 45)
}

fn contents() -> Vec<[&'static str; 5]> {
    table::rows(include_str!("contents.txt"), CONTENTS, 143)
}

/// The service with the template published under a municipality of its own too.
async fn start(engine: Engine) -> TestApp {
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
    app
}

async fn every_finding_has_a_row(_: Engine) {
    let of_answers = answers().into_iter().map(|row| row[0]);
    let of_contents = contents().into_iter().map(|row| row[0]);
    let rows: BTreeSet<u32> = of_answers
        .chain(of_contents)
        .filter_map(|row| row.parse().ok())
        .collect();
    let all: BTreeSet<u32> = (1..=FINDINGS).collect();
    assert_eq!(rows, all);
}

async fn answers_are_no_surer_than_the_sources(engine: Engine) {
    let app = start(engine).await;
    for [finding, kommunkod, insats, activity, day, outcome, reason_code, facts] in answers() {
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
        assert_eq!(given, (Some(outcome), reason_code), "{finding}: {question}: {answer}");
    }
}

async fn documents_say_what_the_sources_say(engine: Engine) {
    let app = start(engine).await;
    for [finding, path, pointer, check, text] in contents() {
        let document = app.get_json(path).await;
        let part = document.pointer(pointer);
        let written = match part {
            Some(Value::String(text)) => text.clone(),
            Some(part) => part.to_string(),
            None => String::new(),
        };
        let holds = match check {
            "absent" => part.is_none(),
            "is" => part.is_some() && written == text,
            "has" => written.contains(text),
            "lacks" => part.is_some() && !written.contains(text),
            _ => panic!("no such check: {check}"),
        };
        assert!(holds, "{finding}: {path} {pointer} {check} {text}: {written}");
    }
}

async fn records_with_only_what_is_required_are_accepted(engine: Engine) {
    let app = TestApp::start(engine).await;
    let provider = "/municipalities/1270/providers/egen-regi";
    let agreement = json!({"insatser": ["rebus", "anhorigstod", "rad-och-stod"], "kind": "ownAdministration"});
    for (path, body) in [
        (
            provider.to_owned(),
            json!({"name": "Egen regi", "kind": "ownAdministration"}),
        ),
        (format!("{provider}/agreements/egen-regi"), agreement),
    ] {
        let answered = app.put_as(&editor("1270"), &path, NEW, &body).await;
        assert_eq!(answered.status, 201, "{}", answered.text);
    }
    for insats in ["rebus", "anhorigstod", "rad-och-stod"] {
        let rules = format!("/municipalities/1270/insatser/{insats}/documentation-rules");
        let items = app.get_json(&rules).await["documentation"]["groupLevel"]["items"].clone();
        assert_eq!(items, json!(["evaluation"]), "{insats}");
        let record =
            json!({"level": "group", "provider": "egen-regi", "date": "2025-09-14", "participants": {"total": 8}});
        let path = format!("/municipalities/1270/insatser/{insats}/group-records");
        let answered = app.submit(&token("records:write", "1270"), &path, &record).await;
        assert_eq!(answered.status, 201, "{insats}: {}", answered.text);
    }
}
