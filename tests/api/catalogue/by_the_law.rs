//! Each rule of the act on both sides, and what was published before a rule.

use insatskatalog::documents::embedded::TOMELILLA;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::day::parse;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::insatser::version::Version;
use insatskatalog::domain::publishing::plan::plan;
use insatskatalog::domain::publishing::proposal::{NotPlanned, Proposal, Proposed};
use insatskatalog::domain::publishing::remark::remarks;
use insatskatalog::domain::text::Text;
use insatskatalog::import::judgement;
use serde_json::{Value, json};

use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::editing::{create, end, new_insats, refused_case, withdrawal};
use crate::fixtures::table;
use crate::tests;

tests![
    each_rule_on_both_sides,
    faults_name_the_word_and_the_provision,
    a_provider_may_not_assess_need,
    a_withdrawal_is_not_decided_in_the_future,
    what_was_published_before_a_rule,
    slugs_of_the_never_list_by_age,
];

/// Changes a document as a JSON merge patch does (RFC 7396); a criteria tree is replaced as a whole.
fn merge(document: &mut Value, patch: &Value) {
    let (Some(members), Some(changes)) = (document.as_object_mut(), patch.as_object()) else {
        *document = patch.clone();
        return;
    };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else if name == "criteria" {
            members.insert(name.clone(), change.clone());
        } else {
            merge(members.entry(name).or_insert_with(|| json!({})), change);
        }
    }
}

fn changed(patch: &str) -> Value {
    let mut insats = new_insats();
    let patch = serde_json::from_str(patch).unwrap_or_else(|error| panic!("{patch}: {error}"));
    merge(&mut insats, &patch);
    insats
}

async fn each_rule_on_both_sides(engine: Engine) {
    let mut app = TestApp::start(engine).await;
    for [patch, faults, remark] in table::rows(include_str!("by_the_law.txt"), ["change", "faults", "remark"], 41) {
        let answered = create(&app, &changed(patch)).await;
        if !faults.is_empty() {
            let faults = faults.split(", ").map(|fault| fault.split_once(' ').expect("a code"));
            refused_case(patch, &answered, 422, &faults.collect::<Vec<_>>());
            continue;
        }
        assert_eq!(answered.status, 201, "{patch}: {}", answered.text);
        let remarks = answered.json()["remarks"].to_string();
        match remark.strip_prefix('-') {
            Some(absent) => assert!(!remarks.contains(absent), "{patch}: {remarks}"),
            None => assert!(remarks.contains(remark), "{patch}: {remarks}"),
        }
        app = TestApp::start(engine).await;
    }
}

async fn faults_name_the_word_and_the_provision(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (name, parts) in [
        ("Kontaktpersson", ["\"kontaktperson\"", "Section 5, item 1"]),
        ("Akut ekonomiskt bistånd", ["\"ekonomiskt bistånd\"", "Chapter 12"]),
        ("Kommunens HVB", ["\"HVB\"", "nobody under 21"]),
        ("Familjehemsstöd", ["\"familjehem\"", "assessmentNotRequired.reason"]),
    ] {
        let mut insats = new_insats();
        insats["name"]["sv"] = json!(name);
        let answered = create(&app, &insats).await;
        let detail = answered.json()["errors"][0]["detail"].to_string().replace("\\\"", "\"");
        for part in parts {
            assert!(detail.contains(part), "{name}: {detail}");
        }
    }
}

async fn a_provider_may_not_assess_need(engine: Engine) {
    for (assessed_by, names_it) in [("provider", true), ("board", false)] {
        let app = TestApp::start(engine).await;
        let mut insats = new_insats();
        insats["criteria"] = json!({"kind": "notEvaluated", "text": {"sv": "Har stora behov.", "en": "Has great needs."},
            "assessedBy": assessed_by, "groundForLimit": "notStated"});
        let answered = create(&app, &insats).await;
        assert_eq!(answered.text.contains("4 kap. 3 §"), names_it, "{}", answered.text);
    }
}

async fn a_withdrawal_is_not_decided_in_the_future(engine: Engine) {
    let app = TestApp::start(engine).await;
    let path = "/municipalities/1270/insatser/trygghetslarm";
    let mut body = withdrawal("2025-12-31");
    body["decision"]["date"] = json!("2025-12-01");
    body["decision"]["adoption"] = json!("adopted");
    let answered = end(&app, path, &body).await;
    refused_case(
        "a withdrawal",
        &answered,
        422,
        &[("/decision/date", "decisionInFuture")],
    );
    body["decision"]["date"] = json!("2025-10-01");
    assert_eq!(end(&app, path, &body).await.status, 200);
}

/// Tomelilla's catalogue with its alarm as a release before these rules would have stored it.
fn stored_before_the_rules() -> (Municipality, Version) {
    let file = CatalogueFile::read(TOMELILLA, None).expect("a catalogue");
    let today = parse("2025-10-01").expect("a day");
    let mut changes = plan(None, &file.documents, &judgement(today))
        .expect("lawful")
        .into_iter();
    let Some(Change::Put(Document::Municipality(document))) = changes.next() else {
        panic!("the municipality comes first");
    };
    let mut municipality = Municipality::new(document, 1);
    let mut alarm = None;
    for (mut change, revision) in changes.zip(2..) {
        if let Change::Put(Document::Version(version)) = &mut change
            && version.slug.as_str() == "trygghetslarm"
        {
            version.legal_basis = vec!["4 kap. 1 § socialtjänstlagen (2001:453)".to_owned()];
            version.name = Text::new("Växelvård", "Alternating care").into();
            alarm = Some((**version).clone());
        }
        municipality.apply(change, revision).expect("whole");
    }
    (municipality, alarm.expect("the alarm"))
}

async fn what_was_published_before_a_rule(_: Engine) {
    let (municipality, alarm) = stored_before_the_rules();
    let codes: Vec<Value> = remarks(&municipality, &alarm)
        .into_iter()
        .map(|remark| json!(remark.code))
        .collect();
    assert_eq!(
        codes.iter().filter(|code| **code == "refusedToday").count(),
        2,
        "{codes:?}"
    );
    let publish = |version: Version| {
        let proposed = Proposed {
            proposal: Proposal::Put(Document::Version(Box::new(version))),
            pointer: String::new(),
        };
        plan(
            Some(&municipality),
            &[proposed],
            &judgement(parse("2025-10-01").expect("a day")),
        )
    };
    let mut presented = alarm.clone();
    presented.summary = Text::new("En ny text om larmet.", "A new text about the alarm.").into();
    assert_eq!(publish(presented).expect("a new presentation").len(), 1);
    let mut renamed = alarm.clone();
    renamed.name = Text::new("Korttidsboende", "Short-term accommodation").into();
    let mut next = alarm.clone();
    next.valid_from = parse("2026-02-01").expect("a day");
    for (version, expected) in [
        (renamed, vec!["alwaysRequiresIndividualAssessment"]),
        (next, vec!["alwaysRequiresIndividualAssessment", "repealedAct"]),
    ] {
        let Err(NotPlanned::Faults(faults)) = publish(version) else {
            panic!("it is refused");
        };
        let codes: Vec<&str> = faults.iter().map(|fault| fault.code.into()).collect();
        assert_eq!(codes, expected);
    }
}

async fn slugs_of_the_never_list_by_age(engine: Engine) {
    let app = TestApp::start(engine).await;
    let requires = json!("alwaysRequiresIndividualAssessment");
    for slug in ["hvb", "stodboende", "skyddat-boende", "jourhem"] {
        for (facts, outcome, reason) in [
            (json!({"age": 20}), "notEligible", requires.clone()),
            (json!({"age": 21}), "undetermined", json!("noDecision")),
            (json!({"birthDate": "2004-10-02"}), "notEligible", requires.clone()),
            (json!({"birthDate": "2004-10-01"}), "undetermined", json!("noDecision")),
            (json!({}), "needMoreFacts", Value::Null),
        ] {
            let question = json!({"asOf": "2025-10-01", "facts": facts});
            let answer = app.ask("1270", slug, &question).await;
            assert_eq!(answer["outcome"], outcome, "{slug} {facts}");
            assert_eq!(answer["reasonCode"], reason, "{slug} {facts}");
            assert_eq!(
                answer["missing"][0]["fact"] == "birthDate",
                facts == json!({}),
                "{slug} {facts}"
            );
        }
        let before = app.ask("1270", slug, &json!({"asOf": "2025-06-30"})).await;
        assert_eq!(before["reasonCode"], "noDecision");
    }
    for slug in [
        "sarskilt-boende",
        "forsorjningsstod",
        "ekonomiskt-bistand",
        "kontaktperson",
    ] {
        let answer = app.ask("1270", slug, &json!({"facts": {"age": 50}})).await;
        assert_eq!(answer["reasonCode"], requires, "{slug}");
        let names_chapter_12 = answer["explanation"].to_string().contains("12 kap.");
        let is_financial = matches!(slug, "forsorjningsstod" | "ekonomiskt-bistand");
        assert_eq!(names_chapter_12, is_financial, "{slug}");
    }
    // The adults' form is published under the same slug, and answers a young person by the act.
    let mut adults = new_insats();
    adults["slug"] = json!("stodboende");
    adults["name"]["sv"] = json!("Stödboende");
    adults["validFrom"] = json!("2025-10-01");
    adults["criteria"] = json!({"kind": "age", "atLeast": 21, "groundForLimit": "notStated", "ageReason": "notStated"});
    let path = "/municipalities/1270/insatser/stodboende";
    let editor = crate::fixtures::editing::editor("1270");
    let answered = app.put_as(&editor, path, ("if-none-match", "*"), &adults).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    for (age, outcome, reason) in [(20, "notEligible", requires), (21, "eligible", json!("meetsCriteria"))] {
        let question = json!({"asOf": "2025-10-01", "facts": {"age": age}});
        let answer = app.ask("1270", "stodboende", &question).await;
        assert_eq!(answer["outcome"], outcome, "{answer}");
        assert_eq!(answer["reasonCode"], reason, "{answer}");
    }
}
