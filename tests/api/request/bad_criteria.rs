//! Faults in facts about other persons, partial birth dates, a municipality's own questions, and criteria about them.

use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{create, new_insats};
use crate::fixtures::publishing::{followed, import_text};
use crate::fixtures::table;
use crate::tests;

tests![
    every_fault_of_facts_is_reported_without_echo,
    the_same_faults_in_every_way_of_asking,
    every_fault_of_criteria_is_reported_without_echo,
];

/// A municipality with a question of its own.
const BORLANGE: &str = include_str!("../eligibility/services/2081.yaml");
/// Another, with another question.
const OSTRA_GOINGE: &str = include_str!("../eligibility/services/1256.yaml");

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| panic!("JSON, not {text}"))
}

/// The faults of an answer as `pointer code`, in order.
fn faults(answered: &Answered) -> Vec<String> {
    let problem = answered.json();
    let text = |fault: &Value, member: &str| fault[member].as_str().expect("text").to_owned();
    let errors = problem["errors"].as_array().expect("a list").iter();
    let mut faults: Vec<String> = errors
        .map(|fault| format!("{} {}", text(fault, "pointer"), text(fault, "code")))
        .collect();
    faults.sort();
    faults
}

fn wanted(faults: &str) -> Vec<String> {
    let mut wanted: Vec<String> = faults.split(", ").map(ToOwned::to_owned).collect();
    wanted.sort();
    wanted
}

fn is_silent_about(answered: &Answered, hidden: &str) -> bool {
    hidden.is_empty() || !(answered.text.contains(hidden) || format!("{:?}", answered.headers).contains(hidden))
}

async fn with_questions(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    for file in [BORLANGE, OSTRA_GOINGE] {
        let published = import_text(&app, file).await.expect("no faults");
        followed(&app, published.revision).await;
    }
    app
}

async fn every_fault_of_facts_is_reported_without_echo(engine: Engine) {
    let app = with_questions(engine).await;
    let columns = ["status", "faults", "not repeated", "facts"];
    for [status, listed, hidden, facts] in table::rows(include_str!("bad_facts.txt"), columns, 30) {
        let question = json!({"asOf": "2025-09-01", "facts": json_of(facts)});
        let answered = app
            .post("/municipalities/2081/insatser/serviceinsatser/eligibility", &question)
            .await;
        assert_eq!(answered.status.as_str(), status, "{facts}: {}", answered.text);
        assert_eq!(faults(&answered), wanted(listed), "{facts}");
        assert!(is_silent_about(&answered, hidden), "{}", answered.text);
    }
}

/// Screening and batches read the same facts.
async fn the_same_faults_in_every_way_of_asking(engine: Engine) {
    let app = with_questions(engine).await;
    let facts = json!({"partner": [{}, {}], "birthYear": 1950, "birthMonth": 13, "children": [{"birthYear": 2026}]});
    let listed = "/facts/birthMonth outOfRange, /facts/children/0/birthYear birthDateAfterAsOf, /facts/partner tooLong";
    let question = json!({"asOf": "2025-09-01", "facts": facts});
    let screened = app.post("/municipalities/2081/eligibility", &question).await;
    assert_eq!((screened.status.as_u16(), faults(&screened)), (400, wanted(listed)));
    let mut item = question.clone();
    for (name, value) in [
        ("reference", "q1"),
        ("kommunkod", "2081"),
        ("insats", "serviceinsatser"),
    ] {
        item[name] = json!(value);
    }
    let batch = app.post("/eligibility-batches", &json!({"questions": [item]})).await;
    assert_eq!(batch.status, 200, "{}", batch.text);
    let problem = &batch.json()["results"][0]["problem"];
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .expect("faults")
        .iter()
        .map(|fault| fault["pointer"].as_str().expect("text"))
        .collect();
    assert_eq!(pointers.len(), 3, "{problem}");
}

async fn every_fault_of_criteria_is_reported_without_echo(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = ["status", "faults", "not repeated", "criteria"];
    for [status, listed, hidden, criteria] in table::rows(include_str!("bad_conditions.txt"), columns, 17) {
        let mut body = new_insats();
        body["criteria"] = json_of(criteria);
        let answered = create(&app, &body).await;
        assert_eq!(answered.status.as_str(), status, "{criteria}: {}", answered.text);
        assert_eq!(faults(&answered), wanted(listed), "{criteria}");
        assert!(is_silent_about(&answered, hidden), "{}", answered.text);
    }
}
