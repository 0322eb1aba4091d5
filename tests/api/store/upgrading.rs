//! The program of the last release works on the tables of this one, while both run during an upgrade.
//!
//! Two facts show it. No migration since the last release takes anything from its program: the schemas before and after
//! are compared on both engines. And a program works on tables that a later release added to: here this one does, and the
//! last release did, because its own tests had this test.

use std::path::PathBuf;

use diesel::connection::SimpleConnection as _;
use diesel::migration::MigrationVersion;
use insatskatalog::store::engine::Engine as Connection;

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, program};
use crate::fixtures::specification::COMMITTED;
use crate::openapi::document::text;
use crate::openapi::examples::recorded;
use crate::store::schema::Schema;
use crate::tests;

tests![
    migrations_take_nothing_from_the_last_release,
    migrations_that_take_something_are_found,
    migrations_that_only_add_are_allowed,
    every_operation_works_on_the_tables_of_a_later_release,
];

/// The last release, and its last migration.
const RELEASED: (&str, &str) = ("1.0.0", "2026-11-24-000004_sum_changes");

/// What migrations since then do to its tables on every engine, and why its program works nevertheless.
const REVIEWED: &[(&str, &str)] = &[
    (
        "catalogue_head becomes a view",
        "it reads, locks and updates the view as it did the table, until `migrate --finish`",
    ),
    (
        "group_record_history gets trigger redacted_history_has_numbers",
        "it only writes record_changes",
    ),
    (
        "group_record_history gets trigger withdrawn_records_have_numbers",
        "it only writes record_changes",
    ),
    (
        "group_records gets trigger added_records_have_numbers",
        "it only writes record_changes",
    ),
    (
        "group_records gets trigger changed_records_have_numbers",
        "it only writes record_changes",
    ),
    (
        "releases gets trigger releases_follow_the_rules",
        "it refuses releases only after a newer program made one, as intended",
    ),
    (
        "releases gets trigger releases_raise_the_rules",
        "it only writes statistics_state",
    ),
];

/// Additions that a later release may make to a table.
const ADDITIONS: [&str; 2] = [
    "ALTER TABLE {table} ADD COLUMN of_a_later_release TEXT",
    "ALTER TABLE {table} ADD COLUMN counted_later INTEGER NOT NULL DEFAULT 7",
];

/// Statements of migrations that take something from an older program, and what is found.
const BAD: &[(&str, &str)] = &[
    ("ALTER TABLE completions DROP COLUMN state", "completions.state is lost"),
    (
        "ALTER TABLE completions RENAME COLUMN state TO status",
        "completions.state is lost",
    ),
    (
        "ALTER TABLE completions RENAME COLUMN state TO status",
        "completions.status needs a value",
    ),
    ("DROP TABLE judged_sums", "judged_sums is lost"),
    ("ALTER TABLE judged_sums RENAME TO decided_sums", "judged_sums is lost"),
    (
        "ALTER TABLE judged_sums RENAME TO decided_sums; CREATE VIEW judged_sums AS SELECT * FROM decided_sums",
        "judged_sums becomes a view",
    ),
    (
        "CREATE UNIQUE INDEX one_each_day ON group_records (kommunkod, date_from)",
        "group_records gets unique (kommunkod, date_from)",
    ),
    (
        "DROP INDEX record_changes_order",
        "record_changes loses unique (kommunkod, change)",
    ),
    (
        "ALTER TABLE completions ADD COLUMN size INTEGER DEFAULT 1 CHECK (size > 0)",
        "completions gets check",
    ),
    (
        "ALTER TABLE completions ADD COLUMN of_change BIGINT REFERENCES catalogue_changes (revision)",
        "completions gets reference",
    ),
    (KEPT_K_AGAIN, "kept_k.k changes its type"),
    (KEPT_K_AGAIN, "kept_k.month changes whether it may be empty"),
    (KEPT_K_AGAIN, "kept_k.reason needs a value"),
    (KEPT_K_AGAIN, "kept_k loses unique (kommunkod, month)"),
    (KEPT_K_AGAIN, "kept_k gets unique (kommunkod)"),
];

/// SQLite changes a column by making its table again.
const KEPT_K_AGAIN: &str = "DROP TABLE kept_k; \
     CREATE TABLE kept_k (kommunkod TEXT NOT NULL PRIMARY KEY, month TEXT, k SMALLINT NOT NULL, reason TEXT NOT NULL)";

const BAD_IN_POSTGRESQL: &[(&str, &str)] = &[
    (
        "ALTER TABLE completions ALTER COLUMN state TYPE VARCHAR(8)",
        "completions.state changes its type",
    ),
    (
        "ALTER TABLE audit_events ALTER COLUMN revision SET NOT NULL",
        "audit_events.revision changes whether it may be empty",
    ),
    (
        "ALTER TABLE monthly_sums ALTER COLUMN changes DROP DEFAULT",
        "monthly_sums.changes loses its default",
    ),
    (
        "CREATE TRIGGER completions_stay BEFORE UPDATE ON completions FOR EACH ROW EXECUTE FUNCTION refuse_append_only()",
        "completions gets trigger completions_stay",
    ),
];

const BAD_IN_SQLITE: &[(&str, &str)] = &[(
    "CREATE TRIGGER completions_stay BEFORE UPDATE ON completions BEGIN SELECT RAISE(ABORT, 'stays'); END",
    "completions gets trigger completions_stay",
)];

/// The migrations of an engine in the order in which they run: name and statements.
fn migrations(engine: Engine) -> Vec<(String, String)> {
    let folder = match engine {
        Engine::Sqlite => "migrations/sqlite",
        Engine::Postgresql => "migrations/postgres",
    };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = folder
        .read_dir()
        .expect("the migrations")
        .map(|entry| entry.expect("an entry"));
    let mut found: Vec<(String, String)> = entries
        .map(|entry| {
            let statements = std::fs::read_to_string(entry.path().join("up.sql")).expect("statements");
            (entry.file_name().into_string().expect("a name"), statements)
        })
        .collect();
    found.sort();
    found
}

/// A database with the tables of this release.
fn current(engine: Engine) -> (Database, Connection) {
    let database = Database::empty(engine);
    insatskatalog::store::Store::migrate(&database.address()).expect("migrates");
    let connection = database.address().connect().expect("connects");
    (database, connection)
}

async fn migrations_take_nothing_from_the_last_release(engine: Engine) {
    let specification = format!("{}/openapi/released/{}.json", env!("CARGO_MANIFEST_DIR"), RELEASED.0);
    assert!(
        PathBuf::from(specification).exists(),
        "the last release has a specification"
    );
    let all = migrations(engine);
    let released = all
        .iter()
        .position(|(name, _)| name == RELEASED.1)
        .expect("the last migration of the release");
    let database = Database::empty(engine);
    let mut connection = database.address().connect().expect("connects");
    let mut run = |migrations: &[(String, String)]| {
        for (name, statements) in migrations {
            connection
                .batch_execute(statements)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
        }
        Schema::of(&mut connection)
    };
    let before = run(&all[..=released]);
    let after = run(&all[released + 1..]);
    let reviewed: Vec<&str> = REVIEWED.iter().map(|(what, _)| *what).collect();
    assert_eq!(
        before.broken_by(&after),
        reviewed,
        "docs/CONTRIBUTING.md says what a migration may do"
    );
}

async fn migrations_that_take_something_are_found(engine: Engine) {
    let more = match engine {
        Engine::Sqlite => BAD_IN_SQLITE,
        Engine::Postgresql => BAD_IN_POSTGRESQL,
    };
    for (statements, what) in BAD.iter().chain(more) {
        let (_database, mut connection) = current(engine);
        let before = Schema::of(&mut connection);
        connection
            .batch_execute(statements)
            .unwrap_or_else(|error| panic!("{statements}: {error}"));
        let found = before.broken_by(&Schema::of(&mut connection));
        assert!(
            found.iter().any(|found| found.starts_with(what)),
            "{statements}: {what} is not in {found:?}"
        );
    }
}

/// Adds to every table what a later release may add, and the migration that did.
fn add_like_a_later_release(connection: &mut Connection) {
    let schema = Schema::of(connection);
    for table in schema.tables() {
        for addition in ADDITIONS {
            connection
                .batch_execute(&addition.replace("{table}", table))
                .expect(table);
        }
    }
    let version = MigrationVersion::from("99991231000001");
    connection
        .batch_execute(&format!(
            "CREATE TABLE of_a_later_release (id INTEGER NOT NULL PRIMARY KEY); \
             CREATE INDEX of_a_later_release_index ON group_records (of_a_later_release); \
             INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')"
        ))
        .expect("added");
}

async fn migrations_that_only_add_are_allowed(engine: Engine) {
    let (_database, mut connection) = current(engine);
    let before = Schema::of(&mut connection);
    add_like_a_later_release(&mut connection);
    let after = Schema::of(&mut connection);
    assert!(
        before.tables().count() > 20 && before.broken_by(&after).is_empty(),
        "{:?}",
        before.broken_by(&after)
    );
}

async fn every_operation_works_on_the_tables_of_a_later_release(engine: Engine) {
    let database = Database::with_catalogues(engine);
    add_like_a_later_release(&mut database.address().connect().expect("connects"));
    // The specification has an answer of every operation, so the same specification means the same answers.
    assert!(
        text(&recorded(database.shared()).await) == COMMITTED,
        "an operation answers otherwise"
    );
    for command in [["audit", "verify"], ["sums", "verify"]] {
        let ran = program(&database.url, &command);
        assert!(ran.status.success(), "{command:?}: {}", err(&ran));
    }
}
