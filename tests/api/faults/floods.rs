//! One client sends the most expensive bodies that the limits allow, on many connections. The service keeps its memory, and
//! answers the others.
//!
//! The time of their answers says something in an optimised build alone: `.ci/full faults` makes one.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use insatskatalog::http_client;
use serde_json::json;

use super::held;
use crate::faults::crashes::{serve_with, token_of_now};
use crate::fixtures::app::{BASE, Database, Engine};
use crate::tests;

tests![one_client_neither_fills_the_memory_nor_delays_the_others];

const MIB: usize = 1024 * 1024;
/// The connections of the client.
const CONNECTIONS: usize = 8;
/// How long it sends each body, in seconds, unless `INSATSKATALOG_FLOOD_SECONDS` sets another time.
const SECONDS: u64 = 2;
/// The most memory of the process, in MiB: 400 MB.
const MOST_MEMORY: usize = 381;
/// The most memory that the process keeps after the floods, beside what it had before, in MiB.
const KEPT_MEMORY: usize = 150;
/// The longest time in which 99 of 100 other clients have their answers.
const LONGEST_ANSWER: Duration = Duration::from_millis(250);

/// A body, and where it is sent.
struct Flood {
    name: &'static str,
    path: &'static str,
    media_type: &'static str,
    body: Vec<u8>,
}

/// A text that is repeated up to a length.
fn repeated(part: &str, bytes: usize) -> String {
    part.repeat(bytes / part.len())
}

/// A batch of questions with whatever is between the brackets.
fn batch(name: &'static str, questions: &str) -> Flood {
    Flood {
        name,
        path: "/eligibility-batches",
        media_type: "application/json",
        body: format!("{{\"questions\":[{questions}]}}").into_bytes(),
    }
}

fn sheet(name: &'static str, body: Vec<u8>) -> Flood {
    Flood {
        name,
        path: "/municipalities/0188/group-record-batches?insats=traffpunkter&provider=finska-foreningen",
        media_type: "text/csv",
        body,
    }
}

/// The most expensive bodies that are known.
fn floods() -> Vec<Flood> {
    let mut members = String::new();
    for at in 0..1_100_000 {
        write!(members, "\"a{at}\":0,").expect("a text");
    }
    let facts = r#"{"kommunkod":"1270","insats":"trygghetslarm","facts":{"birthDate":"1950-01-01"}},"#;
    let answered = repeated(facts, 10_000 * facts.len());
    let wide = format!("a{}\n", ";".repeat(4_000));
    vec![
        batch("1.1 million members", &format!("{{{members}\"b\":0}}")),
        batch("faults", repeated("{},", 15 * MIB).trim_end_matches(',')),
        batch("depth", &repeated("[", 15 * MIB)),
        batch("numbers", repeated("1e9,", 15 * MIB).trim_end_matches(',')),
        batch("strings", &format!("\"{}\"", repeated("\\u00e5", 15 * MIB))),
        batch("10,000 questions", answered.trim_end_matches(',')),
        sheet("cells", repeated(&wide, 15 * MIB).into_bytes()),
        sheet("rows", repeated("a;b\n", 15 * MIB).into_bytes()),
        sheet("bytes of no encoding", vec![0x80; 15 * MIB]),
    ]
}

/// Sends the same request until it need not, and returns the number of its answers.
fn send(address: &str, token: &str, flood: &Flood, is_done: &AtomicBool) -> usize {
    let head = format!(
        "POST {BASE}{} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {}\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\n\r\n",
        flood.path,
        flood.media_type,
        flood.body.len()
    );
    let mut answers = 0;
    let mut part = vec![0; 64 * 1024];
    while !is_done.load(Ordering::Relaxed) {
        let Ok(mut stream) = TcpStream::connect(address) else {
            continue;
        };
        // A refused body is not read to its end, which ends the connection.
        let sent = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&flood.body));
        let first = stream.read(&mut part).unwrap_or(0);
        while sent.is_ok() && !is_done.load(Ordering::Relaxed) && stream.read(&mut part).is_ok_and(|count| count > 0) {}
        answers += usize::from(first > 0);
    }
    answers
}

/// The memory of a process in MiB: `VmRSS` is what it has, `VmHWM` the most that it had so far.
fn memory(process: u32, measure: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(measure)?.strip_prefix(':'));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")).expect("a size");
    kib.trim().parse::<usize>().expect("a number") / 1024
}

/// Asks question after question, with a pause between, and returns how long each answer took, in order of length.
async fn ask(origin: &str, is_done: &AtomicBool) -> Vec<Duration> {
    let client = http_client::builder().no_proxy().build().expect("a client");
    let question = json!({"facts": {"birthDate": "1950-01-01", "folkbokford": true}});
    let mut took = Vec::new();
    while !is_done.load(Ordering::Relaxed) {
        let began = Instant::now();
        let url = format!("{origin}{BASE}/municipalities/1270/insatser/trygghetslarm/eligibility");
        let answer = client.post(url).json(&question).send().await.expect("an answer");
        assert!(answer.status().as_u16() < 500, "{}", answer.status());
        took.push(began.elapsed());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    took.sort();
    took
}

async fn one_client_neither_fills_the_memory_nor_delays_the_others(engine: Engine) {
    let seconds = std::env::var("INSATSKATALOG_FLOOD_SECONDS").ok();
    let seconds = seconds.map_or(SECONDS, |seconds| seconds.parse().expect("a number"));
    let database = Database::with_catalogues(engine);
    let process = serve_with(&database.url, &[]);
    let address = process.origin.trim_start_matches("http://").to_owned();
    let token = token_of_now();
    let before = memory(process.id(), "VmRSS");
    for flood in floods() {
        let flood = Arc::new(flood);
        let (is_done, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let senders: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (flood, is_done, answers) = (Arc::clone(&flood), Arc::clone(&is_done), Arc::clone(&answers));
                let (address, token) = (address.clone(), token.clone());
                thread::spawn(move || answers.fetch_add(send(&address, &token, &flood, &is_done), Ordering::Relaxed))
            })
            .collect();
        let end = async {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            is_done.store(true, Ordering::Relaxed);
        };
        let (took, ()) = tokio::join!(ask(&process.origin, &is_done), end);
        for sender in senders {
            sender.join().expect("sent");
        }
        let (memory, slow) = (memory(process.id(), "VmHWM"), took[took.len() * 99 / 100]);
        let seen = format!(
            "{} answers; of {} other questions, 99 % were answered within {} ms; at most {memory} MiB",
            answers.load(Ordering::Relaxed),
            took.len(),
            slow.as_millis()
        );
        assert!(memory <= MOST_MEMORY, "{}: {seen}", flood.name);
        assert!(
            cfg!(debug_assertions) || slow <= LONGEST_ANSWER,
            "{}: {seen}",
            flood.name
        );
        held(engine, &format!("a client floods with {}", flood.name), &seen);
    }
    let (ended, most) = (Instant::now(), before + KEPT_MEMORY);
    while memory(process.id(), "VmRSS") > most {
        assert!(ended.elapsed() < Duration::from_mins(1), "the memory is returned");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let seen = format!("{} MiB, {before} before", memory(process.id(), "VmRSS"));
    held(engine, "the floods end", &seen);
}
