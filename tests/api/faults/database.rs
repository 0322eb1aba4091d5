//! The database fails in the middle of a change: the answer says so, and the version is either complete or absent.

use std::time::Duration;

use insatskatalog::http_client;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::held;
use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, put, read};
use crate::fixtures::process::Process;
use crate::issuer::{AUDIENCE, ISSUER, claims, jwks_file, signed};
use crate::tests;

tests![the_database_fails_in_the_middle];

async fn the_database_fails_in_the_middle(engine: Engine) {
    match engine {
        // A server goes away; a file that is open does not, but there may be no room for it to grow.
        Engine::Postgresql => the_server_goes_away().await,
        Engine::Sqlite => the_file_cannot_grow().await,
    }
}

async fn the_server_goes_away() {
    let app = TestApp::start(Engine::Postgresql).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Under avbrottet.");
    app.database.take_away();
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    assert_eq!(
        (answered.status.as_u16(), &answered.json()["code"]),
        (503, &json!("unavailable"))
    );
    assert!(!answered.header("retry-after").is_empty());
    assert_eq!(read(&app, ALARM).await.1, etag, "reads go on");
    // Figures that nobody has asked for are not in memory.
    for path in [
        "statistics",
        "statistics/trends",
        "insatser/trygghetslarm/annual-report?year=2026",
        "insatser/trygghetslarm/reach",
    ] {
        let answered = app.get(&format!("/municipalities/1270/{path}")).await;
        assert_eq!(answered.status, 503, "{path}: {}", answered.text);
    }
    app.database.bring_back();
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    // The database ends between statements, many times: each time the change is complete or absent.
    let mut last = answered.header("etag").to_owned();
    for at in 0..8 {
        alarm["summary"]["sv"] = json!(format!("Avbrott {at}."));
        let sent = async {
            let answered = put(&app, "1270", ALARM, &last, &alarm).await;
            (answered.status.as_u16(), answered.header("etag").to_owned())
        };
        let cut = async {
            tokio::time::sleep(Duration::from_millis(at)).await;
            app.database.disconnect();
        };
        let ((status, etag), ()) = futures_util::future::join(sent, cut).await;
        assert!([200, 503].contains(&status), "{status}");
        tokio::time::sleep(Duration::from_millis(200)).await;
        let (shown, now) = read(&app, ALARM).await;
        let is_new = shown["summary"] == alarm["summary"];
        assert!(
            status != 200 || (is_new && now == etag),
            "what was acknowledged is there"
        );
        last = now;
    }
    let seen = "writes get 503, reads go on, and each of 8 interrupted changes is complete or absent";
    held(Engine::Postgresql, "the database server goes away", seen);
}

/// The operating system limits the size of the program's files: a write beyond it fails at any point.
async fn the_file_cannot_grow() {
    let database = Database::with_catalogues(Engine::Sqlite);
    let settings = [
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_JWKS_FILE", jwks_file()),
        ("INSATSKATALOG_JWT_ISSUER", ISSUER),
        ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
    ];
    let file = database.url.trim_start_matches("sqlite:");
    let size = std::fs::metadata(file).expect("a file").len();
    let process = Process::start_with_room(size + 256 * 1024, &settings);
    let (mut alarm, mut etag) = shown(&process).await;
    let mut acknowledged = alarm["summary"].clone();
    let mut refused = 0;
    for at in 0..400 {
        alarm["summary"]["sv"] = json!(format!("Utgåva {at}."));
        let (status, tag, retry_after) = change_alarm(&process, &etag, &alarm).await;
        if status == 200 {
            (acknowledged, etag) = (alarm["summary"].clone(), tag);
            assert_eq!(refused, 0, "there is no more room than before");
            continue;
        }
        assert!([503, 507].contains(&status.as_u16()), "{status}");
        assert!(status != 503 || !retry_after.is_empty());
        let (now, tag) = shown(&process).await;
        assert_eq!((&now["summary"], &tag), (&acknowledged, &etag), "reads go on");
        refused += 1;
        if refused == 5 {
            break;
        }
    }
    assert_eq!(refused, 5, "the room ran out");
    drop(process);
    // With room again, only acknowledged changes are there, and the audit agrees.
    let process = Process::start(&settings);
    let (now, _) = shown(&process).await;
    assert_eq!(now["summary"], acknowledged);
    let verified = process.run(&["audit", "verify"], &[]);
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stdout)
    );
    assert_eq!(change_alarm(&process, &etag, &alarm).await.0, 200);
    let seen = "5 writes get 503 or 507, reads go on, and with room again every acknowledged change is there";
    held(Engine::Sqlite, "the disk has no more room", seen);
}

async fn shown(process: &Process) -> (Value, String) {
    let answer = client().get(format!("{}{BASE}{ALARM}", process.origin)).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    let etag = header(&answer, "etag");
    (answer.json().await.expect("JSON"), etag)
}

/// Puts the alarm and returns the status, `ETag` and `Retry-After` of the answer.
async fn change_alarm(process: &Process, etag: &str, alarm: &Value) -> (StatusCode, String, String) {
    let mut claims = claims("catalogue:write", &["1270"]);
    let now = chrono::Utc::now().timestamp();
    (claims["iat"], claims["exp"]) = (json!(now), json!(now + 600));
    let request = client().put(format!("{}{BASE}{ALARM}", process.origin)).json(alarm);
    let request = request.bearer_auth(signed(&claims)).header("if-match", etag);
    let answer = request.send().await.expect("an answer");
    (answer.status(), header(&answer, "etag"), header(&answer, "retry-after"))
}

fn client() -> reqwest::Client {
    http_client::builder().no_proxy().build().expect("a client")
}

fn header(answer: &reqwest::Response, name: &str) -> String {
    let value = answer.headers().get(name);
    value.map_or("", |value| value.to_str().expect("text")).to_owned()
}
