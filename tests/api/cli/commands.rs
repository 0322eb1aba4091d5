//! The commands.

use std::process::Command;

use diesel::connection::SimpleConnection;
use insatskatalog::documents::embedded::{CATALOGUES, TEMPLATE, TOMELILLA};

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::specification::COMMITTED;
use crate::tests;

tests![
    check_lists_valid_files_and_missing_facts,
    check_lists_every_fault_with_file_line_and_path,
    check_prints_in_swedish,
    check_suggests_near_names_in_the_file_of_its_author,
    import_lists_changes,
    import_of_a_broken_file_changes_nothing,
    a_template_needs_a_municipality,
    export_reads_back_and_exports_the_same,
    migrate_lists_migrations,
    openapi_prints_what_is_committed,
    health_fails_where_nothing_answers,
    a_wrong_setting_is_named,
    sums_verify_lists_every_wrong_sum,
];

async fn check_lists_valid_files_and_missing_facts(_: Engine) {
    for (name, _) in CATALOGUES.into_iter().chain([TEMPLATE]) {
        let output = program("sqlite:unused.db", &["check", name]);
        assert!(output.status.success(), "{name}: {}", err(&output));
        assert!(out(&output).contains("without fault"), "{name}");
    }
    let output = program("sqlite:unused.db", &["check", "1270-tomelilla.yaml"]);
    let line = TOMELILLA
        .lines()
        .position(|line| line.contains("slug: trygghetslarm"))
        .expect("there")
        + 1;
    let wanted =
        format!("1270-tomelilla.yaml:{line}: warning: trygghetslarm: The documents do not say why that age limit");
    assert!(out(&output).contains(&wanted), "{}", out(&output));
}

async fn check_lists_every_fault_with_file_line_and_path(_: Engine) {
    let broken = TOMELILLA
        .replace("atLeast: 70", "atLeast: sjuttio")
        .replace("category: service", "category: x")
        .replace("slug: rebus", "slug: R");
    let (_folder, path) = file("broken.yaml", &broken);
    let output = program("sqlite:unused.db", &["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    let line = |text: &str| broken.lines().position(|line| line.contains(text)).expect("there") + 1;
    let age = format!(
        "{path}:{}: /insatser/4/criteria/of/0/atLeast: wrongType: ",
        line("atLeast: sjuttio")
    );
    let slug = format!("{path}:{}: /insatser/1/slug: invalidFormat: ", line("slug: R"));
    assert!(
        err(&output).contains(&age) && err(&output).contains(&slug),
        "{}",
        err(&output)
    );
    assert!(!err(&output).contains("sjuttio"), "a refused value is not echoed");
    let (_folder, latin) = file("latin1.yaml", "");
    std::fs::write(&latin, b"kommunkod: \xe5").expect("written");
    let several = program("sqlite:unused.db", &["check", "nowhere.yaml", &latin, &path]);
    assert_eq!(several.status.code(), Some(1));
    for expected in [
        "nowhere.yaml: The file cannot be read: No such file",
        "latin1.yaml: The content must be UTF-8.",
        "/insatser/1/slug: invalidFormat",
    ] {
        assert!(err(&several).contains(expected), "{expected}: {}", err(&several));
    }
}

async fn check_prints_in_swedish(_: Engine) {
    let (_folder, path) = file("broken.yaml", &TOMELILLA.replace("slug: rebus", "slug: R"));
    let output = program(
        "sqlite:unused.db",
        &["check", "--language", "sv", &path, "nowhere.yaml", TEMPLATE.0],
    );
    assert!(
        out(&output).contains("mall-socialnamnd.yaml: en mall, 8 dokument utan fel"),
        "{}",
        out(&output)
    );
    for wanted in [
        "slug: invalidFormat: Ett kortnamn",
        "nowhere.yaml: Filen kan inte läsas",
        "fel: 2 fel; inget ändrades",
    ] {
        assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
    }
}

async fn check_suggests_near_names_in_the_file_of_its_author(_: Engine) {
    for (now, wrong, wanted) in [
        (
            "legalBasis:",
            "legalBassis:",
            "Unknown field: legalBassis. Do you mean legalBasis?",
        ),
        ("kind: registeredIn", "kind: registerdIn", "Do you mean registeredIn?"),
        (
            "body: Vård- och omsorgsnämnden",
            "body: vard-och-omsorgsnamnden",
            "Use the name of the body, not its slug: Vård- och omsorgsnämnden.",
        ),
    ] {
        let (_folder, path) = file("near.yaml", &TOMELILLA.replacen(now, wrong, 1));
        let output = program("sqlite:unused.db", &["check", &path]);
        assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
    }
    let (_folder, path) = file(
        "one.yaml",
        &TOMELILLA.replacen("kind: registeredIn", "kind: registerdIn", 1),
    );
    let output = program("sqlite:unused.db", &["check", &path]);
    assert!(err(&output).contains("error: 1 fault;"), "{}", err(&output));
}

async fn import_lists_changes(engine: Engine) {
    let database = Database::empty(engine);
    let first = program(&database.url, &["import", "--embedded"]);
    assert!(first.status.success(), "{}", err(&first));
    assert!(
        out(&first).contains("1270 Tomelilla: 6 changed, revision 50"),
        "{}",
        out(&first)
    );
    assert!(out(&first).contains("  trygghetslarm@2025-07-01"));
    let again = program(&database.url, &["import", "--embedded"]);
    assert!(
        out(&again).contains("0188 Norrtälje: nothing changed"),
        "{}",
        out(&again)
    );
}

async fn import_of_a_broken_file_changes_nothing(engine: Engine) {
    let database = Database::empty(engine);
    let (_folder, path) = file("broken.yaml", &TOMELILLA.replace("slug: rebus", "slug: R"));
    let output = program(&database.url, &["import", "1270-tomelilla.yaml", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("nothing was changed"));
    let export = program(&database.url, &["export", "1270"]);
    assert!(
        err(&export).contains("1270 Tomelilla has no catalogue"),
        "{}",
        err(&export)
    );
}

async fn a_template_needs_a_municipality(engine: Engine) {
    let database = Database::empty(engine);
    let without = program(&database.url, &["import", TEMPLATE.0]);
    assert!(err(&without).contains("--kommunkod"), "{}", err(&without));
    let unknown = program(&database.url, &["import", TEMPLATE.0, "--kommunkod", "9999"]);
    assert!(err(&unknown).contains("290"), "{}", err(&unknown));
    let with = program(&database.url, &["import", TEMPLATE.0, "--kommunkod", "0114"]);
    assert!(
        out(&with).contains("0114 Upplands Väsby: 8 changed"),
        "{}{}",
        out(&with),
        err(&with)
    );
}

async fn export_reads_back_and_exports_the_same(engine: Engine) {
    let one = Database::empty(engine);
    let other = Database::empty(engine);
    assert!(program(&one.url, &["import", "--embedded"]).status.success());
    for kommunkod in ["0127", "0180", "0188", "1270"] {
        let first = out(&program(&one.url, &["export", kommunkod]));
        let (_folder, path) = file("exported.yaml", &first);
        let import = program(&other.url, &["import", &path]);
        assert!(import.status.success(), "{}", err(&import));
        let second = out(&program(&other.url, &["export", kommunkod]));
        assert!(
            first == second,
            "{kommunkod}: exported, imported and exported again it is the same"
        );
        assert!(
            first.contains(&format!("kommunkod: \"{kommunkod}\"")),
            "{}",
            &first[..200]
        );
    }
}

async fn migrate_lists_migrations(engine: Engine) {
    let database = Database::empty(engine);
    let first = program(&database.url, &["migrate"]);
    assert!(out(&first).contains("ran "), "{}{}", out(&first), err(&first));
    assert!(out(&program(&database.url, &["migrate"])).contains("up to date"));
}

async fn openapi_prints_what_is_committed(_: Engine) {
    let output = program("sqlite:unused.db", &["openapi"]);
    assert!(out(&output) == COMMITTED);
}

async fn health_fails_where_nothing_answers(_: Engine) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_insatskatalog"));
    let output = command
        .arg("health")
        .env_clear()
        .env("INSATSKATALOG_LISTEN", "127.0.0.1:9")
        .output()
        .expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("nothing answers at http://127.0.0.1:9"));
}

async fn a_wrong_setting_is_named(_: Engine) {
    let output = program("mysql://host/db", &["serve"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).starts_with("error: DATABASE_URL: must start with sqlite: or postgres://"),
        "{}",
        err(&output)
    );
}

async fn sums_verify_lists_every_wrong_sum(engine: Engine) {
    let database = Database::empty(engine);
    assert!(program(&database.url, &["migrate"]).status.success());
    let whole = program(&database.url, &["sums", "verify"]);
    assert!(whole.status.success(), "{}", err(&whole));
    assert_eq!(out(&whole), "OK: 0 monthly sums match 0 records\n");
    let mut connection = database.address().connect().expect("connects");
    let wrong = "INSERT INTO monthly_sums VALUES ('1270', 'rebus', 'egen-regi', '', 'rimbo', '2026-10', 1, 1, 18, 11, 6, 1, 18, 11, 6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)";
    connection.batch_execute(wrong).expect("inserted");
    let verified = program(&database.url, &["sums", "verify"]);
    assert_eq!(verified.status.code(), Some(1));
    let line =
        "1270 rebus egen-regi - rimbo 2026-10: records 1 should be 0, sessions 1 should be 0, total 18 should be 0, ";
    assert!(out(&verified).starts_with(line), "{}", out(&verified));
    assert!(
        err(&verified).contains("1 monthly sum does not match 0 records (of 1 in all)"),
        "{}",
        err(&verified)
    );
}
