//! Someone changes the audit log or the catalogue in the database: the program finds and names each change.

use diesel::connection::SimpleConnection;
use insatskatalog::domain::audit::AuditEntry;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::store::Store;
use insatskatalog::store::catalogue::{audit, verification};

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, out, program};
use crate::tests;

tests![
    every_break_of_a_long_chain_is_found,
    a_chain_without_its_head_is_found,
    the_tables_refuse_what_breaks_a_chain,
    a_change_that_is_not_as_it_is_told_is_found,
    a_chain_is_whole_while_it_grows,
];

/// The SHA-256 of `{}`.
const OF_DOCUMENT: &str = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

/// As many changes as events that record them.
const CHANGES: &str = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 10000) \
    INSERT INTO catalogue_changes (revision, kommunkod, kind, object_key, doc, doc_sha256, format, at) \
    SELECT n, '1270', 'version', 'x@2026-01-01', '{}', \
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', 1, '2026-01-01 10:00:00.123456' FROM numbers";

fn audit_entry(at: i64) -> AuditEntry {
    AuditEntry {
        at: "2026-01-01T10:00:00.123456Z".parse().expect("an instant"),
        client_id: format!("client-{at}"),
        actor: "0a1b2c3d:00".into(),
        action: "put".into(),
        object_kind: "version".into(),
        object_key: "x@2026-01-01".into(),
        revision: Some(at),
        before_sha256: None,
        after_sha256: Some(OF_DOCUMENT.into()),
        trace_id: "t".into(),
    }
}

/// The owner of the database can remove the triggers; the chain still shows every change.
fn unlock(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "DROP TRIGGER audit_events_are_not_updated; DROP TRIGGER audit_events_are_not_deleted; \
             DROP TRIGGER audit_heads_are_not_deleted; DROP TRIGGER catalogue_changes_are_not_updated; \
             DROP TRIGGER catalogue_changes_are_not_deleted;"
        }
        Engine::Postgresql => {
            "DROP TRIGGER audit_events_are_not_changed ON audit_events; \
             DROP TRIGGER audit_heads_are_not_deleted ON audit_heads; \
             DROP TRIGGER catalogue_changes_are_not_changed ON catalogue_changes;"
        }
    }
}

fn tomelilla() -> Kommunkod {
    Kommunkod::parse("1270").expect("a municipality")
}

async fn breaks(store: &Store) -> Vec<String> {
    let (breaks, _) = store
        .read_one_moment(|connection| verification::verify(connection, "1270"))
        .await
        .expect("read");
    breaks.iter().map(ToString::to_string).collect()
}

async fn every_break_of_a_long_chain_is_found(engine: Engine) {
    let database = Database::empty(engine);
    let store = Store::open(&database.address()).expect("opens");
    store
        .write(|connection| audit::append(connection, tomelilla(), (1..=10_000).map(audit_entry)))
        .await
        .expect("appended");
    let mut connection = database.address().connect().expect("connects");
    connection.batch_execute(CHANGES).expect("inserted");
    assert_eq!(breaks(&store).await, Vec::<String>::new());
    connection.batch_execute(unlock(engine)).expect("unlocked");

    // Each column of one row in turn.
    connection
        .batch_execute("CREATE TABLE kept AS SELECT * FROM audit_events WHERE seq = 4321")
        .expect("kept");
    let at: &[&str] = match engine {
        Engine::Sqlite => &[
            "'2026-01-01 10:00:00.123001'",
            "'2026-01-01 10:00:00.124'",
            "'2026-01-01T10:00:00.123'",
            "'soon'",
        ],
        Engine::Postgresql => &["at + interval '1 microsecond'", "at + interval '1 millisecond'"],
    };
    let (changed, missing) = ("event 4321 was changed", "event 4321 is missing");
    let columns = [
        ("kommunkod", "'0188'", missing),
        ("seq", "20000", missing),
        ("client_id", "'client-4320'", changed),
        ("actor_hmac", "'0a1b2c3d:01'", changed),
        ("action", "'remove'", changed),
        ("object_kind", "'agreement'", changed),
        ("object_key", "'x@2026-01-02'", changed),
        ("revision", "NULL", changed),
        ("before_sha256", "''", changed),
        ("after_sha256", "'44'", changed),
        ("trace_id", "''", changed),
        ("prev_hash", "'00'", changed),
        ("hash", "'00'", changed),
    ];
    let at = at.iter().map(|value| ("at", *value, changed));
    for (column, value, expected) in columns.into_iter().chain(at) {
        let tampering = format!("UPDATE audit_events SET {column} = {value} WHERE seq = 4321");
        connection.batch_execute(&tampering).expect("tampered");
        let found = breaks(&store).await;
        assert!(found.iter().any(|found| found == expected), "{tampering}: {found:?}");
        connection
            .batch_execute(
                "DELETE FROM audit_events WHERE seq IN (4321, 20000); INSERT INTO audit_events SELECT * FROM kept",
            )
            .expect("mended");
    }

    for (tampering, repair, expected) in [
        (
            "UPDATE audit_events SET seq = -1 WHERE seq = 77; UPDATE audit_events SET seq = 77 WHERE seq = 9001; UPDATE audit_events SET seq = 9001 WHERE seq = -1",
            "UPDATE audit_events SET seq = -1 WHERE seq = 77; UPDATE audit_events SET seq = 77 WHERE seq = 9001; UPDATE audit_events SET seq = 9001 WHERE seq = -1",
            vec![
                "event 77 is in the wrong position: it comes from position 9001",
                "event 9001 is in the wrong position: it comes from position 77",
            ],
        ),
        (
            "CREATE TABLE taken AS SELECT * FROM audit_events WHERE seq = 500; DELETE FROM audit_events WHERE seq = 500",
            "INSERT INTO audit_events SELECT * FROM taken; DROP TABLE taken",
            vec!["event 500 is missing", "revision 500 has no event"],
        ),
        (
            "CREATE TABLE taken AS SELECT * FROM audit_events WHERE seq = 10000; DELETE FROM audit_events WHERE seq = 10000",
            "INSERT INTO audit_events SELECT * FROM taken; DROP TABLE taken",
            vec![
                "the chain was cut off: event 10000 was its last",
                "revision 10000 has no event",
            ],
        ),
    ] {
        connection.batch_execute(tampering).expect("tampered");
        let found = breaks(&store).await;
        for wanted in expected {
            assert!(found.iter().any(|found| found == wanted), "{tampering}: {found:?}");
        }
        connection.batch_execute(repair).expect("mended");
    }
    assert_eq!(breaks(&store).await, Vec::<String>::new());
}

async fn a_chain_without_its_head_is_found(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut connection = database.address().connect().expect("connects");
    connection.batch_execute(unlock(engine)).expect("unlocked");
    let mut output_after = |tampering: &str| {
        connection.batch_execute(tampering).expect("tampered");
        let verified = program(&database.url, &["audit", "verify"]);
        assert_eq!(verified.status.code(), Some(1), "{tampering}");
        out(&verified)
    };
    let output = output_after("DELETE FROM audit_heads WHERE kommunkod = '1270'");
    assert!(
        output.contains("1270: no head") && output.contains("0188: intact"),
        "{output}"
    );
    let heads = program(&database.url, &["audit", "head"]);
    assert_eq!(heads.status.code(), Some(1));
    assert!(err(&heads).contains("no head: 1270") && out(&heads).contains("0188 "));
    // The chain is gone, and its subjects are still there.
    let output = output_after("DELETE FROM audit_events WHERE kommunkod = '1270'");
    assert!(
        output.contains("1270: no head") && output.contains("1270: revision"),
        "{output}"
    );
    // The code belongs to no municipality.
    let output = output_after(
        "UPDATE audit_events SET kommunkod = 'x' WHERE kommunkod = '0188'; \
         UPDATE audit_heads SET kommunkod = 'x' WHERE kommunkod = '0188'; \
         UPDATE catalogue_changes SET kommunkod = 'x' WHERE kommunkod = '0188'",
    );
    assert!(output.contains("x: event 1 was changed"), "{output}");
}

async fn the_tables_refuse_what_breaks_a_chain(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut connection = database.address().connect().expect("connects");
    let mut refused = vec![
        "DELETE FROM audit_heads WHERE kommunkod = '1270'",
        "DELETE FROM audit_events WHERE kommunkod = '1270' AND seq = 6",
        "UPDATE audit_events SET client_id = 'x' WHERE kommunkod = '1270' AND seq = 6",
        "UPDATE catalogue_changes SET doc = '{}' WHERE revision = 1",
        "DELETE FROM catalogue_changes WHERE revision = 1",
    ];
    if engine == Engine::Postgresql {
        refused.extend([
            "TRUNCATE audit_heads",
            "TRUNCATE audit_events",
            "TRUNCATE catalogue_changes CASCADE",
        ]);
    }
    for statement in refused {
        assert!(connection.batch_execute(statement).is_err(), "{statement}");
    }
    assert!(program(&database.url, &["audit", "verify"]).status.success());
}

async fn a_change_that_is_not_as_it_is_told_is_found(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let store = Store::open(&database.address()).expect("opens");
    let mut connection = database.address().connect().expect("connects");
    connection.batch_execute(unlock(engine)).expect("unlocked");
    // An event outside the catalogue has no revision.
    store
        .write(|connection| audit::append(connection, tomelilla(), [redaction()]))
        .await
        .expect("appended");
    assert_eq!(breaks(&store).await, Vec::<String>::new());
    let first = audit_event(&store, 1).await;
    let (revision, other) = (
        first.revision.expect("a revision"),
        first.revision.expect("a revision") + 1,
    );
    let otherwise = format!("revision {revision} differs from event 1");
    let changed = format!("the document of revision {revision} was changed");
    connection
        .batch_execute(&format!(
            "CREATE TABLE kept AS SELECT * FROM catalogue_changes WHERE revision = {revision}"
        ))
        .expect("kept");
    for (tampering, expected) in [
        (format!("doc = '{{}}', doc_sha256 = '{OF_DOCUMENT}'"), vec![&otherwise]),
        ("doc = '{}'".into(), vec![&changed]),
        (format!("doc_sha256 = '{OF_DOCUMENT}'"), vec![&changed, &otherwise]),
        ("doc = NULL, doc_sha256 = NULL".into(), vec![&otherwise]),
        ("doc = NULL".into(), vec![&changed]),
        ("object_key = 'another'".into(), vec![&otherwise]),
        ("kind = 'due'".into(), vec![&otherwise]),
        ("at = '2026-01-01 10:00:00'".into(), vec![&otherwise]),
    ] {
        let tampering = format!("UPDATE catalogue_changes SET {tampering} WHERE revision = {revision}");
        connection.batch_execute(&tampering).expect("tampered");
        assert_eq!(breaks(&store).await.iter().collect::<Vec<_>>(), expected, "{tampering}");
        let repair = format!(
            "UPDATE catalogue_changes SET (kind, object_key, doc, doc_sha256, at) = \
             (SELECT kind, object_key, doc, doc_sha256, at FROM kept) WHERE revision = {revision}"
        );
        connection.batch_execute(&repair).expect("mended");
    }
    let cut = format!(
        "DELETE FROM catalogue_current WHERE revision = {revision}; DELETE FROM catalogue_changes WHERE revision = {revision}"
    );
    connection.batch_execute(&cut).expect("cut");
    let expected = format!("event 1 names revision {revision}, which does not exist");
    assert_eq!(breaks(&store).await, [expected]);
    // The same event twice.
    let again = audit_entry(other);
    store
        .write(move |connection| audit::append(connection, tomelilla(), [again.clone()]))
        .await
        .expect("appended");
    let expected = format!("revision {other} has more than one event");
    assert!(breaks(&store).await.contains(&expected));
}

async fn a_chain_is_whole_while_it_grows(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let store = Store::open(&database.address()).expect("opens");
    let grows = async {
        for _ in 0..40 {
            store
                .write(|connection| audit::append(connection, tomelilla(), [redaction()]))
                .await
                .expect("appended");
        }
    };
    let is_whole = async {
        for _ in 0..40 {
            assert_eq!(breaks(&store).await, Vec::<String>::new());
        }
    };
    futures_util::future::join(grows, is_whole).await;
}

/// An event outside the catalogue.
fn redaction() -> AuditEntry {
    AuditEntry {
        action: "redact".into(),
        object_kind: "groupRecord".into(),
        revision: None,
        ..audit_entry(0)
    }
}

async fn audit_event(store: &Store, seq: i64) -> AuditEntry {
    let events = store
        .read(move |connection| audit::events(connection, tomelilla(), seq - 1, 1))
        .await;
    events.expect("read").remove(0).audit_entry
}
