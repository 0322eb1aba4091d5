//! The tables: the same on both engines, append-only for history, and with the right settings.

use diesel::connection::SimpleConnection;
use insatskatalog::store::{Address, Store};

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::contents::lines;
use crate::tests;

tests![
    have_the_same_names_columns_and_types,
    history_can_neither_be_changed_nor_deleted,
    migrations_run_once,
    sqlite_is_set_up_to_lose_nothing,
    a_write_is_all_or_nothing,
    an_unknown_scheme_is_refused,
];

/// Every column of every table, the same on both engines.
const COLUMNS: &[&str] = &[
    "audit_events.action text not null",
    "audit_events.actor_hmac text not null",
    "audit_events.after_sha256 text",
    "audit_events.at timestamp not null",
    "audit_events.before_sha256 text",
    "audit_events.client_id text not null",
    "audit_events.hash text not null",
    "audit_events.kommunkod text not null",
    "audit_events.object_key text not null",
    "audit_events.object_kind text not null",
    "audit_events.prev_hash text not null",
    "audit_events.revision bigint",
    "audit_events.seq bigint not null",
    "audit_events.trace_id text not null",
    "audit_heads.hash text not null",
    "audit_heads.kommunkod text not null",
    "audit_heads.seq bigint not null",
    "catalogue_changes.at timestamp not null",
    "catalogue_changes.doc text",
    "catalogue_changes.doc_sha256 text",
    "catalogue_changes.format integer not null",
    "catalogue_changes.kind text not null",
    "catalogue_changes.kommunkod text not null",
    "catalogue_changes.object_key text not null",
    "catalogue_changes.revision bigint not null",
    "catalogue_current.kind text not null",
    "catalogue_current.kommunkod text not null",
    "catalogue_current.object_key text not null",
    "catalogue_current.revision bigint not null",
    "catalogue_state.generation text not null",
    "catalogue_state.id integer not null",
    "catalogue_state.minimum_format integer not null",
    "catalogue_state.revision bigint not null",
    "completions.at timestamp not null",
    "completions.client_id text not null",
    "completions.doc text not null",
    "completions.insats text not null",
    "completions.kommunkod text not null",
    "completions.period text not null",
    "completions.provider text not null",
    "completions.state text not null",
    "deliveries.at timestamp not null",
    "deliveries.attempt integer not null",
    "deliveries.kind text not null",
    "deliveries.message_id text not null",
    "deliveries.millis bigint not null",
    "deliveries.number bigint not null",
    "deliveries.outcome text not null",
    "deliveries.status integer",
    "deliveries.subscription_id text not null",
    "figure_withdrawals.at timestamp not null",
    "figure_withdrawals.cell text not null",
    "figure_withdrawals.client_id text not null",
    "figure_withdrawals.kommunkod text not null",
    "figure_withdrawals.reason text not null",
    "first_quarters.kommunkod text not null",
    "first_quarters.month text not null",
    "group_record_history.at timestamp not null",
    "group_record_history.doc text not null",
    "group_record_history.ended_by text not null",
    "group_record_history.id text not null",
    "group_record_history.insats text not null",
    "group_record_history.kommunkod text not null",
    "group_record_history.provider text not null",
    "group_record_history.reason text",
    "group_record_history.record_revision integer not null",
    "group_records.activity text not null",
    "group_records.activity_listed boolean not null",
    "group_records.at timestamp not null",
    "group_records.client_id text not null",
    "group_records.date_from text not null",
    "group_records.date_to text not null",
    "group_records.doc text not null",
    "group_records.flags text not null",
    "group_records.id text not null",
    "group_records.insats text not null",
    "group_records.judged_revision bigint not null",
    "group_records.kommunkod text not null",
    "group_records.men integer not null",
    "group_records.month text not null",
    "group_records.natural_key text not null",
    "group_records.other integer not null",
    "group_records.peak_responses integer not null",
    "group_records.place text not null",
    "group_records.place_listed boolean not null",
    "group_records.posted_by text not null",
    "group_records.provider text not null",
    "group_records.rating_sum integer not null",
    "group_records.record_revision integer not null",
    "group_records.responses integer not null",
    "group_records.sessions integer not null",
    "group_records.total integer not null",
    "group_records.unit text",
    "group_records.women integer not null",
    "idempotency_keys.body text not null",
    "idempotency_keys.body_hash text not null",
    "idempotency_keys.expires_at timestamp not null",
    "idempotency_keys.headers text not null",
    "idempotency_keys.key_hash text not null",
    "idempotency_keys.status integer not null",
    "imported_releases.at timestamp not null",
    "imported_releases.client_id text not null",
    "imported_releases.kommunkod text not null",
    "imported_releases.month text not null",
    "judged_sums.changes bigint not null",
    "judged_sums.insats text not null",
    "judged_sums.kommunkod text not null",
    "judged_sums.month text not null",
    "judged_sums.provider text not null",
    "kept_k.k integer not null",
    "kept_k.kommunkod text not null",
    "kept_k.month text not null",
    "migration_guard.id integer not null",
    "monthly_sums.activity text not null",
    "monthly_sums.changes integer not null",
    "monthly_sums.in_sessions integer not null",
    "monthly_sums.insats text not null",
    "monthly_sums.kommunkod text not null",
    "monthly_sums.men integer not null",
    "monthly_sums.month text not null",
    "monthly_sums.other integer not null",
    "monthly_sums.peak_men integer not null",
    "monthly_sums.peak_men_other integer not null",
    "monthly_sums.peak_other integer not null",
    "monthly_sums.peak_responses integer not null",
    "monthly_sums.peak_total integer not null",
    "monthly_sums.peak_women integer not null",
    "monthly_sums.peak_women_men integer not null",
    "monthly_sums.peak_women_other integer not null",
    "monthly_sums.place text not null",
    "monthly_sums.provider text not null",
    "monthly_sums.rating_sum bigint not null",
    "monthly_sums.records integer not null",
    "monthly_sums.responses integer not null",
    "monthly_sums.sessions integer not null",
    "monthly_sums.total integer not null",
    "monthly_sums.visits_men integer not null",
    "monthly_sums.visits_men_other integer not null",
    "monthly_sums.visits_other integer not null",
    "monthly_sums.visits_sessions integer not null",
    "monthly_sums.visits_total integer not null",
    "monthly_sums.visits_women integer not null",
    "monthly_sums.visits_women_men integer not null",
    "monthly_sums.visits_women_other integer not null",
    "monthly_sums.women integer not null",
    "municipality_event_heads.kommunkod text not null",
    "municipality_event_heads.number bigint not null",
    "municipality_events.at timestamp not null",
    "municipality_events.due_on text",
    "municipality_events.kind text not null",
    "municipality_events.kommunkod text not null",
    "municipality_events.number bigint not null",
    "municipality_events.object_key text not null",
    "population.at timestamp not null",
    "population.doc text not null",
    "population.edition text not null",
    "population.kommunkod text not null",
    "population.year integer not null",
    "record_changes.at timestamp not null",
    "record_changes.change bigint not null",
    "record_changes.id text not null",
    "record_changes.insats text not null",
    "record_changes.kommunkod text not null",
    "record_changes.provider text not null",
    "record_changes.redacted boolean not null",
    "record_heads.change bigint not null",
    "record_heads.kommunkod text not null",
    "record_streams.insats text not null",
    "record_streams.kommunkod text not null",
    "record_streams.provider text not null",
    "release_cells.doc text not null",
    "release_cells.insats text not null",
    "release_cells.kommunkod text not null",
    "release_cells.month text not null",
    "release_cells.provider text not null",
    "release_cells.released_in text not null",
    "release_corrections.cell_values text not null",
    "release_corrections.insats text not null",
    "release_corrections.kommunkod text not null",
    "release_corrections.month text not null",
    "release_corrections.provider text not null",
    "release_corrections.released_in text not null",
    "releases.at timestamp not null",
    "releases.client_id text not null",
    "releases.doc text not null",
    "releases.k integer not null",
    "releases.kommunkod text not null",
    "releases.month text not null",
    "releases.rules_version integer not null",
    "secret_check.hash text not null",
    "secret_check.id integer not null",
    "statistics_heads.kommunkod text not null",
    "statistics_heads.released_through text",
    "statistics_heads.revision bigint not null",
    "statistics_state.awaits_restored boolean not null",
    "statistics_state.id integer not null",
    "statistics_state.lowest_rules integer not null",
    "subscriptions.attempts integer not null",
    "subscriptions.created_at timestamp not null",
    "subscriptions.deliveries bigint not null",
    "subscriptions.disabled_at timestamp",
    "subscriptions.disabled_because text",
    "subscriptions.event bigint not null",
    "subscriptions.failing_since timestamp",
    "subscriptions.generation text not null",
    "subscriptions.id text not null",
    "subscriptions.kinds text not null",
    "subscriptions.kommunkod text not null",
    "subscriptions.lease_owner text not null",
    "subscriptions.lease_until bigint not null",
    "subscriptions.next_try_at timestamp not null",
    "subscriptions.previous_secret text",
    "subscriptions.previous_until timestamp",
    "subscriptions.revision bigint not null",
    "subscriptions.secret text not null",
    "subscriptions.url text not null",
];

async fn have_the_same_names_columns_and_types(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut connection = database.address().connect().expect("connects");
    let query = match engine {
        Engine::Sqlite => {
            "SELECT m.name || '.' || c.name || ' ' || lower(c.type) || CASE c.\"notnull\" WHEN 1 THEN ' not null' ELSE '' END AS line \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\' ORDER BY 1"
        }
        Engine::Postgresql => {
            "SELECT table_name || '.' || column_name || ' ' || replace(data_type, ' without time zone', '') \
             || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END AS line \
             FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_diesel%' ORDER BY 1"
        }
    };
    let mut found = lines(&mut connection, query);
    found.sort();
    assert_eq!(found, COLUMNS);
}

async fn history_can_neither_be_changed_nor_deleted(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut connection = database.address().connect().expect("connects");
    let kept = "INSERT INTO group_record_history VALUES ('a', 1, '0188', 'b', 'c', '{}', 'correction', NULL, '2025-10-01 10:00:00')";
    connection.batch_execute(kept).expect("kept");
    for kept in [
        "INSERT INTO releases VALUES ('0188', '2025-07', 5, 1, '{}', 'c', '2025-10-01 10:00:00')",
        "INSERT INTO release_cells VALUES ('0188', 'a', 'b', '2025-07', '2025-07', '{}')",
        "INSERT INTO release_corrections VALUES ('0188', 'a', 'b', '2025-07', '2025-08', '[]')",
        "INSERT INTO figure_withdrawals VALUES ('0188', 'a.b.2025-07', 'c', 'd', '2025-10-01 10:00:00')",
        "INSERT INTO imported_releases VALUES ('0188', '2025-07', 'd', '2025-10-01 10:00:00')",
    ] {
        connection.batch_execute(kept).expect("kept");
    }
    let mut statements = vec![
        "UPDATE catalogue_changes SET doc = ''",
        "DELETE FROM catalogue_changes",
        "UPDATE audit_events SET action = ''",
        "DELETE FROM audit_events",
        "UPDATE group_record_history SET ended_by = ''",
        "DELETE FROM group_record_history",
        "UPDATE releases SET k = 3",
        "DELETE FROM releases",
        "UPDATE release_cells SET doc = ''",
        "DELETE FROM release_cells",
        "UPDATE release_corrections SET cell_values = ''",
        "DELETE FROM release_corrections",
        "UPDATE figure_withdrawals SET reason = ''",
        "DELETE FROM figure_withdrawals",
        "UPDATE imported_releases SET client_id = ''",
        "DELETE FROM imported_releases",
    ];
    if engine == Engine::Postgresql {
        statements.extend([
            "TRUNCATE catalogue_changes CASCADE",
            "TRUNCATE audit_events",
            "TRUNCATE group_record_history",
            "TRUNCATE releases",
            "TRUNCATE release_cells",
            "TRUNCATE release_corrections",
            "TRUNCATE figure_withdrawals",
            "TRUNCATE imported_releases",
        ]);
    }
    for statement in statements {
        let error = connection.batch_execute(statement).expect_err(statement);
        assert!(error.to_string().contains("append-only"), "{statement}: {error}");
    }
    let count = lines(
        &mut connection,
        "SELECT CAST(count(*) AS TEXT) AS line FROM catalogue_changes",
    );
    assert_eq!(count, ["61"]);
}

async fn migrations_run_once(engine: Engine) {
    let database = Database::empty(engine);
    let address = database.address();
    assert_eq!(Store::migrate(&address).expect("migrates").len(), 13);
    assert_eq!(Store::migrate(&address).expect("migrates").len(), 0);
    // Many at once on an empty database: one migrates, the others find none left.
    let database = Database::empty(engine);
    let threads: Vec<_> = (0..6)
        .map(|_| {
            let address = database.address();
            std::thread::spawn(move || Store::migrate(&address).expect("migrates").len())
        })
        .collect();
    let ran: usize = threads.into_iter().map(|thread| thread.join().expect("ends")).sum();
    assert_eq!(ran, 13);
}

async fn sqlite_is_set_up_to_lose_nothing(_: Engine) {
    let database = Database::empty(Engine::Sqlite);
    let mut connection = database.address().connect().expect("connects");
    for (pragma, wanted) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("busy_timeout", "10000"),
    ] {
        let column = if pragma == "busy_timeout" { "timeout" } else { pragma };
        let query = format!("SELECT CAST({column} AS TEXT) AS line FROM pragma_{pragma}");
        assert_eq!(lines(&mut connection, &query), [wanted], "{pragma}");
    }
}

async fn a_write_is_all_or_nothing(engine: Engine) {
    use insatskatalog::store::StoreError;
    let database = Database::empty(engine);
    let store = Store::open(&database.address()).expect("opens");
    let insert = |revision: i64, fails: bool| {
        store.write(move |connection| {
            connection.batch_execute(&format!("UPDATE catalogue_state SET revision = {revision}"))?;
            if fails {
                Err(StoreError::Refused("test".into()))
            } else {
                Ok(())
            }
        })
    };
    // Several jobs in one batch of the SQLite writer: the failing one does not affect the others.
    let (first, second, third) = tokio::join!(insert(1, false), insert(2, true), insert(3, false));
    assert!(first.is_ok() && third.is_ok());
    assert!(matches!(second, Err(StoreError::Refused(_))));
    let revision = store
        .read(insatskatalog::store::catalogue::changes::revision)
        .await
        .expect("read");
    assert!(revision == 1 || revision == 3, "{revision}");
    let panicked = store.write(|_| -> Result<(), StoreError> { panic!("in a job") }).await;
    assert!(panicked.is_err());
    assert!(insert(7, false).await.is_ok(), "the store works on");
}

async fn an_unknown_scheme_is_refused(_: Engine) {
    for url in [
        "mysql://host/db",
        "test.db",
        "postgres:host",
        "sqlite:",
        "sqlite::memory:",
        "SQLITE:x",
    ] {
        let error = Address::parse(url).err().unwrap_or_else(|| panic!("{url} is refused"));
        assert!(error.to_string().contains("sqlite:"), "{url}: {error}");
    }
    for (url, engine) in [
        ("sqlite:a/b.db", "SQLite"),
        ("sqlite:///a/b.db", "SQLite"),
        ("postgres://h/d", "PostgreSQL"),
        ("postgresql://h/d", "PostgreSQL"),
    ] {
        assert_eq!(
            Address::parse(url).map(|address| address.engine()).unwrap_or_default(),
            engine,
            "{url}"
        );
    }
}
