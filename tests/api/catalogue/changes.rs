//! The feed of changes: in one order, without gaps, and enough to hold the same catalogue.

use std::time::{Duration, Instant};

use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::readers::published;
use insatskatalog::domain::insatser::document::{Change, Kind};
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::word;
use insatskatalog::http_client;
use insatskatalog::store::Store;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::program;
use crate::fixtures::editing::{ALARM, NEW, THERE, editor, end, read, withdrawal};
use crate::issuer::token;
use crate::tests;

tests![
    a_reader_that_follows_holds_the_same_catalogue,
    after_the_last_change_there_is_nothing,
    a_reader_never_skips_a_revision_while_many_publish,
    one_may_wait_for_a_change,
    waiters_are_few,
    waiters_are_answered_when_stopping,
    export_and_import_go_round,
];

async fn all_changes(app: &TestApp, limit: usize) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    loop {
        let after = all
            .last()
            .map_or(0, |change| change["revision"].as_i64().expect("a number"));
        let part = app.get_json(&format!("/changes?after={after}&limit={limit}")).await;
        let part = part["changes"].as_array().expect("changes").clone();
        if part.is_empty() {
            return all;
        }
        all.extend(part);
    }
}

/// A catalogue made from nothing but the changes.
fn replayed(changes: &[Value]) -> Catalogue {
    let text = |change: &Value, member: &str| change[member].as_str().expect("text").to_owned();
    let read = changes.iter().map(|change| {
        let kommunkod = Kommunkod::parse(&text(change, "kommunkod")).expect("a code");
        let (kind_word, key) = (text(change, "kind"), text(change, "key"));
        let kind: Kind = word::read(&kind_word).expect("a kind");
        let change_made = match change.get("document") {
            Some(document) => {
                let format = change["format"].as_i64().and_then(|format| i32::try_from(format).ok());
                let format = format.expect("a format");
                let document = published::read(kommunkod, kind, &key, &document.to_string(), format);
                Change::Put(document.unwrap_or_else(|faults| panic!("{key}: {faults:?}")))
            }
            None => Change::Remove(kind, key),
        };
        (change["revision"].as_i64().expect("a number"), kommunkod, change_made)
    });
    Catalogue::default().after(read.collect::<Vec<_>>()).expect("whole")
}

/// What makes a catalogue differ from another.
fn contents(catalogue: &Catalogue) -> String {
    format!("{:?}", catalogue.municipalities().collect::<Vec<_>>())
}

/// The revision that the service answers an object with.
async fn revision_shown(app: &TestApp, path: &str) -> i64 {
    let answered = app.get(path).await;
    assert_eq!(answered.status, 200, "{path}: {}", answered.text);
    let revision = answered
        .header("etag")
        .trim_matches('"')
        .split('.')
        .next()
        .map(str::parse);
    revision.and_then(Result::ok).expect("a revision")
}

/// A client that follows the changes, one that loads the catalogue, and the service hold the same at each revision.
async fn all_hold_the_same(app: &TestApp, after: &str) -> Vec<Value> {
    let changes = all_changes(app, 7).await;
    let followed = replayed(&changes);
    let store = Store::open(&app.database.address()).expect("opens");
    let loaded = store
        .read(insatskatalog::store::catalogue::loading::load)
        .await
        .expect("loaded");
    assert_eq!(contents(&followed), contents(&loaded), "after {after}");
    assert_eq!(followed.revision(), loaded.revision(), "after {after}");
    let tomelilla = Kommunkod::parse("1270").expect("a code");
    let followed = followed.municipality(tomelilla).expect("Tomelilla");
    let own = "/municipalities/1270";
    assert_eq!(
        revision_shown(app, own).await,
        followed.document_revision(),
        "after {after}"
    );
    for slug in followed.insatser().keys() {
        let shown = revision_shown(app, &format!("{own}/insatser/{slug}")).await;
        assert_eq!(shown, followed.revision_of(slug.as_str()), "{slug} after {after}");
    }
    for (slug, held) in followed.providers() {
        let path = format!("{own}/providers/{slug}");
        assert_eq!(revision_shown(app, &path).await, held.revision, "{slug} after {after}");
        let shown = app.get_json(&path).await;
        assert_eq!(
            shown["agreements"].as_array().map(Vec::len),
            Some(held.agreements.len()),
            "{slug} after {after}"
        );
    }
    changes
}

const OWN: &str = "/municipalities/1270/providers/egen-regi";
const OTHER: &str = "/municipalities/1270/providers/foreningen";
const OF_OWN: &str = "/municipalities/1270/providers/egen-regi/agreements/avtal";
const OF_OTHER: &str = "/municipalities/1270/providers/foreningen/agreements/avtal";
const ADD_ON: &str = "/municipalities/1270/providers/foreningen/agreements/tillagg";
const ENDS: &str = "/municipalities/1270/insatser/trygghetslarm/withdrawals";

/// A step: what it does, what it expects, where, with what, and how many changes it makes.
type Step = (&'static str, (&'static str, &'static str), &'static str, Value, usize);

/// The steps that change an alarm until its next decision, its providers, and its municipality.
fn steps(version: Value, mut tomelilla: Value) -> Vec<Step> {
    let mut last_day = withdrawal("2026-12-31");
    last_day["validFrom"] = json!("2027-01-01");
    let mut retold = version.clone();
    retold["summary"]["sv"] = json!("På nytt.");
    let mut anew = retold.clone();
    anew["decision"]["date"] = json!("2025-08-20");
    tomelilla["bodies"][0]["applicationContact"] =
        json!({"name": "Myndigheten", "webPage": "https://www.tomelilla.example"});
    let own = |name: &str| json!({"name": name, "kind": "ownAdministration"});
    let covers = |kind: &str, insatser: &[&str]| json!({"insatser": insatser, "kind": kind});
    let mut add_on = covers("addOn", &["rebus"]);
    add_on["partOf"] = json!("avtal");
    vec![
        ("a version to come", THERE, ALARM, version, 1),
        ("its withdrawal", THERE, ENDS, last_day, 1),
        ("telling it anew does not bring it back", THERE, ALARM, retold, 1),
        ("deciding it anew does", THERE, ALARM, anew, 2),
        ("a provider", NEW, OWN, own("Egen regi"), 1),
        (
            "its agreement",
            NEW,
            OF_OWN,
            covers("ownAdministration", &["trygghetslarm", "rebus"]),
            1,
        ),
        (
            "another provider",
            NEW,
            OTHER,
            json!({"name": "Föreningen", "kind": "association"}),
            1,
        ),
        (
            "the other's agreement",
            NEW,
            OF_OTHER,
            covers("main", &["trygghetslarm"]),
            1,
        ),
        ("an add-on", NEW, ADD_ON, add_on, 1),
        (
            "the first unlinked",
            THERE,
            OF_OWN,
            covers("ownAdministration", &["rebus"]),
            1,
        ),
        ("the municipality itself", THERE, "/municipalities/1270", tomelilla, 1),
        ("a provider told anew", THERE, OWN, own("Egna regin"), 1),
        (
            "the other unlinked",
            THERE,
            OF_OTHER,
            covers("main", &["cafe-kryddan"]),
            1,
        ),
        ("the end of it all", THERE, ENDS, withdrawal("2025-12-31"), 2),
        ("the end moved", THERE, ENDS, withdrawal("2025-11-30"), 1),
    ]
}

async fn a_reader_that_follows_holds_the_same_catalogue(engine: Engine) {
    let app = TestApp::start(engine).await;
    all_hold_the_same(&app, "the start").await;
    let (mut version, _) = read(&app, ALARM).await;
    version["validFrom"] = json!("2027-01-01");
    let tomelilla = read(&app, "/municipalities/1270").await.0;
    let mut count = 61;
    for (step, condition, path, body, more) in steps(version, tomelilla) {
        let answered = if path == ENDS {
            app.post_as(&editor("1270"), path, condition, &body).await
        } else {
            app.put_as(&editor("1270"), path, condition, &body).await
        };
        assert!(answered.status.is_success(), "{step}: {}", answered.text);
        let changes = all_hold_the_same(&app, step).await;
        count += more;
        let revisions: Vec<Option<i64>> = changes.iter().map(|change| change["revision"].as_i64()).collect();
        let gapless: Vec<Option<i64>> = (1..).map(Some).take(count).collect();
        assert_eq!(revisions, gapless, "{step}");
    }
}

async fn after_the_last_change_there_is_nothing(engine: Engine) {
    let app = TestApp::start(engine).await;
    let part = app.get("/changes?after=61").await;
    assert_eq!(part.json()["changes"], json!([]));
    assert!(part.json()["_links"].to_string().contains("after=61"));
    let again = app
        .send(
            reqwest::Method::GET,
            "/changes?after=61",
            &[("if-none-match", part.header("etag"))],
            None,
        )
        .await;
    assert_eq!(again.status, 304);
    for query in ["?after=x", "?wait=21", "?wait=-1", "?limit=0", "?page=1"] {
        assert_eq!(app.get(&format!("/changes{query}")).await.status, 400, "{query}");
    }
}

async fn a_reader_never_skips_a_revision_while_many_publish(engine: Engine) {
    let one = TestApp::on(Database::with_catalogues(engine), &[]).await;
    let other = TestApp::beside(&one).await;
    let publish = |app: &'_ TestApp, insats: String, kommunkod: &'static str| {
        let (origin, insats) = (app.origin.clone(), insats);
        async move {
            let path = format!(
                "{origin}{}/municipalities/{kommunkod}/insatser/{insats}",
                crate::fixtures::app::BASE
            );
            let client = http_client::builder().no_proxy().build().expect("a client");
            let mut published = 0;
            for at in 0..12 {
                let shown = client.get(&path).send().await.expect("an answer");
                let etag = shown.headers()["etag"].clone();
                let mut object: Value = shown.json().await.expect("JSON");
                object["summary"]["sv"] = json!(format!("Utgåva {at} av {insats}."));
                let answered = client
                    .put(&path)
                    .bearer_auth(token("catalogue:write", kommunkod))
                    .header("if-match", etag)
                    .json(&object)
                    .send()
                    .await
                    .expect("an answer");
                published += i64::from(answered.status() == 200);
            }
            published
        }
    };
    let writers = [
        publish(&one, "trygghetslarm".into(), "1270"),
        publish(&other, "rebus".into(), "1270"),
        publish(&one, "kvarnen".into(), "0188"),
        publish(&other, "hamnkompaniet".into(), "0188"),
        publish(&one, "cafe-kryddan".into(), "1270"),
        publish(&other, "seniorkollo".into(), "0188"),
    ];
    let reader = async {
        let mut read = 61;
        let begun = Instant::now();
        let mut quiet = 0;
        while quiet < 3 && begun.elapsed() < Duration::from_mins(1) {
            let part = other.get_json(&format!("/changes?after={read}&limit=3&wait=1")).await;
            let part = part["changes"].as_array().expect("changes").clone();
            quiet = if part.is_empty() { quiet + 1 } else { 0 };
            for change in part {
                read += 1;
                assert_eq!(change["revision"], read, "no revision is skipped");
            }
        }
        read
    };
    let (published, read) = futures_util::future::join(futures_util::future::join_all(writers), reader).await;
    assert_eq!(read, 61 + published.iter().sum::<i64>());
}

async fn one_may_wait_for_a_change(engine: Engine) {
    let app = TestApp::start(engine).await;
    let begun = Instant::now();
    let nothing = app.get_json("/changes?after=61&wait=1").await;
    assert_eq!(nothing["changes"], json!([]));
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let begun = Instant::now();
    let change = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let path = "/municipalities/1270/providers/egen-regi";
        let provider = json!({"name": "Egen regi", "kind": "ownAdministration"});
        app.put_as(
            &token("catalogue:write", "1270"),
            path,
            ("if-none-match", "*"),
            &provider,
        )
        .await
    };
    let (answer, made) = futures_util::future::join(app.get_json("/changes?after=61&wait=20"), change).await;
    assert_eq!(made.status, 201);
    assert_eq!(answer["changes"][0]["key"], "egen-regi");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    // The service does not wait when there is already a change.
    let begun = Instant::now();
    app.get_json("/changes?after=0&wait=20").await;
    assert!(begun.elapsed() < Duration::from_secs(5));
}

async fn waiters_are_few(engine: Engine) {
    let app = TestApp::start(engine).await;
    let waits = (0..6).map(|_| app.get("/changes?after=61&wait=2"));
    let answered = futures_util::future::join_all(waits).await;
    let statuses: Vec<u16> = answered.iter().map(|one| one.status.as_u16()).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        4,
        "{statuses:?}"
    );
    let refused = answered.iter().find(|one| one.status == 429).expect("refused");
    assert_eq!(refused.json()["code"], "tooManyWaiters");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(
        app.get("/changes?after=61&wait=1").await.status,
        200,
        "places are given up"
    );
}

async fn waiters_are_answered_when_stopping(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut process = crate::fixtures::process::Process::start(&[("DATABASE_URL", database.url.as_str())]);
    let url = format!(
        "{}{}/changes?after=61&wait=20",
        process.origin,
        crate::fixtures::app::BASE
    );
    let client = insatskatalog::http_client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    // The process answers once its threads have started.
    let live = client.get(format!("{}/health/live", process.origin)).send();
    assert_eq!(live.await.expect("an answer").status(), 200);
    let waiting = actix_web::rt::spawn(async move {
        let begun = Instant::now();
        let answered = client.get(url).send().await.expect("an answer");
        (answered.status().as_u16(), begun.elapsed())
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let stopped = actix_web::rt::task::spawn_blocking(move || process.stop());
    let (status, waited) = waiting.await.expect("answered");
    assert_eq!(status, 200);
    assert!(waited < Duration::from_secs(10), "{waited:?}");
    assert_eq!(stopped.await.expect("stopped"), Some(0));
}

async fn export_and_import_go_round(engine: Engine) {
    let app = TestApp::start(engine).await;
    let editor = token("catalogue:write", "1270");
    let alarm = "/municipalities/1270/insatser/trygghetslarm";
    let shown = app.get(alarm).await;
    let mut late = shown.json();
    late["validFrom"] = json!("2025-09-15");
    let answered = app
        .put_as(&editor, alarm, ("if-match", shown.header("etag")), &late)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(end(&app, alarm, &withdrawal("2026-12-31")).await.status, 200);
    let export = |url: &str, kommunkod: &str| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
            .args(["export", kommunkod])
            .env_clear()
            .env("DATABASE_URL", url)
            .output()
            .expect("runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let folder = tempfile::tempdir().expect("a folder");
    for kommunkod in ["0127", "0180", "0188", "1270"] {
        let exported = export(&app.database.url, kommunkod);
        let file = folder.path().join(format!("{kommunkod}.yaml"));
        std::fs::write(&file, &exported).expect("written");
        let empty = Database::empty(engine);
        assert!(program(&empty.url, &["migrate"]).status.success());
        let import = |more: &[&str]| {
            let output = std::process::Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
                .arg("import")
                .arg(&file)
                .args(more)
                .current_dir(folder.path())
                .env_clear()
                .env("DATABASE_URL", &empty.url)
                .output()
                .expect("runs");
            let told = format!(
                "{}{}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            assert!(output.status.success(), "{told}");
            told
        };
        assert!(
            import(&["--dry-run"]).contains("new: insats"),
            "tells, and changes nothing"
        );
        assert!(import(&[]).contains("changed, revision"));
        assert_eq!(export(&empty.url, kommunkod), exported, "{kommunkod}: byte for byte");
        assert!(import(&["--dry-run"]).contains("nothing would change"));
        if kommunkod == "1270" {
            let changed = exported.replace("Larm i hemmet som ger snabb hjälp", "Ett larm i hemmet");
            std::fs::write(&file, changed).expect("written");
            let told = import(&["--dry-run"]);
            assert!(
                told.contains("changed: insats trygghetslarm, in force from 2025-07-01"),
                "{told}"
            );
            assert!(
                told.contains("summary, in Swedish: “Larm i hemmet") && told.contains("→ “Ett larm i hemmet"),
                "{told}"
            );
            assert_eq!(export(&empty.url, kommunkod), exported);
        }
    }
}
