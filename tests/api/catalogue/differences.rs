//! Whose answer a new version changes: shown before it is published, by the API and on the command line.

use insatskatalog::documents::embedded::TOMELILLA;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Database, Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{ALARM, NEW, THERE, editor, new_insats, read, refused};
use crate::tests;

tests![
    each_change_of_an_answer_has_the_smallest_example,
    validate_only_publishes_nothing,
    validate_only_refuses_what_publishing_refuses,
    the_command_line_prints_examples,
];

fn age(at_least: u8) -> Value {
    json!({"kind": "age", "atLeast": at_least, "groundForLimit": "notStated", "ageReason": "notStated"})
}

fn of_household(kind: &str) -> Value {
    json!({"kind": kind, "persons": "household", "where": age(75), "groundForLimit": "notStated"})
}

fn not_evaluated() -> Value {
    json!({"kind": "notEvaluated", "text": {"sv": "Lugn.", "en": "Calm."}, "assessedBy": "provider", "groundForLimit": "notStated"})
}

fn all(of: &[Value]) -> Value {
    json!({"kind": "all", "of": of})
}

fn changed(facts: &Value, before: &str, after: &str) -> Value {
    json!({"facts": facts, "before": before, "after": after})
}

/// What happens before and after, and the examples of the answers that change.
fn cases() -> Vec<(&'static str, Value, Value, Value)> {
    let yes = ("notEligible", "eligible");
    let no = ("eligible", "notEligible");
    let reasons = |values: &[&str]| json!({"kind": "declaredAnyOf", "fact": "relativeReasons", "values": values, "groundForLimit": "notStated"});
    let in_year = json!({"kind": "ageInYear", "atLeast": 65, "groundForLimit": "notStated", "ageReason": "notStated"});
    let resides = |kommunkod: &str| json!({"kind": "residesIn", "kommunkod": kommunkod, "groundForLimit": "notStated"});
    vec![
        ("the same", age(65), age(65), json!([])),
        (
            "the same, otherwise written",
            all(&[age(65), age(60)]),
            age(65),
            json!([]),
        ),
        (
            "lower",
            age(70),
            age(65),
            json!([changed(&json!({"age": 65}), yes.0, yes.1)]),
        ),
        (
            "higher",
            age(65),
            age(70),
            json!([changed(&json!({"age": 65}), no.0, no.1)]),
        ),
        (
            "no longer open",
            all(&[]),
            age(18),
            json!([changed(&json!({"age": 17}), no.0, no.1)]),
        ),
        (
            "by calendar year",
            age(65),
            in_year,
            json!([changed(&json!({"birthDate": "1961-12-31"}), yes.0, yes.1)]),
        ),
        (
            "another municipality",
            resides("1270"),
            resides("1265"),
            json!([
                changed(&json!({"residenceMunicipality": "1270"}), no.0, no.1),
                changed(&json!({"residenceMunicipality": "1265"}), yes.0, yes.1),
            ]),
        ),
        (
            "one more reason",
            reasons(&["alder"]),
            reasons(&["alder", "beroende"]),
            json!([changed(
                &json!({"selfDeclared": {"relativeReasons": ["beroende"]}}),
                yes.0,
                yes.1
            )]),
        ),
        (
            "each of them or one of them",
            of_household("eachOf"),
            of_household("someOf"),
            json!([
                changed(&json!({"household": []}), no.0, no.1),
                changed(&json!({"household": [{"age": 74}, {"age": 75}]}), yes.0, yes.1),
            ]),
        ),
        (
            "a condition in words",
            age(65),
            all(&[age(65), not_evaluated()]),
            json!([changed(&json!({"age": 65}), "eligible", "undetermined")]),
        ),
        (
            "a condition in words that may let in",
            age(65),
            json!({"kind": "any", "of": [age(65), not_evaluated()]}),
            json!([changed(&json!({"age": 64}), "notEligible", "undetermined")]),
        ),
    ]
}

async fn validated(app: &TestApp, path: &str, condition: (&str, &str), version: &Value) -> Answered {
    app.put_as(
        &editor("1270"),
        &format!("{path}?validateOnly=true"),
        condition,
        version,
    )
    .await
}

async fn each_change_of_an_answer_has_the_smallest_example(engine: Engine) {
    let app = TestApp::start(engine).await;
    for (at, (case, before, after, wanted)) in cases().into_iter().enumerate() {
        let path = format!("/municipalities/1270/insatser/sangcafe-{at}");
        let mut version = new_insats();
        version["slug"] = json!(format!("sangcafe-{at}"));
        version["criteria"] = before;
        let first = app.put_as(&editor("1270"), &path, NEW, &version).await;
        assert_eq!(first.status, 201, "{case}: {}", first.text);
        version["validFrom"] = json!("2026-02-01");
        version["criteria"] = after;
        let answered = validated(&app, &path, THERE, &version).await;
        assert_eq!(answered.status, 200, "{case}: {}", answered.text);
        let shown = answered.json();
        let found = shown.get("changedAnswers").cloned().unwrap_or(json!([]));
        assert_eq!(found, wanted, "{case}");
        // Each example is a person whom the published versions answer in that way.
        let published = app.put_as(&editor("1270"), &path, THERE, &version).await;
        assert_eq!(published.status, 200, "{case}: {}", published.text);
        for example in found.as_array().expect("a list") {
            for (day, outcome) in [("2026-01-31", "before"), ("2026-02-01", "after")] {
                let mut facts = example["facts"].clone();
                facts["selfDeclared"]["guardianConsents"] = json!(true);
                let question = json!({"asOf": day, "facts": facts});
                let answer = app.ask("1270", &format!("sangcafe-{at}"), &question).await;
                assert_eq!(answer["outcome"], example[outcome], "{case} {day}");
            }
        }
    }
}

async fn validate_only_publishes_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut version, etag) = read(&app, ALARM).await;
    let first = app.get_json("/changes?after=41").await["changes"].clone();
    version["validFrom"] = json!("2026-02-01");
    version["criteria"]["of"][0]["atLeast"] = json!(65);
    version["activities"] =
        json!([{"slug": "prova-pa", "name": {"sv": "Prova på", "en": "Try it"}, "criteria": all(&[])}]);
    let answered = validated(&app, ALARM, ("if-match", &etag), &version).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert!(
        answered.headers.get("etag").is_none(),
        "nothing is stored that could be changed"
    );
    let shown = answered.json();
    let facts = json!({"age": 65, "registeredMunicipality": "1270"});
    assert_eq!(
        shown["changedAnswers"],
        json!([changed(&facts, "notEligible", "eligible")])
    );
    assert_eq!((&shown["version"], &shown["status"]), (&json!(2), &json!("upcoming")));
    assert_eq!(app.get_json("/changes?after=41").await["changes"], first);
    let versions = app.get_json(&format!("{ALARM}/versions")).await;
    assert_eq!(versions["versions"].as_array().map(Vec::len), Some(1));
    // What it showed can be sent back.
    let put = app.put_as(&editor("1270"), ALARM, ("if-match", &etag), &shown).await;
    assert_eq!(put.status, 200, "{}", put.text);
    assert!(put.json().get("changedAnswers").is_none());
}

async fn validate_only_refuses_what_publishing_refuses(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut version = new_insats();
    let path = "/municipalities/1270/insatser/sangcafe";
    let new = validated(&app, path, NEW, &version).await;
    assert_eq!(new.status, 200, "{}", new.text);
    assert!(
        new.json().get("changedAnswers").is_none(),
        "nothing was in force before"
    );
    assert_eq!(app.get(path).await.status, 404);
    version["criteria"] = all(&[age(65), json!({"kind": "not", "of": age(65)})]);
    refused(
        &validated(&app, path, NEW, &version).await,
        422,
        &[("/criteria", "neverMet")],
    );
    assert_eq!(validated(&app, path, THERE, &new_insats()).await.status, 412);
    let maybe = format!("{path}?validateOnly=maybe");
    let answered = app.put_as(&editor("1270"), &maybe, NEW, &new_insats()).await;
    refused(&answered, 400, &[("/query/validateOnly", "notInList")]);
}

async fn the_command_line_prints_examples(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let start = TOMELILLA.find("  - slug: trygghetslarm").expect("there");
    let version = &TOMELILLA[start..];
    let end = version[4..].find("\n  - slug: ").map_or(version.len(), |at| at + 5);
    let later = version[..end]
        .replace("validFrom: 2025-07-01", "validFrom: 2090-01-01")
        .replace("atLeast: 70", "atLeast: 65");
    assert_ne!(later, version[..end]);
    let both = format!("{}{later}{}", &TOMELILLA[..start + end], &TOMELILLA[start + end..]);
    let folder = tempfile::TempDir::new().expect("a folder");
    let path = folder.path().join("later.yaml");
    std::fs::write(&path, both).expect("written");
    let path = path.display().to_string();
    let wanted = "answer: trygghetslarm: {\"age\":65,\"registeredMunicipality\":\"1270\"}: notEligible → eligible\n";
    for arguments in [&["check", &path][..], &["import", "--dry-run", &path]] {
        let output = program(&database.url, arguments);
        assert!(output.status.success(), "{}", err(&output));
        assert_eq!(out(&output).matches(wanted).count(), 1, "{}", out(&output));
    }
}
