//! The program as a process: alone, two on one database, how it stops, and what it writes to its log.

use std::process::Command;
use std::time::{Duration, Instant};

use insatskatalog::documents::embedded::TOMELILLA;
use serde_json::{Value, json};

use crate::fixtures::app::{Database, Engine};
use crate::fixtures::process::Process;
use crate::tests;

tests![
    without_any_setting_it_serves_and_answers_its_own_question,
    what_one_imports_the_other_serves_within_two_seconds,
    two_that_start_at_once_both_serve,
    a_stop_signal_ends_it_cleanly,
    the_log_holds_nothing_of_a_question,
];

async fn without_any_setting_it_serves_and_answers_its_own_question(_: Engine) {
    let process = Process::start(&[]);
    assert!(process.printed.contains("SQLite"));
    let municipalities = process.get("/municipalities").await;
    assert_eq!(municipalities["_meta"]["totalRecords"], 4);
    assert!(process.folder.path().join("var/insatskatalog.db").exists());
    #[cfg(unix)]
    for (file, wanted) in [
        ("var", 0o700),
        ("var/insatskatalog.db", 0o600),
        ("var/insatskatalog.db-wal", 0o600),
        ("var/secret.key", 0o600),
    ] {
        use std::os::unix::fs::PermissionsExt as _;
        let found = std::fs::metadata(process.folder.path().join(file)).expect(file);
        assert_eq!(found.permissions().mode() & 0o777, wanted, "{file}");
    }
    // A person can type the question that it prints.
    let start = process.printed.find("curl ").expect("a ready-made question");
    let command = process.printed[start..].trim();
    let typed = Command::new("sh")
        .args(["-c", &format!("{command} --silent --noproxy '*'")])
        .output()
        .expect("curl runs");
    let answer: Value = serde_json::from_slice(&typed.stdout).expect("JSON");
    assert_eq!(answer["outcome"], "eligible", "{command}");
}

async fn what_one_imports_the_other_serves_within_two_seconds(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let settings = [("DATABASE_URL", database.url.as_str())];
    let one = Process::start(&settings);
    let other = Process::start(&settings);
    let changed = TOMELILLA.replace("Larm i hemmet som ger snabb hjälp", "Ett larm i hemmet som ger hjälp");
    let file = one.folder.path().join("changed.yaml");
    std::fs::write(&file, changed).expect("written");
    let import = Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
        .args(["import", "--overwrite"])
        .arg(&file)
        .env_clear()
        .envs(settings)
        .output();
    assert!(import.expect("runs").status.success());
    let imported = Instant::now();
    for process in [&one, &other] {
        loop {
            let shown = process.get("/municipalities/1270/insatser/trygghetslarm").await;
            if shown["summary"]["sv"]
                .as_str()
                .is_some_and(|text| text.starts_with("Ett larm"))
            {
                break;
            }
            assert!(imported.elapsed() < Duration::from_secs(2), "served within two seconds");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn two_that_start_at_once_both_serve(engine: Engine) {
    let database = Database::empty(engine);
    let url = database.url.clone();
    let threads: Vec<_> = (0..2)
        .map(|_| {
            let url = url.clone();
            std::thread::spawn(move || Process::start(&[("DATABASE_URL", &url)]))
        })
        .collect();
    let processes: Vec<Process> = threads
        .into_iter()
        .map(|thread| thread.join().expect("starts"))
        .collect();
    for process in &processes {
        assert_eq!(process.get("/municipalities").await["_meta"]["totalRecords"], 0);
    }
}

async fn a_stop_signal_ends_it_cleanly(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut process = Process::start(&[("DATABASE_URL", database.url.as_str())]);
    assert_eq!(process.get("/municipalities").await["_meta"]["totalRecords"], 4);
    assert_eq!(process.stop(), Some(0), "{}", process.log());
}

/// Sends a request with any text as its Content-Length, and waits for the answer.
fn send_malformed_length(origin: &str, length: &str) {
    use std::io::{Read, Write};
    let address = origin.strip_prefix("http://").expect("an origin");
    let mut stream = std::net::TcpStream::connect(address).expect("connects");
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\r\n"
    )
    .expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    assert!(answer.starts_with(b"HTTP/1.1 400"));
}

async fn the_log_holds_nothing_of_a_question(engine: Engine) {
    let database = Database::with_catalogues(engine);
    for format in ["text", "json"] {
        let settings = [
            ("DATABASE_URL", database.url.as_str()),
            ("INSATSKATALOG_LOG_FORMAT", format),
            ("RUST_LOG", "debug"),
        ];
        let process = Process::start(&settings);
        let ask = "/municipalities/1270/insatser/trygghetslarm/eligibility";
        let answer = process
            .post(
                ask,
                &json!({"asOf": "2024-12-24", "facts": {"birthDate": "1944-11-23"}}),
            )
            .await;
        assert_eq!(answer["asOf"], "2024-12-24");
        process
            .post(ask, &json!({"facts": {"birthDate": "19441123-9876"}}))
            .await;
        process.post(ask, &json!({"19441123-9876": "x"})).await;
        process
            .get("/municipalities/1270/insatser?q=hemligtord&asOf=2024-12-24")
            .await;
        process
            .get("/municipalities/1270/insatser/19441123-9876?q=19441123-9876")
            .await;
        process.get("/hemligtord").await;
        send_malformed_length(&process.origin, "19441123-9876");
        let log = process.log();
        for secret in ["1944-11-23", "19441123", "2024-12-24", "hemligtord"] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
        let access = log.lines().filter(|line| line.contains("access"));
        for line in access {
            assert!(!line.contains("trygghetslarm") && !line.contains("127.0.0.1"), "{line}");
        }
        let pattern = "/insatskatalog/v1/municipalities/{kommunkod}/insatser/{slug}/eligibility";
        assert!(log.contains(pattern), "the route's pattern: {log}");
        if format == "json" {
            let line = log.lines().find(|line| line.contains("eligibility")).expect("a line");
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!((&line["method"], &line["status"]), (&json!("POST"), &json!(200)));
            assert_eq!(line["trace"].as_str().map(str::len), Some(32));
        }
    }
}
