//! Questions in lines, answered while they arrive.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use actix_web::rt::task::spawn_blocking;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, BASE, Engine, TestApp};
use crate::tests;

tests![
    answers_come_while_the_questions_arrive,
    a_client_that_stands_still_is_cut,
    a_short_stream_leaves_its_connection_open,
    a_bad_line_gets_its_own_problem,
    a_line_has_a_limit_and_the_stream_has_none,
    an_identity_number_in_a_line_is_refused,
    what_can_be_known_before_is_refused_before,
    an_empty_stream_is_answered,
    a_stream_waits_for_its_questions,
    a_client_has_a_number_of_streams,
];

const BATCH: &str = "/eligibility-batches";
const LINES: &str = "application/x-ndjson";

fn question(at: usize) -> String {
    let age = at % 131;
    format!(
        r#"{{"reference":"q-{at}","kommunkod":"1270","insats":"trygghetslarm","asOf":"2025-09-01","facts":{{"age":{age},"registeredMunicipality":"1270"}}}}"#
    )
}

/// Posts lines, whose answer must be 200, and returns the lines of the answer.
async fn post_lines(app: &TestApp, body: &[u8]) -> Vec<Value> {
    let answered = post(app, BATCH, &[("content-type", LINES)], body).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
    assert_eq!(answered.header("content-type"), LINES);
    assert_eq!(answered.header("cache-control"), "no-store");
    let lines = answered.text.lines();
    lines.map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn post(app: &TestApp, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answered {
    app.send(Method::POST, path, headers, Some(body.to_vec())).await
}

/// A request whose body is sent in chunks, and the lines of its answer.
struct Exchange {
    connection: TcpStream,
    answer: BufReader<TcpStream>,
    /// What has arrived of the next line.
    arrived: Vec<u8>,
}

impl Exchange {
    fn begin(origin: &str) -> Self {
        Self::of_client(origin, "192.0.2.7")
    }

    /// A request of the client at an address, which counts if the service trusts its proxy.
    fn of_client(origin: &str, address: &str) -> Self {
        let mut connection = TcpStream::connect(origin.trim_start_matches("http://")).expect("connects");
        let head = format!(
            "POST {BASE}{BATCH} HTTP/1.1\r\nHost: x\r\nContent-Type: {LINES}\r\nX-Forwarded-For: {address}\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).expect("sent");
        let patience = Some(Duration::from_mins(1));
        connection.set_read_timeout(patience).expect("a timeout");
        connection.set_write_timeout(patience).expect("a timeout");
        let answer = BufReader::new(connection.try_clone().expect("a second handle"));
        Self {
            connection,
            answer,
            arrived: Vec::new(),
        }
    }

    fn send(&mut self, lines: &str) -> std::io::Result<()> {
        send(&mut self.connection, lines)
    }

    /// Reads the head of the answer.
    fn head(&mut self) -> String {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert!(self.answer.read_line(&mut head).expect("a head") > 0, "{head}");
        }
        head
    }

    /// The next line of the answer; `None` at its end. Fails if the connection ends before.
    fn line(&mut self) -> std::io::Result<Option<String>> {
        loop {
            if let Some(end) = self.arrived.iter().position(|byte| *byte == b'\n') {
                let rest = self.arrived.split_off(end + 1);
                let line = std::mem::replace(&mut self.arrived, rest);
                return Ok(Some(String::from_utf8(line).expect("text")));
            }
            let mut size = String::new();
            if self.answer.read_line(&mut size)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let size = usize::from_str_radix(size.trim_end(), 16).expect("the size of a chunk");
            let mut chunk = vec![0; size + 2];
            self.answer.read_exact(&mut chunk)?;
            if size == 0 {
                assert!(self.arrived.is_empty(), "a line without end");
                return Ok(None);
            }
            self.arrived.extend_from_slice(&chunk[..size]);
        }
    }
}

fn send(connection: &mut TcpStream, lines: &str) -> std::io::Result<()> {
    let chunk = format!("{:x}\r\n{lines}\r\n", lines.len());
    connection.write_all(chunk.as_bytes())
}

async fn answers_come_while_the_questions_arrive(engine: Engine) {
    const QUESTIONS: usize = 20_000;
    let app = TestApp::start(engine).await;
    let origin = app.origin.clone();
    let exchange = spawn_blocking(move || {
        let mut exchange = Exchange::begin(&origin);
        exchange.send(&(question(0) + "\n")).expect("sent");
        let head = exchange.head();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let first = exchange.line().expect("a line").expect("a head");
        let first: Value = serde_json::from_str(&first).expect("JSON");
        assert_eq!(first["asOf"], "2025-10-01");
        assert!(first["catalogueRevision"].is_i64() && first["notice"]["sv"].is_string());
        let right = first["rightToApply"]["text"]["en"].as_str();
        assert!(right.is_some_and(|text| text.contains("right to apply")), "{first}");
        let check = |line: &str, at: usize| {
            assert!(
                line.starts_with(&format!("{{\"reference\":\"q-{at}\",\"answer\":{{")),
                "{line}"
            );
            let outcome = if at % 131 >= 70 { "eligible" } else { "notEligible" };
            assert!(line.contains(&format!("\"outcome\":\"{outcome}\"")), "{at} {line}");
        };
        check(&exchange.line().expect("a line").expect("an answer"), 0);
        // A line may come in pieces.
        let second = question(1);
        let (beginning, rest) = second.split_at(50);
        exchange.send(beginning).expect("sent");
        exchange.send(&format!("{rest}\n")).expect("sent");
        check(&exchange.line().expect("a line").expect("an answer"), 1);
        let mut connection = exchange.connection.try_clone().expect("a second handle");
        let sending = thread::spawn(move || {
            let questions: Vec<usize> = (2..QUESTIONS).collect();
            for questions in questions.chunks(500) {
                let lines: String = questions.iter().map(|at| question(*at) + "\n").collect();
                send(&mut connection, &lines).expect("sent");
            }
            connection.write_all(b"0\r\n\r\n").expect("sent");
        });
        for at in 2..QUESTIONS {
            check(&exchange.line().expect("a line").expect("an answer"), at);
        }
        assert_eq!(exchange.line().expect("an end"), None);
        sending.join().expect("all is sent");
    });
    exchange.await.expect("answered");
}

async fn a_client_that_stands_still_is_cut(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (silent, deaf) = (app.origin.clone(), app.origin.clone());
    let silent = spawn_blocking(move || {
        let mut exchange = Exchange::begin(&silent);
        exchange.send(&(question(0) + "\n{\"reference\":")).expect("sent");
        exchange.head();
        let (head, answer) = (exchange.line(), exchange.line());
        assert!(head.is_ok() && answer.is_ok());
        let since = Instant::now();
        let end = exchange.line();
        (end.is_err(), since.elapsed())
    });
    let deaf = spawn_blocking(move || {
        let mut exchange = Exchange::begin(&deaf);
        let lines = (question(0) + "\n").repeat(200);
        let mut last = Instant::now();
        // The client sends and does not read.
        while exchange.send(&lines).is_ok() {
            last = Instant::now();
        }
        (true, last.elapsed())
    });
    for (is_cut, after) in [silent.await.expect("ended"), deaf.await.expect("ended")] {
        assert!(is_cut);
        let cut = Duration::from_secs(12)..Duration::from_secs(25);
        assert!(cut.contains(&after), "{after:?}");
    }
}

async fn a_short_stream_leaves_its_connection_open(engine: Engine) {
    let app = TestApp::start(engine).await;
    let origin = app.origin.clone();
    let answered = spawn_blocking(move || {
        let mut connection = TcpStream::connect(origin.trim_start_matches("http://")).expect("connects");
        let mut answer = BufReader::new(connection.try_clone().expect("a second handle"));
        for at in 0..3 {
            let body = question(at);
            let head = format!(
                "POST {BASE}{BATCH} HTTP/1.1\r\nHost: x\r\nContent-Type: {LINES}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            connection.write_all((head + &body).as_bytes()).expect("sent");
            let mut all = String::new();
            while !all.ends_with("\r\n0\r\n\r\n") {
                assert!(answer.read_line(&mut all).expect("an answer") > 0, "{all}");
            }
            assert!(all.contains(&format!("q-{at}")) && !all.contains("close"), "{all}");
        }
    });
    answered.await.expect("answered");
}

async fn a_bad_line_gets_its_own_problem(engine: Engine) {
    let app = TestApp::start(engine).await;
    let body = [
        "\u{feff}".to_owned() + &question(1),
        String::new(),
        r#"{"reference":"wrong","kommunkod":"1270","insats":"rebus","facts":{"age":-1,"height":180}}"#.into(),
        "7".into(),
        "  \t\r".into(),
        r#"{"reference":"half","kommunkod""#.into(),
        r#"{"reference":"unknown","kommunkod":"1270","insats":"dansbana"}"#.into(),
        r#"{"reference":"activity","kommunkod":"1270","insats":"rebus","activity":"dans"}"#.into(),
        question(2) + "\r",
        question(3),
    ];
    let lines = post_lines(&app, body.join("\n").as_bytes()).await;
    let references: Vec<&Value> = lines.iter().map(|line| &line["reference"]).collect();
    let null = Value::Null;
    assert_eq!(
        references,
        [
            &null,
            &json!("q-1"),
            &json!("wrong"),
            &null,
            &null,
            &json!("unknown"),
            &json!("activity"),
            &json!("q-2"),
            &json!("q-3"),
        ]
    );
    let problem = |at: usize| -> (Value, Value, Vec<(String, u64)>) {
        let problem = &lines[at]["problem"];
        let errors = problem["errors"].as_array().expect("errors").iter();
        let places = errors.map(|error| {
            let pointer = error["pointer"].as_str().expect("a pointer").to_owned();
            (pointer, error["line"].as_u64().expect("a line"))
        });
        (lines[at]["line"].clone(), problem["code"].clone(), places.collect())
    };
    let at = |pointer: &str, line: u64| (pointer.to_owned(), line);
    assert_eq!(
        problem(2),
        (
            json!(3),
            json!("invalidRequest"),
            vec![at("/facts/age", 3), at("/facts", 3)]
        )
    );
    assert_eq!(problem(3), (json!(4), json!("wrongType"), vec![at("", 4)]));
    assert_eq!(problem(4), (json!(6), json!("syntax"), vec![at("", 6)]));
    assert_eq!(problem(5), (json!(7), json!("unknownInsats"), vec![]));
    assert_eq!(
        problem(6),
        (json!(8), json!("unknownActivity"), vec![at("/activity", 8)])
    );
    assert!(lines[7].get("line").is_none() && lines[7]["answer"]["outcome"].is_string());
    // Faults are described in every line, however many there are.
    let many = "{\"reference\":\"a\"}\n".repeat(2_500);
    let lines = post_lines(&app, many.as_bytes()).await;
    assert_eq!(lines.len(), 2_501);
    assert!(
        lines[1..]
            .iter()
            .all(|line| line["problem"]["errors"].as_array().map(Vec::len) == Some(2))
    );
}

async fn a_line_has_a_limit_and_the_stream_has_none(engine: Engine) {
    let app = TestApp::start(engine).await;
    let long = question(1).replace("trygghetslarm", &"x".repeat(200 * 1024));
    let body = format!("{}\n{long}\n{}\n{long}", question(0), question(2));
    let lines = post_lines(&app, body.as_bytes()).await;
    let codes: Vec<(&Value, &Value)> = lines
        .iter()
        .map(|line| (&line["line"], &line["problem"]["code"]))
        .collect();
    let null = Value::Null;
    let (second, fourth, code) = (json!(2), json!(4), json!("tooLong"));
    assert_eq!(
        codes,
        [
            (&null, &null),
            (&null, &null),
            (&second, &code),
            (&null, &null),
            (&fourth, &code)
        ]
    );
    assert_eq!(lines[3]["reference"], "q-2");
    // As large as no document may be.
    let body = format!("{}{}\n", " ".repeat(32_000) + "\n", question(0)).repeat(600);
    assert!(body.len() > 17 * 1024 * 1024);
    assert_eq!(post_lines(&app, body.as_bytes()).await.len(), 601);
}

async fn an_identity_number_in_a_line_is_refused(engine: Engine) {
    let app = TestApp::start(engine).await;
    let body = [
        r#"{"reference":"19550702-1234","kommunkod":"1270","insats":"rebus"}"#,
        r#"{"reference":"a","kommunkod":"1270","insats":"rebus","facts":{"birthDate":"19550702-1234"}}"#,
        r#"{"reference":"b","kommunkod":"1270","insats":"rebus","19550702-1234":1}"#,
    ];
    let answered = post(&app, BATCH, &[("content-type", LINES)], body.join("\n").as_bytes()).await;
    let lines: Vec<Value> = answered
        .text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 4);
    for line in &lines[1..] {
        assert_eq!(line["problem"]["code"], "personalIdentityNumber", "{line}");
    }
    assert!(!answered.text.contains("550702"));
}

async fn what_can_be_known_before_is_refused_before(engine: Engine) {
    let app = TestApp::start(engine).await;
    let body = question(0);
    for (path, headers, status, code) in [
        (BATCH, vec![("content-type", "text/plain")], 415, "unsupportedMediaType"),
        (
            BATCH,
            vec![("content-type", "application/x-ndjson; charset=latin1")],
            415,
            "unsupportedMediaType",
        ),
        (
            BATCH,
            vec![("content-type", LINES), ("content-encoding", "gzip")],
            415,
            "unsupportedContentCoding",
        ),
        (
            BATCH,
            vec![("content-type", LINES), ("accept", "text/html")],
            406,
            "notAcceptable",
        ),
        (
            "/eligibility-batches?answers=short",
            vec![("content-type", LINES)],
            400,
            "notInList",
        ),
        (
            "/eligibility-batches?brief=true",
            vec![("content-type", LINES)],
            400,
            "unknownMember",
        ),
    ] {
        let answered = post(&app, path, &headers, body.as_bytes()).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["code"]),
            (status, &json!(code)),
            "{headers:?}"
        );
        assert_eq!(answered.header("content-type"), "application/problem+json");
    }
}

async fn an_empty_stream_is_answered(engine: Engine) {
    let app = TestApp::start(engine).await;
    for body in ["", "\n\n", "\u{feff}"] {
        assert_eq!(post_lines(&app, body.as_bytes()).await.len(), 1, "{body:?}");
    }
}

async fn a_stream_waits_for_its_questions(engine: Engine) {
    let app = TestApp::behind_a_proxy(engine).await;
    let body: String = (0..10_600).map(|at| question(at) + "\n").collect();
    let headers = [("content-type", LINES), ("x-forwarded-for", "192.0.2.7")];
    let begun = Instant::now();
    let answered = post(&app, "/eligibility-batches?answers=brief", &headers, body.as_bytes()).await;
    assert_eq!((answered.status.as_u16(), answered.text.lines().count()), (200, 10_601));
    // The client has 10,000 at once, and 10,000 in each minute after that.
    assert!(begun.elapsed() > Duration::from_secs(3), "{:?}", begun.elapsed());
}

async fn a_client_has_a_number_of_streams(engine: Engine) {
    let app = TestApp::behind_a_proxy(engine).await;
    let origin = app.origin.clone();
    let asked = spawn_blocking(move || {
        let begin = |address: &str| {
            let mut exchange = Exchange::of_client(&origin, address);
            exchange.send(&(question(0) + "\n")).expect("sent");
            let head = exchange.head();
            (exchange, head.split(' ').nth(1).expect("a status").to_owned())
        };
        let own: Vec<_> = (0..8).map(|_| begin("192.0.2.7")).collect();
        assert!(own.iter().all(|(_, status)| status == "200"));
        assert_eq!(begin("192.0.2.8").1, "503");
        assert_eq!(begin("198.51.100.1").1, "200");
        drop(own);
        let until = Instant::now() + Duration::from_secs(10);
        // The service notices that the client hung up.
        while begin("192.0.2.7").1 != "200" {
            assert!(Instant::now() < until);
            thread::sleep(Duration::from_millis(50));
        }
    });
    asked.await.expect("asked");
}
