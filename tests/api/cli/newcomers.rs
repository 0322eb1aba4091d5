//! What a newcomer meets: an empty folder, an edit that an import would overwrite, heads of the audit log, and settings.

use std::path::Path;
use std::process::{Command, Output};

use insatskatalog::documents::embedded::{TEMPLATE, TOMELILLA};
use serde_json::json;
use tempfile::TempDir;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::command::{err, file, out, program};
use crate::fixtures::editing::{ALARM, changed};
use crate::tests;

tests![
    no_command_but_serve_creates_a_database,
    an_import_creates_what_it_is_asked_for,
    an_edit_is_not_overwritten_unasked,
    no_file_overwrites_an_edit_unasked,
    heads_are_read_as_they_are_printed,
    the_template_is_printed_for_a_municipality,
    a_token_needs_a_service_of_the_folder,
    settings_come_from_the_file_in_the_folder,
    wrong_settings_are_named_all_at_once,
];

/// Runs the program in a folder, with these variables alone.
fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .expect("the program runs")
}

fn is_empty(folder: &Path) -> bool {
    folder.read_dir().expect("a folder").next().is_none()
}

async fn no_command_but_serve_creates_a_database(_: Engine) {
    let folder = TempDir::new().expect("a folder");
    for arguments in [
        &["export", "1270"][..],
        &["ask", "1270", "trygghetslarm", "--age", "75"],
        &["release", "1270"],
        &["release", "1270", "--dry-run"],
        &["report", "1270", "trygghetslarm", "2026"],
        &["sums", "verify"],
        &["audit", "verify"],
        &["audit", "head"],
        &["migrate"],
        &["import", "--embedded"],
        &["import", "--embedded", "--dry-run"],
        &["restore", "copy.db"],
        &["restore", "--replace", "copy.db"],
    ] {
        let output = run_in(folder.path(), arguments, &[]);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        for wanted in [
            "there is no database: ",
            "/var/insatskatalog.db does not exist",
            "insatskatalog serve",
        ] {
            assert!(err(&output).contains(wanted), "{arguments:?}: {}", err(&output));
        }
        assert!(is_empty(folder.path()), "{arguments:?}");
    }
    let named = [("DATABASE_URL", "sqlite:elsewhere.db")];
    for arguments in [&["export", "1270"][..], &["import", "--embedded", "--dry-run"]] {
        let output = run_in(folder.path(), arguments, &named);
        assert!(err(&output).contains("elsewhere.db does not exist"), "{}", err(&output));
        assert!(is_empty(folder.path()), "{arguments:?}");
    }
}

async fn an_import_creates_what_it_is_asked_for(_: Engine) {
    let folder = TempDir::new().expect("a folder");
    let created = run_in(folder.path(), &["import", "--embedded", "--create"], &[]);
    assert!(created.status.success(), "{}", err(&created));
    assert!(out(&created).starts_with("created the database /"), "{}", out(&created));
    assert!(folder.path().join("var/insatskatalog.db").exists());
    let again = run_in(folder.path(), &["import", "--embedded"], &[]);
    assert!(
        out(&again).contains("1270 Tomelilla: nothing changed"),
        "{}",
        out(&again)
    );
    let copied = run_in(folder.path(), &["backup", "copy.db"], &[]);
    assert!(copied.status.success(), "{}", err(&copied));
    let elsewhere = TempDir::new().expect("a folder");
    let copy = folder.path().join("copy.db").display().to_string();
    let restored = run_in(elsewhere.path(), &["restore", "--create", &copy], &[]);
    assert!(restored.status.success(), "{}", err(&restored));
    assert!(elsewhere.path().join("var/insatskatalog.db").exists());
    let named = [("DATABASE_URL", "sqlite:named.db")];
    let output = run_in(folder.path(), &["import", "--embedded"], &named);
    assert!(out(&output).contains("named.db\n"), "{}{}", out(&output), err(&output));
    let exported = run_in(folder.path(), &["export", "1270"], &named);
    assert!(exported.status.success(), "{}", err(&exported));
}

async fn an_edit_is_not_overwritten_unasked(engine: Engine) {
    let database = Database::empty(engine);
    assert!(program(&database.url, &["import", "--embedded"]).status.success());
    let app = TestApp::on(database, &[]).await;
    let url = &app.database.url;
    changed(&app, "1270", ALARM, |alarm| {
        alarm["summary"]["sv"] = json!("Ett larm som vi beskriver själva.");
    })
    .await;
    let refused = program(url, &["import", "--embedded"]);
    assert_eq!(refused.status.code(), Some(1), "{}", out(&refused));
    for wanted in [
        "  1270 insats trygghetslarm, in force from 2025-07-01\n",
        "--overwrite",
        "nothing was changed",
    ] {
        assert!(err(&refused).contains(wanted), "{wanted}: {}", err(&refused));
    }
    assert!(!err(&refused).contains("0188"), "{}", err(&refused));
    let rehearsed = program(url, &["import", "--embedded", "--dry-run"]);
    let line = "1270: changed by others, so only --overwrite publishes it: insats trygghetslarm";
    assert!(out(&rehearsed).contains(line), "{}{}", out(&rehearsed), err(&rehearsed));
    let kept = app.get_json(ALARM).await;
    assert_eq!(kept["summary"]["sv"], "Ett larm som vi beskriver själva.");
    let overwritten = program(url, &["import", "--embedded", "--overwrite"]);
    assert!(
        out(&overwritten).contains("1270 Tomelilla: 1 changed"),
        "{}",
        out(&overwritten)
    );
    // What the program itself wrote last may be updated.
    let again = program(url, &["import", "--embedded"]);
    assert!(
        out(&again).contains("1270 Tomelilla: nothing changed"),
        "{}",
        err(&again)
    );
}

async fn no_file_overwrites_an_edit_unasked(engine: Engine) {
    let database = Database::empty(engine);
    assert!(program(&database.url, &["import", "--embedded"]).status.success());
    let app = TestApp::on(database, &[]).await;
    let url = &app.database.url;
    changed(&app, "1270", ALARM, |alarm| {
        alarm["summary"]["sv"] = json!("Ett larm som vi beskriver själva.");
    })
    .await;
    let of_file = |summary: &str| TOMELILLA.replace("Larm i hemmet som ger snabb hjälp", summary);
    // The embedded catalogue by its name, a copy of it, and a file of one's own.
    let (_copies, copy) = file("copy.yaml", TOMELILLA);
    let (_files, own) = file("own.yaml", &of_file("Ett larm"));
    for path in ["1270-tomelilla.yaml", &copy, &own] {
        let refused = program(url, &["import", path]);
        assert_eq!(refused.status.code(), Some(1), "{path}: {}", out(&refused));
        for wanted in [
            "  1270 insats trygghetslarm, in force from 2025-07-01\n",
            "--overwrite",
            "nothing was changed",
        ] {
            assert!(err(&refused).contains(wanted), "{path}: {wanted}: {}", err(&refused));
        }
        let rehearsed = program(url, &["import", path, "--dry-run"]);
        let line = "1270: changed by others, so only --overwrite publishes it: insats trygghetslarm";
        assert!(out(&rehearsed).contains(line), "{path}: {}", out(&rehearsed));
    }
    let kept = app.get_json(ALARM).await;
    assert_eq!(kept["summary"]["sv"], "Ett larm som vi beskriver själva.");
    let changes_one = |arguments: &[&str]| {
        let imported = program(url, arguments);
        let is_one = out(&imported).contains("1270 Tomelilla: 1 changed");
        assert!(is_one, "{arguments:?}: {}{}", out(&imported), err(&imported));
    };
    changes_one(&["import", &own, "--overwrite"]);
    // A file may change what a file wrote last, but the embedded catalogue may not.
    let (_later, later) = file("own.yaml", &of_file("Ett annat larm"));
    changes_one(&["import", &later]);
    for arguments in [&["import", "1270-tomelilla.yaml"][..], &["import", "--embedded"]] {
        assert_eq!(program(url, arguments).status.code(), Some(1), "{arguments:?}");
    }
    changes_one(&["import", &copy, "--overwrite"]);
    // A file may change what the embedded catalogue wrote last.
    changes_one(&["import", &own]);
}

async fn heads_are_read_as_they_are_printed(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let verify = |arguments: &[&str]| program(&database.url, &[&["audit", "verify"], arguments].concat());
    let heads = out(&program(&database.url, &["audit", "head"]));
    let line = |kommunkod: &str| heads.lines().find(|line| line.starts_with(kommunkod)).expect("a head");
    let hash = line("1270").split(' ').nth(2).expect("a hash");
    for right in [
        &["--head", line("1270")][..],
        &["1270", "--head", line("1270")],
        &["--head", hash],
    ] {
        assert!(verify(right).status.success(), "{right:?}");
    }
    let moved = line("1270").replacen("1270", "0188", 1);
    let renumbered = line("1270").replacen(" 6 ", " 5 ", 1);
    for wrong in [
        &["1270", "--head", line("0188")][..],
        &["0188", "--head", hash],
        &["--head", &moved],
        &["--head", &renumbered],
    ] {
        let output = verify(wrong);
        assert_eq!(output.status.code(), Some(1), "{wrong:?}");
        assert!(
            out(&output).contains("belongs to another municipality or another event"),
            "{}",
            out(&output)
        );
    }
    for unreadable in ["0".repeat(64).as_str(), "1270 6 0000", "abc", ""] {
        let output = verify(&["--head", unreadable]);
        assert_eq!(output.status.code(), Some(2), "{unreadable}");
        assert!(err(&output).contains("audit head"), "{}", err(&output));
    }
    let unknown = verify(&["0114"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(
        err(&unknown).contains("0114 Upplands Väsby has no catalogue"),
        "{}",
        err(&unknown)
    );
}

async fn the_template_is_printed_for_a_municipality(engine: Engine) {
    let database = Database::empty(engine);
    let printed = program("", &["template", "--kommunkod", "0114"]);
    assert!(printed.status.success(), "{}", err(&printed));
    let text = out(&printed);
    assert!(
        text.contains("\nkommunkod: \"0114\"\nmunicipality:\n") && text.contains("# Upplands Väsby: "),
        "{text}"
    );
    assert!(!text.contains("ingen kommunkod"));
    let (_folder, path) = file("my.yaml", &text);
    let checked = program("", &["check", &path]);
    assert!(
        out(&checked).contains("Upplands Väsby, 8 documents without faults"),
        "{}",
        err(&checked)
    );
    assert!(program(&database.url, &["migrate"]).status.success());
    let rehearsed = out(&program(&database.url, &["import", "--dry-run", &path]));
    let line = "  new: insats anhorigstod, in force from 2025-07-01: incomplete, because its criteria are missing\n";
    assert!(rehearsed.contains(line), "{rehearsed}");
    let imported = program(&database.url, &["import", &path]);
    assert!(
        out(&imported).contains("0114 Upplands Väsby: 8 changed"),
        "{}",
        err(&imported)
    );
    // It is the embedded template, under the municipality's code.
    let same = program(&database.url, &["import", TEMPLATE.0, "--kommunkod", "0114"]);
    assert!(
        out(&same).contains("0114 Upplands Väsby: nothing changed"),
        "{}{}",
        out(&same),
        err(&same)
    );
    // The list says the same as the rehearsal.
    let app = TestApp::on(database, &[]).await;
    let list = app.get_json("/municipalities/0114/insatser?status=incomplete").await;
    assert_eq!(
        list["_meta"]["totalRecords"],
        rehearsed.matches(": incomplete, ").count()
    );
}

async fn a_token_needs_a_service_of_the_folder(_: Engine) {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(
        folder.path(),
        &["token", "--scope", "audit:read", "--municipality", "1270"],
        &[],
    );
    assert_eq!(output.status.code(), Some(1));
    for wanted in [
        "no service has its key in /",
        "serve --dev-tokens",
        "INSATSKATALOG_DATA",
    ] {
        assert!(err(&output).contains(wanted), "{}", err(&output));
    }
    assert!(is_empty(folder.path()));
}

async fn settings_come_from_the_file_in_the_folder(_: Engine) {
    let folder = TempDir::new().expect("a folder");
    let write = |text: &str| std::fs::write(folder.path().join(".env"), text).expect("written");
    write("# Where the database is.\nDATABASE_URL=sqlite:of-the-file.db\n");
    let output = run_in(folder.path(), &["export", "1270"], &[]);
    assert!(
        err(&output).contains("of-the-file.db does not exist"),
        "{}",
        err(&output)
    );
    let output = run_in(
        folder.path(),
        &["export", "1270"],
        &[("DATABASE_URL", "sqlite:of-the-environment.db")],
    );
    assert!(
        err(&output).contains("of-the-environment.db does not exist"),
        "{}",
        err(&output)
    );
    write("DATABASE_URL=sqlite:x.db\nINSATSKATALOG_SECRET=very secret words\n");
    let output = run_in(folder.path(), &["export", "1270"], &[]);
    assert!(
        err(&output).starts_with("error: .env:2: must be NAME=value"),
        "{}",
        err(&output)
    );
    assert!(!err(&output).contains("secret words"), "{}", err(&output));
}

async fn wrong_settings_are_named_all_at_once(_: Engine) {
    let folder = TempDir::new().expect("a folder");
    let output = run_in(
        folder.path(),
        &["serve"],
        &[
            ("INSATSKATALOG_LISTNE", "127.0.0.1:0"),
            ("INSATSKATALOG_CONTACT_EMAIL", "nobody"),
            ("INSATSKATALOG_REFRESH_MILLIS", "0"),
            ("INSATSKATALOG_JWT_TYPE", "a b"),
            ("INSATSKATALOG_JWKS_URL", "login"),
            ("INSATSKATALOG_JWKS_FILE", "keys.json"),
            ("INSATSKATALOG_JWT_AUDIENCE", "absent"),
            ("DATABASE_URL", "mysql://host/db"),
            // Kubernetes sets these for a Service called insatskatalog.
            ("INSATSKATALOG_SERVICE_HOST", "10.0.171.239"),
            ("INSATSKATALOG_PORT_8080_TCP_ADDR", "10.0.171.239"),
        ],
    );
    assert_eq!(output.status.code(), Some(1));
    for wanted in [
        "error: INSATSKATALOG_LISTNE: no setting has this name. Do you mean INSATSKATALOG_LISTEN?",
        "error: INSATSKATALOG_CONTACT_EMAIL: must be",
        "error: INSATSKATALOG_REFRESH_MILLIS: must be",
        "error: INSATSKATALOG_JWT_TYPE: must be",
        "error: INSATSKATALOG_JWKS_URL: must be",
        "error: INSATSKATALOG_JWKS_FILE: and INSATSKATALOG_JWKS_URL cannot be used together",
        "error: INSATSKATALOG_JWT_ISSUER: is required",
        "error: INSATSKATALOG_JWT_AUDIENCE: may accept absent only with",
        "error: DATABASE_URL: must start with",
    ] {
        assert!(err(&output).contains(wanted), "{wanted}: {}", err(&output));
    }
    assert_eq!(err(&output).lines().count(), 9, "{}", err(&output));
    assert!(is_empty(folder.path()));
}
