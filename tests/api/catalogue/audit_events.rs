//! The audit: one chain for each municipality, in the same transaction as the change that it records.

use diesel::connection::SimpleConnection;
use insatskatalog::secret::Secret;
use insatskatalog::store::Store;
use insatskatalog::store::catalogue::verification;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::process::Process;
use crate::issuer::{claims, signed, token};
use crate::tests;

tests![
    every_change_has_an_event_with_who_and_what,
    nobody_is_named,
    a_chain_is_read_in_parts,
    the_commands_verify_and_find,
    retried_work_has_one_event,
];

const ALARM: &str = "/municipalities/1270/insatser/trygghetslarm";

async fn change_alarm(app: &TestApp, token: &str, text: &str) {
    let shown = app.get(ALARM).await;
    let mut alarm = shown.json();
    alarm["summary"]["sv"] = json!(text);
    let answered = app
        .put_as(token, ALARM, ("if-match", shown.header("etag")), &alarm)
        .await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn events(app: &TestApp, query: &str) -> Vec<Value> {
    let path = format!("/municipalities/1270/audit-events{query}");
    let answered = app.get_as(&token("audit:read", "1270"), &path).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.header("cache-control"), "no-store");
    answered.json()["auditEvents"].as_array().expect("events").clone()
}

async fn every_change_has_an_event_with_who_and_what(engine: Engine) {
    let app = TestApp::start(engine).await;
    let imported = events(&app, "").await;
    assert_eq!(imported.len(), 6, "what the import published");
    assert_eq!(imported[0]["clientId"], "test");
    change_alarm(&app, &token("catalogue:write", "1270"), "Ett larm.").await;
    let all = events(&app, "").await;
    let last = all.last().expect("an event");
    for (member, wanted) in [
        ("seq", json!(7)),
        ("clientId", json!("test-client")),
        ("action", json!("put")),
        ("objectKind", json!("version")),
        ("objectKey", json!("trygghetslarm@2025-07-01")),
        ("revision", json!(62)),
        ("at", json!("2025-10-01T10:00:00Z")),
        ("prevHash", all[5]["hash"].clone()),
        (
            "beforeSha256",
            imported
                .iter()
                .find(|one| one["objectKey"] == "trygghetslarm@2025-07-01")
                .expect("there")["afterSha256"]
                .clone(),
        ),
    ] {
        assert_eq!(last[member], wanted, "{member}");
    }
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4737-00f067aa0ba902b7-01";
    let shown = app.get(ALARM).await;
    let bearer = format!("Bearer {}", token("catalogue:write", "1270"));
    let mut alarm = shown.json();
    alarm["summary"]["sv"] = json!("Igen.");
    let headers = [
        ("traceparent", trace),
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("if-match", shown.header("etag")),
    ];
    app.send(Method::PUT, ALARM, &headers, Some(alarm.to_string().into_bytes()))
        .await;
    assert_eq!(events(&app, "").await[7]["traceId"], "4bf92f3577b34da6a3ce929d0e0e4737");
}

async fn nobody_is_named(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut of_person = claims("catalogue:write", &["1270"]);
    of_person["sub"] = json!("19550702-1234");
    change_alarm(&app, &signed(&of_person), "Från en person.").await;
    let event = events(&app, "?after=6").await.remove(0);
    assert!(!event.to_string().contains("19550702"), "{event}");
    let actor = event["actor"].as_str().expect("text").to_owned();
    assert_eq!(actor.split(':').map(str::len).collect::<Vec<_>>(), [8, 64]);
    // The same person gives the same hash again, and another person another hash.
    change_alarm(&app, &signed(&of_person), "En gång till.").await;
    change_alarm(&app, &token("catalogue:write", "1270"), "Från en annan.").await;
    let later = events(&app, "?after=7").await;
    assert_eq!(later[0]["actor"], json!(actor));
    assert_ne!(later[1]["actor"], json!(actor));
}

async fn a_chain_is_read_in_parts(engine: Engine) {
    let app = TestApp::start(engine).await;
    let answered = app
        .get_as(
            &token("audit:read", "1270"),
            "/municipalities/1270/audit-events?limit=4",
        )
        .await
        .json();
    let next = answered["_links"]
        .as_array()
        .expect("links")
        .iter()
        .find(|link| link["rel"] == "next")
        .expect("next");
    assert!(next["href"].as_str().expect("an address").contains("after=4"));
    let rest = events(&app, "?after=4&limit=1000").await;
    assert_eq!(
        rest.iter().map(|one| one["seq"].as_i64()).collect::<Vec<_>>(),
        [Some(5), Some(6)]
    );
    assert!(events(&app, "?after=6").await.is_empty());
    for query in ["?after=-1", "?limit=0", "?limit=1001", "?page=1"] {
        let path = format!("/municipalities/1270/audit-events{query}");
        assert_eq!(
            app.get_as(&token("audit:read", "1270"), &path).await.status,
            400,
            "{query}"
        );
    }
}

async fn the_commands_verify_and_find(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let secret = "a secret of at least thirty-two characters";
    let process = Process::start(&[
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_SECRET", secret),
    ]);
    let run = |arguments: &[&str]| {
        let output = process.run(arguments, &[("USER", "anna")]);
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (ok, whole) = run(&["audit", "verify"]);
    assert!(ok && whole.contains("1270: intact, 6 events"), "{whole}");
    let (_, heads) = run(&["audit", "head", "1270"]);
    let head = heads.split_whitespace().nth(2).expect("a hash").to_owned();
    assert_eq!(head.len(), 64);
    let changed =
        insatskatalog::documents::embedded::TOMELILLA.replace("Larm i hemmet som ger snabb hjälp", "Ett larm");
    let file = process.folder.path().join("changed.yaml");
    std::fs::write(&file, changed).expect("written");
    assert!(run(&["import", "--overwrite", &file.display().to_string()]).0);
    assert!(
        run(&["audit", "verify", "--head", &head]).0,
        "the head is still in the chain"
    );
    let (found, output) = run(&["audit", "verify", "--head", &"0a".repeat(32)]);
    assert!(!found && output.contains("not found"), "{output}");
    // The audit finds the person who ran the command by name, and by nothing else.
    let (_, did) = run(&["audit", "actor", "--iss", "urn:insatskatalog:command", "--sub", "anna"]);
    assert!(did.contains("1270 7") && did.contains("insatskatalog/import"), "{did}");
    let (_, nobody) = run(&["audit", "actor", "--iss", "urn:insatskatalog:command", "--sub", "bo"]);
    assert_eq!(nobody, "");
    // The event and its head are gone; the change that it records is still there.
    let (_, heads) = run(&["audit", "head", "1270"]);
    let last = heads.split_whitespace().nth(2).expect("a hash").to_owned();
    let mut connection = database.address().connect().expect("connects");
    let unlock = match engine {
        Engine::Sqlite => "DROP TRIGGER audit_events_are_not_deleted;",
        Engine::Postgresql => "DROP TRIGGER audit_events_are_not_changed ON audit_events;",
    };
    let cut = format!(
        "{unlock} DELETE FROM audit_events WHERE kommunkod = '1270' AND seq = 7; UPDATE audit_heads SET seq = 6, hash = '{head}' WHERE kommunkod = '1270';"
    );
    connection.batch_execute(&cut).expect("cut");
    let (ok, output) = run(&["audit", "verify"]);
    assert!(!ok && output.contains("1270: revision 62 has no event"), "{output}");
    // The change is gone too: only a copy of the head elsewhere shows it.
    let unlock = match engine {
        Engine::Sqlite => "DROP TRIGGER catalogue_changes_are_not_deleted;",
        Engine::Postgresql => "DROP TRIGGER catalogue_changes_are_not_changed ON catalogue_changes;",
    };
    let cut = format!(
        "{unlock} DELETE FROM catalogue_current WHERE revision = 62; DELETE FROM catalogue_changes WHERE revision = 62;"
    );
    connection.batch_execute(&cut).expect("cut");
    assert!(run(&["audit", "verify"]).0);
    assert!(!run(&["audit", "verify", "--head", &last]).0);
    let _ = Secret::new(secret.as_bytes()).expect("long enough");
}

async fn retried_work_has_one_event(engine: Engine) {
    let app = TestApp::start(engine).await;
    // Many publish at once: every revision has its event, and the chain is whole.
    let edits = (0..10).map(|at| {
        let app = &app;
        async move {
            for attempt in 0..100 {
                let shown = app.get(ALARM).await;
                let mut alarm = shown.json();
                alarm["summary"]["sv"] = json!(format!("Nummer {at}, försök {attempt}."));
                let token = token("catalogue:write", "1270");
                let answered = app
                    .put_as(&token, ALARM, ("if-match", shown.header("etag")), &alarm)
                    .await;
                if answered.status == 200 {
                    return;
                }
                assert_eq!(answered.status, 412, "{}", answered.text);
            }
            panic!("never first");
        }
    });
    futures_util::future::join_all(edits).await;
    let all = events(&app, "?after=6").await;
    let revisions: Vec<i64> = all.iter().filter_map(|one| one["revision"].as_i64()).collect();
    assert_eq!(revisions, (62..72).collect::<Vec<_>>());
    let store = Store::open(&app.database.address()).expect("opens");
    let (breaks, events) = store
        .read_one_moment(|connection| verification::verify(connection, "1270"))
        .await
        .expect("read");
    assert_eq!((breaks.len(), events), (0, 16));
}
