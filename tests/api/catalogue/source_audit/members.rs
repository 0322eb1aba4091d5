//! Readings, addresses, earlier existence and the evaluation cycle: shown, put back, exported and refused.

use serde_json::{Value, json};

use crate::catalogue::linked_data::{document, is_whole, node, sv};
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{ALARM, CAFE, changed, create, editor, new_insats, put, read, refused, refused_case};
use crate::fixtures::table::rows;
use crate::issuer::token;
use crate::tests;

tests![
    members_are_shown_and_go_round,
    wrong_members_are_refused,
    readings_are_shown_with_their_condition,
    readings_are_no_decision,
    an_evaluation_may_be_due_more_seldom,
    a_conclusion_has_a_meaning,
    addresses_in_linked_data,
];

const TOMELILLA: &str = "/municipalities/1270";

/// Members of every kind.
fn stated() -> Value {
    json!({
        "existedBefore": false,
        "applicationContact": {"name": "Biståndsenheten", "functionPhone": "0417-180 00",
            "postalAddress": {"address1": "Box 1", "postalCode": "273 80", "city": "Tomelilla"},
            "visitingAddress": {"address1": "Gustafs torg 16"}},
        "readings": [
            {"pointer": "/criteria/of/0/atLeast", "text": {"sv": "Källan säger ”över 64”.", "en": "The source says “over 64”."}},
            {"pointer": "/criteria", "text": {"sv": "Båda krävs.", "en": "Both are demanded."}},
            {"pointer": "/activities/0/criteria/of", "text": {"sv": "Barn räknas.", "en": "Children count."}},
            {"pointer": "/legalBasis/0", "text": {"sv": "Källan anger inget lagrum.", "en": "The source names no provision."}},
            {"text": {"sv": "Källan är otydlig.", "en": "The source is unclear."}},
        ],
        "criteria": {"kind": "all", "of": [
            {"kind": "age", "atLeast": 65, "groundForLimit": "notStated", "ageReason": "notStated"},
            {"kind": "registeredIn", "kommunkod": "1270", "groundForLimit": "notStated"}]},
        "activities": [{"slug": "barnkor", "name": {"sv": "Barnkör", "en": "Children's choir"},
            "criteria": {"kind": "all", "of": [
                {"kind": "age", "atMost": 17, "groundForLimit": "notStated", "ageReason": "notStated"}]}}],
    })
}

fn insats() -> Value {
    let mut insats = new_insats();
    let members = stated().as_object().expect("members").clone();
    insats.as_object_mut().expect("an object").extend(members);
    insats
}

async fn members_are_shown_and_go_round(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert_eq!(create(&app, &insats()).await.status, 201);
    app.now("2026-02-01T10:00:00Z");
    let (shown, etag) = read(&app, CAFE).await;
    for (name, stated) in stated().as_object().expect("members") {
        assert_eq!(shown[name], *stated, "{name}");
    }
    assert_eq!(shown["rightToApply"]["contact"], shown["applicationContact"]);
    let answered = put(&app, "1270", CAFE, &etag, &shown).await;
    assert_eq!((answered.status.as_u16(), answered.json()), (200, shown));
    let export = |url: &str| out(&program(url, &["export", "1270"]));
    let first = export(&app.database.url);
    let (_folder, path) = file("1270.yaml", &first);
    let other = Database::empty(engine);
    let imported = program(&other.url, &["import", &path]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert_eq!(export(&other.url), first);
}

async fn wrong_members_are_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let columns = ["status", "pointer", "code", "members"];
    for [status, pointer, code, members] in rows(include_str!("members.txt"), columns, 18) {
        let members: Value = serde_json::from_str(members).expect("JSON");
        let mut insats = new_insats();
        let members = members.as_object().expect("members").clone();
        insats.as_object_mut().expect("an object").extend(members);
        let answered = create(&app, &insats).await;
        refused_case(
            pointer,
            &answered,
            status.parse().expect("a status"),
            &[(pointer, code)],
        );
        assert!(!answered.text.contains("550702-1234"), "{}", answered.text);
    }
    let (mut itself, etag) = read(&app, TOMELILLA).await;
    let meaning = |conclusion: u8| json!({"conclusion": conclusion, "meaning": {"sv": "a", "en": "a"}});
    itself["riskConclusions"] = json!([meaning(1), meaning(4)]);
    let answered = put(&app, "1270", TOMELILLA, &etag, &itself).await;
    refused(&answered, 400, &[("/riskConclusions/1/conclusion", "outOfRange")]);
    itself["riskConclusions"] = json!([meaning(2), meaning(2)]);
    let answered = put(&app, "1270", TOMELILLA, &etag, &itself).await;
    refused(&answered, 422, &[("/riskConclusions/1", "duplicate")]);
}

async fn readings_are_shown_with_their_condition(engine: Engine) {
    let app = TestApp::start(engine).await;
    assert_eq!(create(&app, &insats()).await.status, 201);
    let ask = async |activity: Option<&str>| {
        let mut question = json!({"asOf": "2026-02-01", "facts": {"age": 70}});
        if let Some(activity) = activity {
            question["activity"] = json!(activity);
        }
        app.ask("1270", "sangcafe", &question).await["reasons"].clone()
    };
    let reasons = ask(None).await;
    let texts = |reason: &Value| -> Vec<String> {
        let readings = reason["readings"].as_array().into_iter().flatten();
        readings
            .map(|text| text["sv"].as_str().expect("text").to_owned())
            .collect()
    };
    assert_eq!(texts(&reasons[0]), ["Källan säger ”över 64”.", "Båda krävs."]);
    assert_eq!(texts(&reasons[1]), ["Båda krävs."]);
    assert_eq!(texts(&ask(Some("barnkor")).await[0]), ["Barn räknas."]);
    let without = app.ask("1270", "trygghetslarm", &json!({"asOf": "2025-09-01"})).await;
    assert!(without["reasons"][0].get("readings").is_none(), "{without}");
}

async fn readings_are_no_decision(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["readings"] = json!([{"pointer": "/criteria/of/0", "text": {"sv": "Fyllt 70 år.", "en": "70 or older."}}]);
    let presenter = token("catalogue:present", "1270");
    let answered = app.put_as(&presenter, ALARM, ("if-match", &etag), &alarm).await;
    assert_eq!(answered.status, 200, "a version in force: {}", answered.text);
    let (shown, _) = changed(&app, "1270", ALARM, |alarm| alarm["readings"] = json!([])).await;
    assert!(shown.get("readings").is_none());
}

async fn an_evaluation_may_be_due_more_seldom(engine: Engine) {
    let app = TestApp::start(engine).await;
    app.now("2026-02-10T10:00:00Z");
    let own = token("records:write records:read", "0188");
    let line = async |period: &str| {
        let path = "/municipalities/0188/reporting?from=2025-11-01&to=2026-01-31&limit=100";
        let all = app.get_as(&own, path).await.json();
        let mut lines = all["reporting"].as_array().expect("lines").clone().into_iter();
        let line = lines.find(|line| line["insats"] == "kvarnen" && line["period"] == period);
        line.expect("a line")
    };
    assert_eq!(line("2025-11").await["evaluationRequired"], false);
    let december = line("2025-12").await;
    assert_eq!(
        (&december["evaluationRequired"], &december["evaluationGiven"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(line("2026-01").await["evaluationRequired"], false);
    // An evaluation of any month of the year is one.
    let path = "/municipalities/0188/reporting/kvarnen/kvarnens-utforare/2025-08";
    let statement = json!({"state": "complete", "evaluation": {"text": "Uppskattat."}});
    let answered = app.put_as(&own, path, ("if-none-match", "*"), &statement).await;
    assert!(answered.status.is_success(), "{}", answered.text);
    assert_eq!(line("2025-12").await["evaluationGiven"], true);
    assert_eq!(line("2026-01").await["evaluationGiven"], false);
}

async fn a_conclusion_has_a_meaning(engine: Engine) {
    let app = TestApp::start(engine).await;
    let rules = "/municipalities/1270/insatser/trygghetslarm/documentation-rules";
    assert!(app.get_json(rules).await.get("riskConclusionMeaning").is_none());
    let kvarnen = "/municipalities/0188/insatser/kvarnen/documentation-rules";
    let meaning = app.get_json(kvarnen).await["riskConclusionMeaning"].clone();
    let own = app.get_json("/municipalities/0188").await;
    assert_eq!(meaning, own["riskConclusions"][2]["meaning"]);
    // It is the municipality's, and changes with it.
    let answered = {
        let (mut itself, etag) = read(&app, "/municipalities/0188").await;
        itself["riskConclusions"][2]["meaning"]["sv"] = json!("Annorlunda.");
        app.put_as(&editor("0188"), "/municipalities/0188", ("if-match", &etag), &itself)
            .await
    };
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(
        app.get_json(kvarnen).await["riskConclusionMeaning"]["sv"],
        "Annorlunda."
    );
}

async fn addresses_in_linked_data(engine: Engine) {
    let app = TestApp::start(engine).await;
    let graph = document(&app, "/municipalities/0188/insatser/kvarnen").await;
    is_whole(&graph);
    let post = node(&graph, "/contact/postalAddress");
    assert_eq!(sv(post, "locn:fullAddress"), "Box 801, 761 28 Norrtälje");
    assert_eq!(post["locn:postCode"], "761 28");
    assert_eq!(
        sv(node(&graph, "/contact/visitingAddress"), "locn:fullAddress"),
        "Rubingatan 2"
    );
    let comments = node(&graph, "?asOf=2025-07-01")["rdfs:comment"].to_string();
    assert!(comments.contains("alla invånare är välkomna"), "{comments}");
    let ask = node(&graph, "/rightToApply")["Rule.description"].to_string();
    assert!(ask.contains("Fråga var du ansöker"), "{ask}");
}
