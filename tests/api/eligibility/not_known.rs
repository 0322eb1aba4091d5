//! Where the catalogue has nothing, or only a proposal: no answer is surer than the catalogue.

use serde_json::{Value, json};

use crate::catalogue::linked_data::{document, node};
use crate::fixtures::app::{Engine, TestApp};
use crate::fixtures::command::{out, program};
use crate::fixtures::editing::{
    CAFE, NEW, THERE, changed, create, editor, end, new_insats, read, refused, refused_case, withdrawal,
};
use crate::fixtures::publishing::{followed, import_text};
use crate::fixtures::table;
use crate::tests;

tests![
    every_gap_is_asked_at_its_boundaries,
    screening_and_batches_answer_the_same,
    what_may_be_in_force_is_screened,
    each_way_out_carries_the_warnings,
    a_chosen_last_day_is_served_as_no_decision,
    the_command_line_says_that_nobody_knows,
    every_fault_is_reported,
    a_decided_last_day_may_replace_a_chosen_one,
    a_withdrawal_replaces_a_chosen_last_day,
    what_ended_with_the_old_law_is_not_prolonged,
    a_version_after_a_chosen_last_day_changes_answers,
];

const FILES: [&str; 2] = [include_str!("not_known/0115.yaml"), include_str!("not_known/0117.yaml")];
const COLUMNS: [&str; 9] = [
    "municipality",
    "insats",
    "day",
    "outcome",
    "reason",
    "from",
    "until",
    "warnings",
    "facts",
];

async fn started(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    for file in FILES {
        let published = import_text(&app, file).await.expect("no faults");
        followed(&app, published.revision).await;
    }
    app
}

fn rows() -> Vec<[&'static str; 9]> {
    table::rows(include_str!("not_known/answers.txt"), COLUMNS, 73)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn codes(shown: &Value) -> String {
    let warnings = shown["warnings"].as_array().into_iter().flatten();
    warnings
        .map(|warning| text(&warning["code"]))
        .collect::<Vec<_>>()
        .join(" ")
}

fn question(day: &str, facts: &str) -> Value {
    let facts: Value = serde_json::from_str(facts).unwrap_or_else(|_| panic!("facts in JSON, not {facts}"));
    json!({"asOf": day, "facts": facts})
}

async fn every_gap_is_asked_at_its_boundaries(engine: Engine) {
    let app = started(engine).await;
    for row @ [kommunkod, insats, day, outcome, reason, from, until, warnings, facts] in rows() {
        let answer = app.ask(kommunkod, insats, &question(day, facts)).await;
        let given = ["outcome", "reasonCode", "eligibleFrom", "eligibleUntil"].map(|member| text(&answer[member]));
        assert_eq!(given, [outcome, reason, from, until], "{row:?}: {answer}");
        assert_eq!(codes(&answer), warnings, "{row:?}");
        assert_eq!(answer["missing"] == json!([]), outcome != "needMoreFacts", "{row:?}");
        let sv = text(&answer["explanation"]["sv"]);
        let wanted = match (outcome, reason) {
            ("undetermined", "noDecision") => "Katalogen har ",
            ("notEligible", "noDecision") => "katalogen är fullständig",
            _ => "",
        };
        assert!(sv.contains(wanted), "{row:?}: {sv}");
    }
}

async fn screening_and_batches_answer_the_same(engine: Engine) {
    let app = started(engine).await;
    let mut questions = Vec::new();
    let mut answers = Vec::new();
    for (at, [kommunkod, insats, day, .., facts]) in rows().into_iter().enumerate() {
        let asked = question(day, facts);
        let answer = app.ask(kommunkod, insats, &asked).await;
        questions.push(
            json!({"reference": format!("q-{at}"), "kommunkod": kommunkod, "insats": insats,
            "asOf": day, "facts": asked["facts"]}),
        );
        let path = format!("/municipalities/{kommunkod}/eligibility");
        let screening = app.post(&path, &asked).await.json();
        for group in ["eligible", "needMoreFacts", "notEligible", "undetermined"] {
            let in_group = screening[group].as_array().into_iter().flatten();
            for screened in in_group.filter(|screened| screened["insats"] == insats) {
                assert_eq!(*screened, answer, "{insats} {day}");
                assert_eq!(answer["outcome"], group, "{insats} {day}");
            }
        }
        answers.push(answer);
    }
    let batch = app
        .post("/eligibility-batches", &json!({"questions": questions}))
        .await
        .json();
    let results = batch["results"].as_array().expect("results");
    let batched: Vec<Value> = results.iter().map(|result| result["answer"].clone()).collect();
    assert_eq!(batched, answers);
}

async fn what_may_be_in_force_is_screened(engine: Engine) {
    let app = started(engine).await;
    let slugs = async |kommunkod: &str, day: &str, group: &str| -> Vec<String> {
        let path = format!("/municipalities/{kommunkod}/eligibility");
        let screening = app.post(&path, &json!({"asOf": day})).await.json();
        let answers = screening[group].as_array().expect("a group").iter();
        answers.map(|answer| text(&answer["insats"]).to_owned()).collect()
    };
    assert_eq!(
        slugs("0115", "2026-01-01", "undetermined").await,
        [
            "fore-lagen",
            "lucka",
            "oklart-beslut",
            "valt-slut",
            "valt-slut-for-unga"
        ]
    );
    assert_eq!(slugs("0115", "2026-01-01", "notEligible").await, Vec::<String>::new());
    assert_eq!(
        slugs("0115", "2025-06-30", "undetermined").await,
        ["utanfor-vald-start"]
    );
    assert_eq!(slugs("0117", "2026-01-01", "undetermined").await, ["valt-slut"]);
}

async fn each_way_out_carries_the_warnings(engine: Engine) {
    let app = started(engine).await;
    for (insats, adoption, sv, en) in [
        ("antagen", "", "", ""),
        (
            "forslag",
            "adoptionNotShown",
            "Källan är ett förslag. Katalogen vet inte om det har beslutats. Fråga kommunen.",
            "The source is a proposal. We do not know whether it was adopted. Ask the municipality.",
        ),
        (
            "oklart-beslut",
            "adoptionNotShown",
            "Katalogen vet inte om beslutet har fattats. Fråga kommunen.",
            "We do not know whether the decision has been made. Ask the municipality.",
        ),
    ] {
        let own = format!("/municipalities/0115/insatser/{insats}");
        let detail = app.get_json(&own).await;
        let criteria = app.get_json(&format!("{own}/criteria")).await;
        let versions = app.get_json(&format!("{own}/versions")).await;
        let list = app.get_json("/municipalities/0115/insatser?limit=100").await;
        let across = app.get_json("/insatser?category=motesplats&limit=100").await;
        let find = |list: &Value| {
            let mut insatser = list["insatser"].as_array().expect("a list").iter();
            insatser.find(|one| one["slug"] == insats).expect("in the list").clone()
        };
        for shown in [
            &detail,
            &criteria,
            &versions["versions"][0],
            &find(&list),
            &find(&across),
        ] {
            assert_eq!(codes(shown), adoption, "{insats}: {shown}");
            let said = &shown["warnings"][0]["text"];
            assert_eq!((text(&said["sv"]), text(&said["en"])), (sv, en), "{insats}");
        }
    }
    let answer = app
        .ask("0115", "antagen", &json!({"asOf": "2025-10-01", "facts": {"age": 65}}))
        .await;
    assert_eq!(
        answer["warnings"],
        json!([{"code": "selection", "text": {
            "sv": "Du hör till målgruppen. Platserna fördelas genom ett urval.",
            "en": "You are in the target group. Places are allocated by selection."}}])
    );
}

async fn a_chosen_last_day_is_served_as_no_decision(engine: Engine) {
    let app = started(engine).await;
    let own = "/municipalities/0115/insatser/valt-slut";
    let chosen = app.get_json(own).await;
    assert_eq!(
        (&chosen["validTo"], &chosen["validToNotStated"]),
        (&json!("2025-12-31"), &json!(true))
    );
    assert!(chosen.get("lastDayInForce").is_none());
    assert!(chosen["remarks"].to_string().contains("validToNotStated"));
    let decided = app.get_json("/municipalities/0115/insatser/beslutat-slut").await;
    assert_eq!(decided["lastDayInForce"], "2025-12-31");
    assert!(decided.get("validToNotStated").is_none());

    let asked = json!({"asOf": "2025-10-01", "facts": {"age": 70}});
    let answer = app.ask("0115", "valt-slut", &asked).await;
    assert!(answer["decision"].get("validTo").is_none(), "{answer}");
    let answer = app.ask("0115", "beslutat-slut", &asked).await;
    assert_eq!(answer["decision"]["validTo"], "2025-12-31");

    let ends = async |path: &str| {
        let document = document(&app, path).await;
        node(&document, "?asOf=2025-07-01")["dct:temporal"]["dcat:endDate"]["@value"].clone()
    };
    assert_eq!(ends(own).await, Value::Null);
    assert_eq!(ends("/municipalities/0115/insatser/beslutat-slut").await, "2025-12-31");

    let municipality = app.get_json("/municipalities/0117").await;
    assert_eq!(municipality["catalogueComplete"], json!({"from": "2025-10-01"}));
    // What was read goes back as it is.
    for (kommunkod, path) in [("0115", own), ("0117", "/municipalities/0117")] {
        let (shown, etag) = read(&app, path).await;
        let answered = app.put_as(&editor(kommunkod), path, ("if-match", &etag), &shown).await;
        assert_eq!(
            (answered.status.as_u16(), answered.header("etag")),
            (200, &*etag),
            "{path}"
        );
    }
    let exported = out(&program(&app.database.url, &["export", "0117"]));
    assert!(exported.contains("catalogueComplete:\n    from: "), "{exported}");
    assert!(exported.contains("validToNotStated: true"), "{exported}");
}

async fn the_command_line_says_that_nobody_knows(engine: Engine) {
    let app = started(engine).await;
    let ask = |arguments: &[&str]| out(&program(&app.database.url, &[&["ask"], arguments].concat()));
    let after = ask(&["0115", "oklart-beslut", "--as-of", "2026-01-01", "--age", "70"]);
    for wanted in [
        "Fråga kommunen\nKatalogen har bara uppgifter till och med 31 december 2025.",
        "Obs! Katalogen vet inte om beslutet har fattats.",
    ] {
        assert!(after.contains(wanted), "{after}");
    }
    let nowhere = ask(&["0115", "seniorkollo", "--as-of", "2025-10-01", "--age", "70"]);
    assert!(nowhere.contains("\nFråga kommunen\n"), "{nowhere}");
    let complete = ask(&["0117", "seniorkollo", "--as-of", "2025-10-01", "--age", "70"]);
    assert!(complete.contains("\nNej, inget beslut\n"), "{complete}");
    let selected = ask(&[
        "0115",
        "antagen",
        "--as-of",
        "2025-10-01",
        "--age",
        "70",
        "--language",
        "en",
    ]);
    assert!(
        selected.contains("Please note: You are in the target group. Places are allocated by selection."),
        "{selected}"
    );
}

async fn every_fault_is_reported(engine: Engine) {
    let app = TestApp::start(engine).await;
    let of_municipality = "/municipalities/1270";
    let (municipality, _) = read(&app, of_municipality).await;
    let columns = ["member", "status", "fault", "value"];
    for [member, status, fault, value] in table::rows(include_str!("not_known/bad_input.txt"), columns, 11) {
        let value: Value = serde_json::from_str(value).expect("JSON");
        let answered = if member == "catalogueComplete" {
            let mut body = municipality.clone();
            body[member] = value.clone();
            app.put_as(&editor("1270"), of_municipality, THERE, &body).await
        } else {
            let mut body = new_insats();
            for (name, value) in value.as_object().expect("members") {
                body[name] = value.clone();
            }
            create(&app, &body).await
        };
        let wanted = fault.split_once(' ').expect("a pointer and a code");
        let status = status.parse().expect("a status");
        refused_case(&value.to_string(), &answered, status, &[wanted]);
        assert!(!answered.text.contains("hemligt"), "{}", answered.text);
    }
}

async fn a_decided_last_day_may_replace_a_chosen_one(engine: Engine) {
    let app = started(engine).await;
    let own = "/municipalities/0115/insatser/valt-slut";
    let put = async |change: &dyn Fn(&mut Value)| {
        let (mut version, etag) = read(&app, own).await;
        change(&mut version);
        app.put_as(&editor("0115"), own, ("if-match", &etag), &version).await
    };
    let in_force: &[(&str, &str)] = &[("/validTo", "versionInForce")];
    refused(
        &put(&|version| version["validTo"] = json!("2026-01-31")).await,
        422,
        in_force,
    );
    let decided = put(&|version| {
        version["validTo"] = json!("2026-01-31");
        version.as_object_mut().expect("an object").remove("validToNotStated");
    })
    .await;
    assert_eq!(decided.status, 200, "{}", decided.text);
    assert_eq!(decided.json()["lastDayInForce"], "2026-01-31");
    let asked = json!({"asOf": "2026-02-01", "facts": {"age": 70}});
    assert_eq!(app.ask("0115", "valt-slut", &asked).await["reasonCode"], "terminated");
    // What is decided stays.
    let undecided = put(&|version| version["validToNotStated"] = json!(true)).await;
    refused(&undecided, 422, &[("/validToNotStated", "versionInForce")]);
}

async fn a_withdrawal_replaces_a_chosen_last_day(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut cafe = new_insats();
    cafe["validTo"] = json!("2026-06-30");
    cafe["validToNotStated"] = json!(true);
    assert_eq!(create(&app, &cafe).await.status, 201);
    app.now("2026-02-01T10:00:00Z");
    let reason = async |day: &str| app.ask("1270", "sangcafe", &json!({"asOf": day})).await["reasonCode"].clone();
    assert_eq!(reason("2026-07-01").await, "noDecision");
    let mut later = withdrawal("2026-08-31");
    later["validFrom"] = json!("2026-01-01");
    let answered = end(&app, CAFE, &later).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.json()["lastDayInForce"], "2026-08-31");
    assert_eq!(reason("2026-08-31").await, "openToAll");
    assert_eq!(reason("2026-09-01").await, "terminated");
    // A decided last day before the withdrawal cancels it.
    let (shown, _) = changed(&app, "1270", CAFE, |cafe| {
        cafe.as_object_mut().expect("an object").remove("validToNotStated");
    })
    .await;
    assert!(shown.get("withdrawal").is_none(), "{shown}");
    assert_eq!(shown["lastDayInForce"], "2026-06-30");
    assert_eq!(reason("2026-07-01").await, "terminated");
}

async fn what_ended_with_the_old_law_is_not_prolonged(engine: Engine) {
    let app = started(engine).await;
    let mut later = withdrawal("2025-07-01");
    later["validFrom"] = json!("2020-01-01");
    later["decision"]["body"] = json!("Socialnämnden");
    let path = "/municipalities/0115/insatser/fore-lagen/withdrawals";
    let answered = app.post_as(&editor("0115"), path, THERE, &later).await;
    refused(&answered, 422, &[("/lastDay", "alreadyEnded")]);
    later["lastDay"] = json!("2025-06-30");
    let answered = app.post_as(&editor("0115"), path, THERE, &later).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    let answer = app.ask("0115", "fore-lagen", &json!({"asOf": "2025-07-01"})).await;
    assert_eq!(answer["reasonCode"], "terminated", "the withdrawal decided the day");
}

async fn a_version_after_a_chosen_last_day_changes_answers(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut cafe = new_insats();
    cafe["validTo"] = json!("2026-06-30");
    for (is_chosen, wanted) in [
        (
            true,
            json!([{"facts": {}, "before": "undetermined", "after": "eligible"}]),
        ),
        (false, Value::Null),
    ] {
        let slug = format!("sangcafe-{is_chosen}");
        let path = format!("/municipalities/1270/insatser/{slug}");
        cafe["slug"] = json!(slug);
        cafe["validFrom"] = json!("2026-01-01");
        cafe["validTo"] = json!("2026-06-30");
        cafe["validToNotStated"] = json!(is_chosen);
        let first = app.put_as(&editor("1270"), &path, NEW, &cafe).await;
        assert_eq!(first.status, 201, "{}", first.text);
        cafe["validFrom"] = json!("2026-09-01");
        cafe["validTo"] = json!("2026-12-31");
        let validated = format!("{path}?validateOnly=true");
        let answered = app.put_as(&editor("1270"), &validated, THERE, &cafe).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        assert_eq!(answered.json()["changedAnswers"], wanted, "{is_chosen}");
    }
}
