//! Nobody reads the log.

use std::io::{BufRead as _, BufReader, Write as _};

use super::held;
use crate::fixtures::app::{Database, Engine};
use crate::fixtures::metrics::{read as metrics_at, value};
use crate::fixtures::process::Process;
use crate::tests;

tests![a_log_that_nobody_reads_stops_no_request];

/// Sends so many requests, a few at a time, and reads their answers.
fn send_many(origin: &str, requests: usize) {
    const AT_ONCE: usize = 10;
    const ON_ONE_CONNECTION: usize = 500;
    let address = origin.strip_prefix("http://").expect("an origin");
    let request = format!("GET /health/live HTTP/1.1\r\nHost: {address}\r\n\r\n");
    for _ in 0..requests / ON_ONE_CONNECTION {
        let mut stream = std::net::TcpStream::connect(address).expect("connects");
        let limit = Some(std::time::Duration::from_secs(20));
        stream.set_read_timeout(limit).expect("set");
        let mut answers = BufReader::new(stream.try_clone().expect("a copy")).lines();
        for _ in 0..ON_ONE_CONNECTION / AT_ONCE {
            stream.write_all(request.repeat(AT_ONCE).as_bytes()).expect("sent");
            let mut answered = 0;
            while answered < AT_ONCE {
                let line = answers.next().expect("an answer").expect("in time");
                // The head of an answer follows the body before it on the same line.
                answered += usize::from(line.contains("HTTP/1.1 200"));
            }
        }
    }
}

async fn a_log_that_nobody_reads_stops_no_request(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let metrics = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = metrics.local_addr().expect("an address").to_string();
    drop(metrics);
    let settings = [
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_LOG_FORMAT", "json"),
        ("INSATSKATALOG_METRICS_LISTEN", &address),
    ];
    let mut process = Process::start_with_unread_log(&settings);
    let origin = process.origin.clone();
    tokio::task::spawn_blocking(move || send_many(&origin, 30_000))
        .await
        .expect("answered");
    let text = metrics_at(&format!("http://{address}/metrics")).await;
    let lost: u64 = value(&text, "insatskatalog_log_lines_lost_total");
    assert!(lost > 0);
    assert_eq!(process.stop(), Some(0), "it ends, too");
    let seen = format!("30,000 requests have their answers, and {lost} lines are counted as lost");
    held(engine, "nobody reads the log", &seen);
}
