//! Releases that a restored database lost: their months stay closed until the releases are imported from their public
//! answers. And releases by older rules.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{Backup, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{changed, refused};
use crate::fixtures::figures::{
    CAFE, RELEASES, STATISTICS, begin, complete, four_places, hand_in, public, release, released, session, staff, table,
};
use crate::tests;

tests![
    a_lost_month_is_imported_and_later_corrected,
    a_withdrawn_figure_stays_withdrawn,
    what_waits_is_carried_on,
    files_that_do_not_fit_are_refused,
    every_municipality_is_stated,
    a_restore_that_a_replica_notices_forbids_releases,
    older_rules_do_not_release,
];

/// Public questions whose answers must be the same after an import.
const QUESTIONS: [&str; 5] = [
    "by=",
    "by=month&limit=100",
    "by=month,insats,provider,place,activity,gender&limit=100",
    "by=place,gender&partial=true",
    "by=insats,provider",
];

async fn answers(app: &TestApp, to: &str) -> Vec<String> {
    notice().await;
    let mut answers = Vec::new();
    let questions = QUESTIONS.map(|question| format!("to={to}&{question}"));
    for question in questions
        .into_iter()
        .chain(["by=year,insats,provider&to=2025-12".to_owned()])
    {
        let answered = app.get(&format!("{STATISTICS}?{question}")).await;
        assert_eq!(answered.status, 200, "{}", answered.text);
        answers.push(answered.text);
    }
    answers
}

/// The public document of a release.
async fn document(app: &TestApp, month: &str) -> String {
    notice().await;
    let answered = app.get(&format!("{RELEASES}/{month}")).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    answered.text
}

/// Lets the client notice that the server closed idle connections while a command ran.
async fn notice() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn backup(app: &TestApp) -> Backup {
    let backup = app.database.backup();
    notice().await;
    backup
}

async fn restore(app: &TestApp, backup: &Backup) {
    app.database.restore(backup);
    notice().await;
}

fn restored(app: &TestApp, through: &[&str]) -> Output {
    let options = through.iter().flat_map(|month| ["--released-through", month]);
    let arguments: Vec<&str> = ["restored"].into_iter().chain(options).collect();
    program(&app.database.url, &arguments)
}

fn import(app: &TestApp, documents: &[&str]) -> Output {
    let folder = TempDir::new().expect("a temporary folder");
    let written = documents
        .iter()
        .enumerate()
        .map(|(at, text)| write(folder.path(), at, text));
    let paths: Vec<String> = written.collect();
    let arguments: Vec<&str> = ["release", "import"]
        .into_iter()
        .chain(paths.iter().map(String::as_str))
        .collect();
    program(&app.database.url, &arguments)
}

fn write(folder: &Path, at: usize, text: &str) -> String {
    let path = folder.join(format!("{at}.json"));
    std::fs::write(&path, text).expect("written");
    path.display().to_string()
}

fn succeeds(output: &Output) -> String {
    assert!(output.status.success(), "{}{}", out(output), err(output));
    out(output)
}

async fn correct(app: &TestApp, id: &str, women: u32) {
    notice().await;
    let path = format!("/municipalities/0114/group-records/{id}");
    let record = session("2025-07-10", "alby", (women, 0, 0));
    let answered = app.put_as(&staff(), &path, ("if-match", "*"), &record).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn alby(app: &TestApp) -> Value {
    public(app, "by=place&from=2025-07&to=2025-07").await["figures"][0]["value"].clone()
}

async fn a_lost_month_is_imported_and_later_corrected(engine: Engine) {
    let app = begin(engine).await;
    let id = hand_in(&app, &session("2025-07-10", "alby", (20, 0, 0))).await;
    hand_in(&app, &session("2025-07-11", "runby", (12, 9, 0))).await;
    complete(&app, "2025-07").await;
    let backup = backup(&app).await;
    released(&app, "2025-07").await;
    correct(&app, &id, 30).await;
    hand_in(&app, &session("2025-08-11", "runby", (12, 9, 0))).await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    let (before, documents) = (
        answers(&app, "2025-08").await,
        [document(&app, "2025-07").await, document(&app, "2025-08").await],
    );
    assert_eq!(alby(&app).await, 30);

    restore(&app, &backup).await;
    succeeds(&restored(&app, &["2025-08"]));
    // The record is corrected to 33: released again, the month would show 33 beside the 20 and 30 that people have seen.
    correct(&app, &id, 33).await;
    for month in ["2025-07", "2025-08"] {
        refused(&release(&app, month).await, 409, &[("/month", "releaseNotImported")]);
    }
    let by_command = program(&app.database.url, &["release", "0114", "2025-07"]);
    assert!(
        err(&by_command).contains("insatskatalog release import"),
        "{}",
        err(&by_command)
    );
    let lines = succeeds(&import(&app, &[&documents[1], &documents[0]]));
    assert_eq!(lines, "0114 2025-07: imported\n0114 2025-08: imported\n");
    assert_eq!(answers(&app, "2025-08").await, before);
    assert_eq!(
        [document(&app, "2025-07").await, document(&app, "2025-08").await],
        documents
    );
    let again = succeeds(&import(&app, &[&documents[0]]));
    assert_eq!(again, "0114 2025-07: already there\n");

    // A correction follows the rule: 33 is 3 from 30, 25 is 5 from both 20 and 30.
    complete(&app, "2025-09").await;
    released(&app, "2025-09").await;
    assert_eq!(alby(&app).await, 30);
    correct(&app, &id, 25).await;
    complete(&app, "2025-10").await;
    released(&app, "2025-10").await;
    assert_eq!(alby(&app).await, 25);
    let audit = app
        .get_as(&staff(), "/municipalities/0114/audit-events?limit=100")
        .await
        .json();
    let events = audit["auditEvents"].as_array().expect("events").iter();
    assert_eq!(events.filter(|event| event["action"] == "import").count(), 2, "{audit}");
}

async fn a_withdrawn_figure_stays_withdrawn(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    let before_july = backup(&app).await;
    released(&app, "2025-07").await;
    let after_july = backup(&app).await;
    let seen = document(&app, "2025-07").await;
    let cell = format!("{STATISTICS}/cells/sangcafe.egen-regi.2025-07.1/withdrawals");
    let reason = json!({"reason": "En annan kommuns besök räknades med."});
    assert_eq!(app.submit(&staff(), &cell, &reason).await.status, 204);
    let (before, withdrawn) = (answers(&app, "2025-07").await, document(&app, "2025-07").await);
    let cells = serde_json::from_str::<Value>(&withdrawn).expect("JSON")["roots"][0]["cells"].clone();
    assert_eq!(
        (&cells[0]["value"], &cells[0]["status"]),
        (&Value::Null, &json!("withdrawn"))
    );
    assert!(
        seen.contains("\"value\":18") && !withdrawn.contains("\"value\":18"),
        "{withdrawn}"
    );
    // A copy from before the release gets both the release and the withdrawal; one from after it, the withdrawal.
    for (backup, wanted) in [(&before_july, "imported"), (&after_july, "already there")] {
        restore(&app, backup).await;
        succeeds(&restored(&app, &["0114=2025-07", "none"]));
        assert_eq!(
            succeeds(&import(&app, &[&withdrawn])),
            format!("0114 2025-07: {wanted}\n")
        );
        assert_eq!(answers(&app, "2025-07").await, before);
        assert_eq!(document(&app, "2025-07").await, withdrawn);
        // An answer from before the withdrawal does not bring the figure back.
        succeeds(&import(&app, &[&seen]));
        assert_eq!(answers(&app, "2025-07").await, before);
    }
}

async fn what_waits_is_carried_on(engine: Engine) {
    let app = begin(engine).await;
    hand_in(&app, &session("2025-07-10", "alby", (4, 0, 0))).await;
    complete(&app, "2025-07").await;
    let lost = json!({"state": "lost", "reason": "Listorna kom bort."});
    let backup = backup(&app).await;
    released(&app, "2025-07").await;
    crate::fixtures::figures::say(&app, "egen-regi", "2025-08", &lost).await;
    released(&app, "2025-08").await;
    let (before, documents) = (
        answers(&app, "2025-08").await,
        [document(&app, "2025-07").await, document(&app, "2025-08").await],
    );
    restore(&app, &backup).await;
    succeeds(&restored(&app, &["2025-08"]));
    succeeds(&import(&app, &[&documents[0], &documents[1]]));
    assert_eq!(answers(&app, "2025-08").await, before);
    crate::fixtures::figures::say(&app, "egen-regi", "2025-08", &lost).await;
    hand_in(&app, &session("2025-09-10", "alby", (16, 0, 0))).await;
    complete(&app, "2025-09").await;
    released(&app, "2025-09").await;
    assert_eq!(
        table(&app, "by=month").await,
        "2025-07 - suppressed\n2025-08 - missing\n2025-09 - suppressed"
    );
    assert!(public(&app, "by=").await.to_string().contains("\"status\":\"missing\""));
    assert_eq!(table(&app, "by=&partial=true").await, "20 partial");
}

async fn files_that_do_not_fit_are_refused(engine: Engine) {
    let app = begin(engine).await;
    four_places(&app, "2025-07").await;
    let backup = backup(&app).await;
    released(&app, "2025-07").await;
    complete(&app, "2025-08").await;
    released(&app, "2025-08").await;
    let documents = [document(&app, "2025-07").await, document(&app, "2025-08").await];
    restore(&app, &backup).await;
    let july: Value = serde_json::from_str(&documents[0]).expect("JSON");
    let edited = |edit: &dyn Fn(&mut Value)| {
        let mut document = july.clone();
        edit(&mut document);
        document.to_string()
    };
    let fails = |texts: &[&str], wanted: &[&str]| {
        let output = import(&app, texts);
        assert_eq!(output.status.code(), Some(1), "{wanted:?}: {}", out(&output));
        for wanted in wanted {
            assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
        }
        assert!(err(&output).contains("nothing was changed"), "{}", err(&output));
    };
    succeeds(&restored(&app, &["none"]));
    fails(&[&documents[0]], &["/month: outOfRange", "restored --released-through"]);
    succeeds(&restored(&app, &["2025-08"]));
    fails(&["{\"kommunkod\": "], &["not valid JSON: see line 1"]);
    fails(&["[]"], &[":1: The file must be a saved answer"]);
    fails(&[&documents[1]], &["/month: releaseOutOfOrder: Import 2025-07 first."]);
    fails(&[&documents[0], "{}"], &["1.json:1: The file must be a saved answer"]);
    fails(
        &[&edited(&|july| july["kommunkod"] = json!("0115"))],
        &["/kommunkod: unknownReference"],
    );
    fails(
        &[&edited(&|july| july["rulesVersion"] = json!(1000))],
        &["/rulesVersion: newerRules"],
    );
    fails(
        &[&edited(&|july| july["splitOrder"] = json!([]))],
        &["The file must be a saved answer"],
    );
    // Everything that is wrong at once.
    let wrong = edited(&|july| {
        july["k"] = json!(2);
        july["roots"][0]["months"] = json!(["2025-09"]);
        july["roots"][0]["listed"]["places"][0] = json!("Alby");
        july["roots"][0]["cells"][0]["value"] = json!(-1);
        july["corrections"] =
            json!([{"insats": "sangcafe", "provider": "egen-regi", "month": "2025-07", "values": [1]}]);
    });
    fails(
        &[&wrong],
        &[
            "/k: outOfRange",
            "/roots/0/months: outOfRange",
            "/roots/0/listed/places: invalidFormat",
            "/roots/0/cells/0: ",
            "/corrections/0/month: unknownReference",
        ],
    );
    let cells = "/roots/0/cells: conflictingMembers";
    let last = july["roots"][0]["cells"].as_array().expect("cells").len() - 1;
    fails(
        &[&edited(&|july| july["roots"][0]["cells"][last]["genders"] = json!([]))],
        &[cells],
    );
    fails(
        &[&edited(&|july| {
            july["roots"][0]["cells"][0]["numbers"] = json!([2, 1, 1]);
        })],
        &["/roots/0/cells/0: invalidFormat"],
    );
    // Nothing of this is there.
    notice().await;
    assert_eq!(app.get(&format!("{RELEASES}/2025-07")).await.status, 404);
    succeeds(&import(&app, &[&documents[0], &documents[1]]));
    // Another release of a month that is there is a fault.
    fails(
        &[&edited(&|july| july["roots"][0]["cells"][0]["value"] = json!(31))],
        &["/month: duplicate"],
    );
    notice().await;
    for path in ["2025-06", "2025-09", "juli", "2025-7"] {
        let answered = app.get(&format!("{RELEASES}/{path}")).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (404, &json!("unknownRelease")),
            "{path}"
        );
    }
    // Too large a file is not read.
    let (folder, path) = file("large.json", "");
    std::fs::File::create(&path)
        .and_then(|file| file.set_len(300 * 1024 * 1024))
        .expect("made");
    let output = program(&app.database.url, &["release", "import", &path]);
    assert!(err(&output).contains("larger than 64 megabytes"), "{}", err(&output));
    drop(folder);
}

async fn every_municipality_is_stated(engine: Engine) {
    let app = begin(engine).await;
    let fails = |through: &[&str], code: i32, wanted: &str| {
        let output = restored(&app, through);
        assert_eq!(output.status.code(), Some(code), "{through:?}: {}", err(&output));
        assert!(err(&output).contains(wanted), "{through:?}: {}", err(&output));
    };
    fails(&[], 2, "--released-through");
    fails(&["juli"], 2, "0188=2026-10");
    fails(&["9999=2025-07"], 2, "290 municipality codes");
    fails(&["2199-01"], 1, "2199-01 has not begun");
    fails(&["0114=2025-07"], 1, "state the last released month of ");
    succeeds(&restored(&app, &["none", "0114=2025-09"]));
    notice().await;
    refused(
        &release(&app, "2025-07").await,
        409,
        &[("/month", "releaseNotImported")],
    );
    // A month that was too late is corrected.
    succeeds(&restored(&app, &["none"]));
    notice().await;
    complete(&app, "2025-07").await;
    released(&app, "2025-07").await;
}

async fn a_restore_that_a_replica_notices_forbids_releases(engine: Engine) {
    let app = begin(engine).await;
    complete(&app, "2025-07").await;
    let backup = backup(&app).await;
    changed(&app, "0114", CAFE, |cafe| cafe["summary"]["sv"] = json!("Före.")).await;
    restore(&app, &backup).await;
    let begun = Instant::now();
    while app.get_json(CAFE).await["summary"]["sv"] == "Före." {
        assert!(begun.elapsed() < PATIENCE, "the service follows");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    refused(&release(&app, "2025-07").await, 409, &[("/month", "restoreNotEnded")]);
    succeeds(&restored(&app, &["none"]));
    notice().await;
    released(&app, "2025-07").await;
}

async fn older_rules_do_not_release(engine: Engine) {
    let app = begin(engine).await;
    complete(&app, "2025-07").await;
    let mut connection = app.database.address().connect().expect("connects");
    let mut run = |statement: &str| connection.batch_execute(statement);
    run("UPDATE statistics_state SET lowest_rules = 0").expect("lower");
    // A release raises the lowest version to its own, which a program of older rules does not reach.
    let version = released(&app, "2025-07").await["rulesVersion"]
        .as_i64()
        .expect("a version");
    let older = |version: i64| {
        format!("INSERT INTO releases VALUES ('0115', '2025-07', 5, {version}, '{{}}', 'c', '2025-10-01 10:00:00')")
    };
    let error = run(&older(version - 1)).expect_err("older rules").to_string();
    assert!(error.contains("does not follow the rules"), "{error}");
    run(&older(version)).expect("the same rules");
    run("UPDATE statistics_state SET lowest_rules = 1000").expect("higher");
    complete(&app, "2025-08").await;
    refused(&release(&app, "2025-08").await, 409, &[("/month", "newerRules")]);
    let by_command = program(&app.database.url, &["release", "0114", "2025-08"]);
    assert_eq!(by_command.status.code(), Some(1));
    assert!(
        err(&by_command).contains("newer rules for releases"),
        "{}",
        err(&by_command)
    );
    // So does the automatic release, which says why.
    changed(&app, "0114", "/municipalities/0114", |municipality| {
        municipality["settings"]["statistics"]["releaseDay"] = json!(12);
    })
    .await;
    let store = insatskatalog::store::Store::open(&app.database.address()).expect("opens");
    let catalogue = store
        .read(insatskatalog::store::catalogue::loading::load)
        .await
        .expect("read");
    let now: chrono::DateTime<chrono::Utc> = "2026-02-12T09:00:00Z".parse().expect("an instant");
    let moment = insatskatalog::releasing::ReleaseContext {
        now,
        today: now.date_naive(),
        author: crate::fixtures::app::author(),
    };
    let done = insatskatalog::releasing::release_due(&store, &std::sync::Arc::new(catalogue), &moment).await;
    let stopped: Vec<String> = done
        .into_iter()
        .filter_map(|(_, _, stopped)| Some(stopped?.to_string()))
        .collect();
    assert!(
        stopped.iter().any(|why| why.contains("newer rules for releases")),
        "{stopped:?}"
    );
    // What is released is shown as before.
    assert_eq!(public(&app, "by=").await["releasedThrough"], "2025-07");
}
