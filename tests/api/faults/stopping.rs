//! Signals: the service announces its end, finishes what it has begun, and reads its files again.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use insatskatalog::http_client;
use serde_json::json;
use tempfile::TempDir;

use super::held;
use crate::faults::crashes::{serve_with, token_of_now};
use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::process::Process;
use crate::fixtures::reports::RECORDS;
use crate::issuer::jwks_file;
use crate::tests;

tests![
    the_end_is_announced_before_it_comes,
    a_second_signal_ends_the_delay,
    a_request_in_progress_is_finished,
    no_connection_is_lost,
    a_hang_up_reads_the_keys_again,
    a_hang_up_reads_the_clients_again,
];

/// The status of a GET, and its `Connection` header.
async fn asked(client: &reqwest::Client, url: &str) -> (u16, String) {
    let answer = client.get(url).send().await.expect("an answer");
    let connection = answer.headers().get("connection");
    let connection = connection.map_or("", |value| value.to_str().expect("text"));
    (answer.status().as_u16(), connection.to_owned())
}

fn ended(mut process: Process, longest: Duration) -> Option<i32> {
    process.ended_within(longest)
}

async fn the_end_is_announced_before_it_comes(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let process = serve_with(&database.url, &[("INSATSKATALOG_STOP_DELAY_SECONDS", "2")]);
    let client = http_client::builder().no_proxy().build().expect("a client");
    let (ready, live) = ("/health/ready", "/health/live");
    let of = |path: &str| format!("{}{path}", process.origin);
    assert_eq!(asked(&client, &of(ready)).await, (200, String::new()));
    process.signal("TERM");
    let stopped = Instant::now();
    while asked(&client, &of(ready)).await.0 == 200 {
        assert!(stopped.elapsed() < Duration::from_millis(500), "it says so at once");
    }
    // For the whole delay it answers, each time on a connection that ends.
    let close = "close".to_owned();
    while stopped.elapsed() < Duration::from_millis(1700) {
        assert_eq!(asked(&client, &of(ready)).await, (503, close.clone()));
        assert_eq!(asked(&client, &of(live)).await, (200, close.clone()));
        for path in ["/municipalities", "/changes?after=61&wait=20"] {
            let url = of(&format!("{BASE}{path}"));
            assert_eq!(asked(&client, &url).await, (200, close.clone()), "{path}");
        }
        assert_eq!(asked(&client, &of("/nowhere")).await, (404, close.clone()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ended(process, Duration::from_secs(10)), Some(0));
    assert!(stopped.elapsed() >= Duration::from_secs(2));
}

async fn a_second_signal_ends_the_delay(engine: Engine) {
    let database = Database::with_catalogues(engine);
    for second in ["TERM", "INT"] {
        let process = serve_with(&database.url, &[("INSATSKATALOG_STOP_DELAY_SECONDS", "60")]);
        process.signal("TERM");
        tokio::time::sleep(Duration::from_millis(200)).await;
        process.signal("HUP");
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(process.status("/health/live", &[]).await, 200, "SIGHUP ends nothing");
        process.signal(second);
        assert_eq!(ended(process, Duration::from_secs(10)), Some(0), "{second}");
    }
    let process = serve_with(&database.url, &[("INSATSKATALOG_STOP_DELAY_SECONDS", "60")]);
    process.signal("INT");
    assert_eq!(ended(process, Duration::from_secs(10)), Some(0), "Ctrl-C has no delay");
}

async fn a_request_in_progress_is_finished(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let process = serve_with(&database.url, &[]);
    let body = json!({"facts": {"birthDate": "1955-07-02", "registeredMunicipality": "1270"}}).to_string();
    let (first, rest) = body.split_at(20);
    let address = process.origin.strip_prefix("http://").expect("an origin");
    let mut stream = TcpStream::connect(address).expect("connects");
    write!(
        stream,
        "POST {BASE}/municipalities/1270/insatser/trygghetslarm/eligibility HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{first}",
        body.len()
    )
    .expect("sent");
    tokio::time::sleep(Duration::from_millis(300)).await;
    process.signal("TERM");
    // The service no longer accepts, and waits for the rest.
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(TcpStream::connect(address).is_err(), "no new connection");
    stream.write_all(rest.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer and the end");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("\"outcome\":\"eligible\""), "{answer}");
    assert_eq!(ended(process, Duration::from_secs(10)), Some(0));
}

/// Asks on new connections until the service refuses one, and counts the answers. A connection that it took gets its answer.
fn ask_until_refused(address: &str) -> usize {
    let mut answered = 0;
    while let Ok(mut stream) = TcpStream::connect(address) {
        let limit = Some(Duration::from_secs(10));
        stream.set_read_timeout(limit).expect("set");
        let request = format!("GET /health/live HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("a whole answer");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        answered += 1;
    }
    answered
}

async fn no_connection_is_lost(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let mut answered = 0;
    for _ in 0..3 {
        let process = serve_with(&database.url, &[]);
        let address = process.origin.strip_prefix("http://").expect("an origin").to_owned();
        let clients: Vec<_> = (0..8)
            .map(|_| {
                let address = address.clone();
                std::thread::spawn(move || ask_until_refused(&address))
            })
            .collect();
        std::thread::sleep(Duration::from_millis(400));
        process.signal("TERM");
        for client in clients {
            let answers = client.join().expect("every connection has its answer");
            assert!(answers > 0);
            answered += answers;
        }
        assert_eq!(ended(process, Duration::from_secs(10)), Some(0));
    }
    let seen = format!("0 of {answered} connections lost, and it ends with status 0");
    held(engine, "SIGTERM three times while 8 clients connect", &seen);
}

/// Waits until a request with a token gets a status.
async fn answers(process: &Process, status: u16) {
    let bearer = format!("Bearer {}", token_of_now());
    let headers = [("authorization", bearer.as_str())];
    let path = format!("{BASE}{RECORDS}");
    let begun = Instant::now();
    loop {
        let answered = process.status(&path, &headers).await;
        if answered == status {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{answered}: {}", process.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn a_hang_up_reads_the_keys_again(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("keys.json");
    let keys = std::fs::read(jwks_file()).expect("keys");
    std::fs::write(&file, &keys).expect("written");
    let path = file.display().to_string();
    let process = serve_with(&database.url, &[("INSATSKATALOG_JWKS_FILE", &path)]);
    // The token may not read, but it is valid.
    answers(&process, 403).await;
    std::fs::write(&file, r#"{"keys": []}"#).expect("written");
    process.signal("HUP");
    answers(&process, 401).await;
    std::fs::write(&file, keys).expect("written");
    process.signal("HUP");
    answers(&process, 403).await;
    // A file that cannot be used changes nothing.
    std::fs::write(&file, "secret").expect("written");
    process.signal("HUP");
    let begun = Instant::now();
    while !process.log().contains("INSATSKATALOG_JWKS_FILE") {
        assert!(begun.elapsed() < PATIENCE);
    }
    answers(&process, 403).await;
    assert!(!process.log().contains("secret"), "{}", process.log());
}

async fn a_hang_up_reads_the_clients_again(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("clients.json");
    std::fs::write(&file, r#"{"clients": []}"#).expect("written");
    let path = file.display().to_string();
    let process = serve_with(&database.url, &[("INSATSKATALOG_CLIENTS_FILE", &path)]);
    answers(&process, 403).await;
    let client = crate::issuer::claims("records:write", &["0188"])["client_id"].clone();
    let granted = json!({"clients": [{"clientId": client, "scopes": ["records:read"]}]});
    std::fs::write(&file, granted.to_string()).expect("written");
    process.signal("HUP");
    answers(&process, 200).await;
}
