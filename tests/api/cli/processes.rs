//! The program as a process: alone, two on one database, told to stop, and what it writes to its log.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use insatskatalog::documents::embedded::TOMELILLA;
use insatskatalog::http_client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fixtures::app::{BASE, Database, Engine};
use crate::tests;

tests![
    without_any_setting_it_serves_and_answers_its_own_question,
    what_one_imports_the_other_serves_within_two_seconds,
    two_that_start_at_once_both_serve,
    told_to_stop_it_ends_well,
    the_log_holds_nothing_of_a_question,
];

/// A running program, ended when dropped.
pub struct Process {
    child: Child,
    pub origin: String,
    printed: String,
    pub folder: TempDir,
    settings: Vec<(String, String)>,
}

impl Process {
    /// Starts the program in an empty folder and waits until it says where it serves.
    pub fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_with(&[], settings)
    }

    /// The same with arguments.
    pub fn start_with(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_insatskatalog"));
        command.args(arguments);
        Self::begun_by(command, settings)
    }

    /// The same, where no file may grow beyond so many bytes (or twice as many: shells differ): writing more fails.
    pub fn start_with_room(bytes: u64, settings: &[(&str, &str)]) -> Self {
        let mut command = Command::new("/bin/sh");
        let limited = "trap '' XFSZ; ulimit -f \"$1\"; exec \"$2\"";
        let blocks = (bytes / 512).to_string();
        command.args(["-c", limited, "sh", &blocks, env!("CARGO_BIN_EXE_insatskatalog")]);
        Self::begun_by(command, settings)
    }

    fn begun_by(mut command: Command, settings: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let log = std::fs::File::create(folder.path().join("log")).expect("a log");
        let mut child = command
            .current_dir(folder.path())
            .env_clear()
            .env("INSATSKATALOG_LISTEN", "127.0.0.1:0")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut printed = String::new();
        while !printed.contains("municipalities http") {
            let Some(Ok(line)) = lines.next() else {
                let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
                panic!("the program ended: {printed}{log}");
            };
            printed.push_str(&line);
            printed.push('\n');
        }
        let named_database = settings.iter().any(|(name, _)| *name == "DATABASE_URL");
        if !named_database {
            let rest: Vec<String> = lines.by_ref().map_while(Result::ok).take(7).collect();
            printed.push_str(&rest.join("\n"));
        }
        let start = printed.find("http://").expect("an address");
        let origin = printed[start..]
            .split_whitespace()
            .next()
            .expect("an address")
            .to_owned();
        Self {
            child,
            origin,
            printed,
            folder,
            settings: settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    /// The status of any GET.
    pub async fn status(&self, path: &str, headers: &[(&str, &str)]) -> u16 {
        let client = http_client::builder().no_proxy().build().expect("a client");
        let mut request = client.get(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.expect("an answer").status().as_u16()
    }

    /// What a command prints that is run in the same folder with the same settings and more.
    pub fn run(&self, arguments: &[&str], more: &[(&str, &str)]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_insatskatalog"))
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(
                self.settings
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            )
            .envs(more.iter().copied())
            .output()
            .expect("runs")
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = http_client::builder()
            .build()
            .expect("a client")
            .get(format!("{}{BASE}{path}", self.origin))
            .send()
            .await
            .expect("an answer");
        answer.json().await.expect("JSON")
    }

    pub async fn post(&self, path: &str, body: &Value) -> Value {
        let client = http_client::builder().build().expect("a client");
        let answer = client
            .post(format!("{}{BASE}{path}", self.origin))
            .json(body)
            .send()
            .await;
        answer.expect("an answer").json().await.expect("JSON")
    }

    pub fn log(&self) -> String {
        // Lines are gathered for a moment before they are written.
        std::thread::sleep(Duration::from_millis(300));
        std::fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    /// Tells the program to stop and says how it ended.
    pub fn stop(&mut self) -> Option<i32> {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(told.expect("kill runs").success());
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(10) {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

async fn without_any_setting_it_serves_and_answers_its_own_question(_: Engine) {
    let process = Process::start(&[]);
    assert!(process.printed.contains("SQLite"));
    let municipalities = process.get("/municipalities").await;
    assert_eq!(municipalities["_meta"]["totalRecords"], 3);
    assert!(process.folder.path().join("var/insatskatalog.db").exists());
    // The question that it prints is one that can be typed.
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
        .arg("import")
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

async fn told_to_stop_it_ends_well(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut process = Process::start(&[("DATABASE_URL", database.url.as_str())]);
    assert_eq!(process.get("/municipalities").await["_meta"]["totalRecords"], 3);
    assert_eq!(process.stop(), Some(0), "{}", process.log());
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
