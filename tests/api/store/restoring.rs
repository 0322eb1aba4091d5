//! A database that was restored: nothing from before the restore counts as known, also when the same numbers come again.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{Answered, Backup, Database, Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{ALARM, NEW, THERE, changed, editor, put, read};
use crate::fixtures::figures;
use crate::fixtures::reports::{RECORDS, TRAFFPUNKTER, association, hand_in, next, post_with, session};
use crate::tests;

tests![
    under_running_replicas,
    while_the_service_is_stopped,
    the_command_ends_every_tag_and_position,
    a_record_reaches_the_same_revision,
    statistics_are_released_again,
    an_answer_stored_before_is_given_again,
    a_position_that_does_not_exist_is_gone,
    a_position_among_records_that_were_lost_is_gone,
];

const TOMELILLA: &str = "/municipalities/1270";
const PROVIDER: &str = "/municipalities/1270/providers/egen-regi";

/// A service that compares its catalogue with the database only when it publishes.
async fn not_following(database: &Database) -> TestApp {
    TestApp::on(database.shared(), &[("INSATSKATALOG_REFRESH_MILLIS", "60000")]).await
}

/// Publishes three changes with a word: an insats, a provider and a municipality.
async fn publish(app: &TestApp, word: &str) {
    let (mut alarm, _) = read(app, ALARM).await;
    alarm["summary"]["sv"] = json!(word);
    let (mut tomelilla, _) = read(app, TOMELILLA).await;
    tomelilla["bodies"][0]["applicationContact"] = json!({"name": word, "webPage": "https://www.tomelilla.example"});
    let provider = json!({"name": word, "kind": "ownAdministration"});
    for (path, condition, body) in [
        (ALARM, THERE, alarm),
        (PROVIDER, NEW, provider),
        (TOMELILLA, THERE, tomelilla),
    ] {
        let answered = app.put_as(&editor("1270"), path, condition, &body).await;
        assert!(answered.status.is_success(), "{path}: {}", answered.text);
    }
}

/// The `ETag` of everything that depends on the catalogue.
async fn tags(app: &TestApp) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    for path in [
        ALARM,
        PROVIDER,
        TOMELILLA,
        "/municipalities",
        "/municipalities/1270/insatser",
        "/municipalities/1270/insatser/trygghetslarm/versions",
        "/municipalities/1270/insatser/trygghetslarm/criteria",
        "/municipalities/1270/providers",
        "/insatser",
        "/facts",
        "/changes?after=0",
        "/changes?after=64",
    ] {
        tags.push((path, app.get(path).await.header("etag").to_owned()));
    }
    tags
}

async fn generation(app: &TestApp) -> String {
    let part = app.get_json("/changes?limit=1").await;
    part["generation"].as_str().expect("text").to_owned()
}

/// Asserts that a service knows none of these tags: no 304, and no change on their condition.
async fn knows_none(app: &TestApp, tags: &[(&str, String)]) {
    for (path, etag) in tags {
        let answered = app.send(Method::GET, path, &[("if-none-match", etag)], None).await;
        assert_eq!(answered.status, 200, "{path}: {etag}");
        assert_ne!(answered.header("etag"), etag, "{path}");
        if [ALARM, PROVIDER, TOMELILLA].contains(path) {
            let stale = put(app, "1270", path, etag, &answered.json()).await;
            assert_eq!(stale.status, 412, "{path}: {}", stale.text);
        }
    }
}

/// Waits until a service shows a word in the change that is published last, and so in all of them.
async fn shows(app: &TestApp, word: &str) {
    let started = Instant::now();
    while app.get_json(TOMELILLA).await["bodies"][0]["applicationContact"]["name"] != word {
        assert!(started.elapsed() < PATIENCE, "the service follows");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Copies a database. The client then notices that the server closed idle connections while this thread waited.
async fn backup(database: &Database) -> Backup {
    let backup = database.backup();
    tokio::time::sleep(Duration::from_millis(50)).await;
    backup
}

/// Restores a database, in the same way.
async fn restore(database: &Database, backup: &Backup) {
    database.restore(backup);
    tokio::time::sleep(Duration::from_millis(50)).await;
}

async fn under_running_replicas(engine: Engine) {
    let one = TestApp::start(engine).await;
    let other = TestApp::beside(&one).await;
    let backup = backup(&one.database).await;
    publish(&one, "Före.").await;
    shows(&other, "Före.").await;
    let before = tags(&one).await;
    let known = generation(&one).await;
    restore(&one.database, &backup).await;
    // The other replica publishes before any replica has compared, up to the same revision.
    publish(&other, "Efter.").await;
    for app in [&one, &other] {
        shows(app, "Efter.").await;
        let gone = app.get(&format!("/changes?after=64&generation={known}")).await;
        assert_eq!(
            (gone.status.as_u16(), &gone.json()["code"]),
            (410, &json!("positionGone"))
        );
        let waiting = app.get(&format!("/changes?after=64&wait=20&generation={known}")).await;
        assert_eq!(waiting.status, 410);
        knows_none(app, &before).await;
    }
    let now = generation(&one).await;
    assert_ne!(now, known);
    assert_eq!(generation(&other).await, now, "the replicas agree on one generation");
    // A client that begins again holds what there is.
    let again = one.get_json("/changes?after=61").await;
    assert_eq!(again["changes"].as_array().map(Vec::len), Some(3));
    assert!(
        again["_links"][1]["href"]
            .as_str()
            .is_some_and(|next| next.ends_with(&format!("generation={now}")))
    );
    // What is read now can be changed.
    changed(&one, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!("Nu.")).await;
}

async fn while_the_service_is_stopped(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let app = not_following(&database).await;
    let backup = backup(&database).await;
    publish(&app, "Före.").await;
    let before = tags(&app).await;
    drop(app);
    restore(&database, &backup).await;
    // A service that starts after the restore cannot know of it.
    let app = not_following(&database).await;
    let stale = &before[0].1;
    let (alarm, _) = read(&app, ALARM).await;
    assert_eq!(
        put(&app, "1270", ALARM, stale, &alarm).await.status,
        412,
        "the revision does not exist"
    );
    publish(&app, "Efter.").await;
    knows_none(&app, &before).await;
}

async fn the_command_ends_every_tag_and_position(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let app = TestApp::on(database.shared(), &[]).await;
    publish(&app, "Före.").await;
    let (before, known) = (tags(&app).await, generation(&app).await);
    let output = program(&database.url, &["restored", "--released-through", "none"]);
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains("new generation"), "{}", out(&output));
    let started = Instant::now();
    while app.get(ALARM).await.header("etag") == before[0].1 {
        assert!(started.elapsed() < PATIENCE, "the service follows");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    knows_none(&app, &before).await;
    let of = async |query: &str| {
        app.get(&format!("/changes?after=64&generation={query}"))
            .await
            .status
            .as_u16()
    };
    assert_eq!(of(&known).await, 410);
    assert_eq!(of(&generation(&app).await).await, 200);
    assert_eq!(of("x").await, 400);
}

async fn a_record_reaches_the_same_revision(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let app = not_following(&database).await;
    let id = hand_in(&app, &session("2025-09-14")).await;
    let own = format!("{RECORDS}/{id}");
    let first = app.get_as(&association(), &own).await.header("etag").to_owned();
    let backup = backup(&database).await;
    let correct = async |app: &TestApp, etag: &str, total: u32| -> Answered {
        let mut record = session("2025-09-14");
        record["participants"] = json!({"total": total, "women": total, "men": 0, "otherOrUnknown": 0});
        app.put_as(&association(), &own, ("if-match", etag), &record).await
    };
    let before = correct(&app, &first, 20).await;
    assert_eq!(before.json()["recordRevision"], 2);
    drop(app);
    restore(&database, &backup).await;
    let app = not_following(&database).await;
    let after = correct(&app, &first, 30).await;
    assert_eq!(
        (after.status.as_u16(), &after.json()["recordRevision"]),
        (200, &json!(2))
    );
    assert_eq!(correct(&app, before.header("etag"), 40).await.status, 412);
    let withdrawn = app
        .post_as(
            &association(),
            &format!("{own}/withdrawals"),
            ("if-match", before.header("etag")),
            &json!({"reason": "Räknad två gånger."}),
        )
        .await;
    assert_eq!(withdrawn.status, 412);
    assert_eq!(correct(&app, after.header("etag"), 40).await.status, 200);
}

/// Nobody has seen the lost release, so the month is released again, with other figures and another tag.
async fn statistics_are_released_again(engine: Engine) {
    let app = figures::begin(engine).await;
    let backup = backup(&app.database).await;
    let release = async |total: u32| {
        figures::hand_in(&app, &figures::session("2025-07-10", "alby", (total, 0, 0))).await;
        figures::complete(&app, "2025-07").await;
        figures::released(&app, "2025-07").await;
        app.get(figures::STATISTICS).await
    };
    let before = release(20).await;
    restore(&app.database, &backup).await;
    let ended = program(&app.database.url, &["restored", "--released-through", "none"]);
    assert!(ended.status.success(), "{}", err(&ended));
    let after = release(30).await;
    let shown: Vec<Value> = [&before, &after]
        .map(|answered| answered.json()["figures"][0]["value"].clone())
        .into();
    assert_eq!(shown, [20, 30]);
    let asked = [("if-none-match", before.header("etag"))];
    let again = app.send(Method::GET, figures::STATISTICS, &asked, None).await;
    assert_eq!(again.status, 200);
}

async fn an_answer_stored_before_is_given_again(engine: Engine) {
    let app = TestApp::start(engine).await;
    let headers = [("content-type", "application/json"), ("idempotency-key", "a")];
    let post = async || {
        let body = session("2025-09-14").to_string().into_bytes();
        post_with(&app, &association(), TRAFFPUNKTER, &headers, body).await
    };
    let first = post().await;
    let backup = backup(&app.database).await;
    hand_in(&app, &session("2025-09-15")).await;
    restore(&app.database, &backup).await;
    let again = post().await;
    assert_eq!(
        (&again.text, again.header("idempotent-replayed")),
        (&first.text, "true")
    );
    assert_eq!(again.header("etag"), first.header("etag"));
}

async fn a_position_that_does_not_exist_is_gone(engine: Engine) {
    let app = TestApp::start(engine).await;
    for query in ["after=62", "after=62&wait=20", "after=4000000"] {
        let gone = app.get(&format!("/changes?{query}")).await;
        assert_eq!(
            (gone.status.as_u16(), &gone.json()["code"]),
            (410, &json!("positionGone")),
            "{query}"
        );
    }
    assert_eq!(app.get_json("/changes?after=61").await["changes"], json!([]));
}

async fn a_position_among_records_that_were_lost_is_gone(engine: Engine) {
    let app = TestApp::start(engine).await;
    hand_in(&app, &session("2025-09-14")).await;
    let backup = backup(&app.database).await;
    hand_in(&app, &session("2025-09-15")).await;
    let begun = format!("{RECORDS}?changedSince=2025-01-01T00:00:00Z");
    let next = next(&app.get_as(&association(), &begun).await.json());
    assert_eq!(app.get_as(&association(), &next).await.status, 200);
    restore(&app.database, &backup).await;
    let gone = app.get_as(&association(), &next).await;
    assert_eq!(
        (gone.status.as_u16(), &gone.json()["code"]),
        (410, &json!("positionGone"))
    );
}
