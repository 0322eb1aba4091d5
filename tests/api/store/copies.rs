//! Copies of the database: made beside a running service, and put back.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use reqwest::Method;
use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, out, program};
use crate::fixtures::editing::{ALARM, changed, read};
use crate::fixtures::process::Process;
use crate::fixtures::reports::{RECORDS, hand_in, municipality, session};
use crate::tests;

tests![
    a_copy_has_everything_and_is_put_back,
    a_database_is_replaced_only_if_asked_and_not_in_use,
    a_file_that_is_no_copy_is_refused,
    a_copy_with_its_log_is_complete_and_one_without_gets_a_warning,
    a_damaged_file_is_not_served,
];

/// The file of an SQLite database; `None` on PostgreSQL, whose own programs copy it.
fn file_of(database: &Database) -> Option<PathBuf> {
    database.url.strip_prefix("sqlite:").map(PathBuf::from)
}

/// A name in the folder of a database.
fn beside(database: &Database, name: &str) -> String {
    let file = file_of(database).expect("SQLite");
    file.with_file_name(name).display().to_string()
}

fn refused(output: &Output, reason: &str) {
    assert_eq!(output.status.code(), Some(1), "{}", out(output));
    assert!(err(output).contains(reason), "{}", err(output));
}

/// Asserts that the commands name the programs of PostgreSQL.
fn names_programs_of_postgresql(database: &Database) {
    refused(&program(&database.url, &["backup", "copy.db"]), "pg_dump");
    refused(&program(&database.url, &["restore", "copy.db"]), "pg_restore");
}

/// What must be the same after a restore: the heads of the audit chains, and the verdict on the sums.
fn state(url: &str) -> [String; 3] {
    [["audit", "verify"], ["audit", "head"], ["sums", "verify"]].map(|command| {
        let output = program(url, &command);
        assert!(output.status.success(), "{command:?}: {}", out(&output));
        out(&output)
    })
}

async fn revision(app: &TestApp) -> u64 {
    let ready = app.send_anywhere(Method::GET, "/health/ready", &[], None).await;
    ready.json()["catalogueRevision"].as_u64().expect("a number")
}

async fn a_copy_has_everything_and_is_put_back(engine: Engine) {
    let app = TestApp::start(engine).await;
    if engine == Engine::Postgresql {
        return names_programs_of_postgresql(&app.database);
    }
    changed(&app, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!("I kopian.")).await;
    hand_in(&app, &session("2025-09-14")).await;
    let (shown, etag) = read(&app, ALARM).await;
    let (before, known) = (state(&app.database.url), revision(&app).await);
    let copy = beside(&app.database, "copy.db");
    let made = program(&app.database.url, &["backup", &copy]);
    assert!(made.status.success(), "{}", err(&made));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&copy).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let bytes = fs::read(&copy).expect("a copy");
    refused(&program(&app.database.url, &["backup", &copy]), "exists already");
    assert_eq!(fs::read(&copy).expect("a copy"), bytes, "it stays as it is");
    hand_in(&app, &session("2025-09-15")).await;

    let restored = Database::empty(engine);
    let done = program(&restored.url, &["restore", &copy]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(
        out(&done).contains("insatskatalog restored --released-through"),
        "{}",
        out(&done)
    );
    assert!(!out(&done).contains("Warning"), "{}", out(&done));
    assert_eq!(fs::read(&copy).expect("a copy"), bytes, "it stays as it is");
    assert_eq!(state(&restored.url), before);
    let again = TestApp::on(restored, &[]).await;
    assert_eq!(revision(&again).await, known);
    let (of_copy, other) = read(&again, ALARM).await;
    assert_eq!(of_copy, shown);
    assert_ne!(other, etag, "the generation is new");
    let records = again.get_as(&municipality("0188"), RECORDS).await.json();
    assert_eq!(records["_meta"]["totalRecords"], 1);
    // Statistics wait until somebody says what people have seen.
    let release = ["release", "0188", "2025-07"];
    refused(&program(&again.database.url, &release), "restored");
    let ended = program(&again.database.url, &["restored", "--released-through", "none"]);
    assert!(ended.status.success(), "{}", err(&ended));
    assert!(!err(&program(&again.database.url, &release)).contains("restored"));
}

async fn a_database_is_replaced_only_if_asked_and_not_in_use(engine: Engine) {
    let database = Database::with_catalogues(engine);
    if engine == Engine::Postgresql {
        return names_programs_of_postgresql(&database);
    }
    let copy = beside(&database, "copy.db");
    let mut process = Process::start(&[("DATABASE_URL", database.url.as_str())]);
    assert!(program(&database.url, &["backup", &copy]).status.success());
    refused(&program(&database.url, &["restore", &copy]), "--replace");
    refused(
        &program(&database.url, &["restore", "--replace", &copy]),
        "Stop the service",
    );
    assert_eq!(
        process.get("/municipalities").await["_meta"]["totalRecords"],
        4,
        "it still serves"
    );
    process.kill();
    // What a killed service leaves in the log belongs to the replaced database.
    assert!(Path::new(&beside(&database, "test.db-wal")).exists());
    let done = program(&database.url, &["restore", "--replace", &copy]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(!Path::new(&beside(&database, "test.db-wal")).exists());
    assert!(program(&database.url, &["audit", "verify"]).status.success());
    let folder = file_of(&database)
        .expect("SQLite")
        .parent()
        .expect("a folder")
        .to_owned();
    let left: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new(), "no draft remains");
}

async fn a_file_that_is_no_copy_is_refused(engine: Engine) {
    let database = Database::empty(engine);
    if engine == Engine::Postgresql {
        return names_programs_of_postgresql(&database);
    }
    let file = beside(&database, "other.db");
    refused(&program(&database.url, &["restore", &file]), "cannot be read");
    fs::write(&file, "inte en databas").expect("written");
    refused(&program(&database.url, &["restore", &file]), "not an SQLite database");
    fs::remove_file(&file).expect("removed");
    let other = insatskatalog::store::Address::parse(&format!("sqlite:{file}")).expect("an address");
    let mut other = other.connect().expect("connects");
    diesel::connection::SimpleConnection::batch_execute(&mut other, "CREATE TABLE other (id INTEGER)").expect("made");
    drop(other);
    refused(&program(&database.url, &["restore", &file]), "not an SQLite database");
    refused(
        &program(&database.url, &["backup", &beside(&database, "copy.db")]),
        "there is no database",
    );
    assert!(!file_of(&database).expect("SQLite").exists(), "nothing was made");
}

async fn a_copy_with_its_log_is_complete_and_one_without_gets_a_warning(engine: Engine) {
    let app = TestApp::start(engine).await;
    if engine == Engine::Postgresql {
        return names_programs_of_postgresql(&app.database);
    }
    changed(&app, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!("I loggen.")).await;
    let known = revision(&app).await;
    let file = file_of(&app.database).expect("SQLite");
    let plain = beside(&app.database, "plain.db");
    fs::copy(&file, &plain).expect("copied");
    let without_log = Database::empty(engine);
    let done = program(&without_log.url, &["restore", &plain]);
    assert!(done.status.success(), "{}", err(&done));
    assert!(out(&done).contains("Warning"), "{}", out(&done));
    assert_eq!(revision(&TestApp::on(without_log, &[]).await).await, known - 1);
    fs::copy(beside(&app.database, "test.db-wal"), format!("{plain}-wal")).expect("copied");
    let with_log = Database::empty(engine);
    let done = program(&with_log.url, &["restore", &plain]);
    assert!(
        done.status.success() && !out(&done).contains("Warning"),
        "{}",
        out(&done)
    );
    assert_eq!(revision(&TestApp::on(with_log, &[]).await).await, known);
}

/// Overwrites a page in the middle of a file, as a copy of a changing file does.
fn damage(file: &Path) {
    let mut bytes = fs::read(file).expect("a database");
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xa5);
    fs::write(file, bytes).expect("written");
}

async fn a_damaged_file_is_not_served(engine: Engine) {
    let database = Database::with_catalogues(engine);
    if engine == Engine::Postgresql {
        return names_programs_of_postgresql(&database);
    }
    let (file, copy) = (file_of(&database).expect("SQLite"), beside(&database, "copy.db"));
    assert!(program(&database.url, &["backup", &copy]).status.success());
    damage(&file);
    refused(&program(&database.url, &["serve"]), "the SQLite file is damaged");
    let second = beside(&database, "second.db");
    assert_eq!(program(&database.url, &["backup", &second]).status.code(), Some(1));
    assert!(!Path::new(&second).exists(), "a damaged database gives no copy");
    // A copy replaces it; a damaged copy does not.
    let done = program(&database.url, &["restore", "--replace", &copy]);
    assert!(done.status.success(), "{}", err(&done));
    damage(Path::new(&copy));
    refused(&program(&database.url, &["restore", "--replace", &copy]), "damaged");
    assert!(program(&database.url, &["audit", "verify"]).status.success());
}
