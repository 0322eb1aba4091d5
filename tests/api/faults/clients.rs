//! Clients that take what others need: they read slowly, write slowly, hang up, or open too many connections.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use socket2::{Domain, Socket, Type};
use tokio::time::sleep;

use super::held;
use crate::fixtures::PATIENCE;
use crate::fixtures::app::{BASE, Database, Engine, TestApp};
use crate::fixtures::metrics::{ANY_PORT, metrics, value};
use crate::tests;

tests![
    readers_of_a_byte_a_second_are_ended,
    a_second_request_must_arrive_in_time,
    a_waiting_client_that_hangs_up_leaves_its_place,
    one_network_has_a_part_of_the_connections,
    trusted_proxies_have_as_many_connections_as_they_need,
];

/// How many clients read slowly at the same time.
const READERS: u64 = 20;

fn address(app: &TestApp) -> std::net::SocketAddr {
    app.origin.trim_start_matches("http://").parse().expect("an address")
}

/// A connection of a client whose system keeps little that the client has not read.
fn slow_connection(app: &TestApp) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(64 * 1024).expect("a small buffer");
    socket.connect(&address(app).into()).expect("connects");
    socket.into()
}

/// Asks many questions together, whose answer is much longer than they are.
fn ask_much(mut stream: &TcpStream) {
    let question = r#"{"reference":"q","kommunkod":"0188","insats":"anhorigstod"}"#;
    let body = format!(r#"{{"questions":[{}]}}"#, vec![question; 8_000].join(","));
    let length = body.len();
    let head = format!(
        "POST {BASE}/eligibility-batches HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream.write_all(body.as_bytes()).expect("sent");
}

/// Reads so many bytes at a time, with a pause before each until it need not be slow, to the end of the answer.
fn read_slowly(
    mut stream: TcpStream,
    bytes: usize,
    pause: Duration,
    need_not: &AtomicBool,
) -> (Vec<u8>, Option<ErrorKind>) {
    let (mut taken, mut part) = (Vec::new(), vec![0; bytes]);
    loop {
        if !need_not.load(Ordering::Relaxed) {
            std::thread::sleep(pause);
        }
        match stream.read(&mut part) {
            Ok(0) => return (taken, None),
            Ok(count) => taken.extend_from_slice(&part[..count]),
            Err(error) => return (taken, Some(error.kind())),
        }
        if taken.ends_with(b"]}\r\n0\r\n\r\n") {
            return (taken, None);
        }
    }
}

async fn readers_of_a_byte_a_second_are_ended(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[ANY_PORT]).await;
    let have_ended = Arc::new(AtomicBool::new(false));
    let read = |bytes, pause| {
        let stream = slow_connection(&app);
        ask_much(&stream);
        let need_not = Arc::clone(&have_ended);
        tokio::task::spawn_blocking(move || read_slowly(stream, bytes, pause, &need_not))
    };
    // About 40 KiB a second: slow, but faster than the limit.
    let patient = read(8 * 1024, Duration::from_millis(200));
    let began = Instant::now();
    let slow: Vec<_> = (0..READERS).map(|_| read(1, Duration::from_secs(1))).collect();
    while value::<u64>(&metrics(&app).await, "insatskatalog_slow_clients_total") < READERS {
        assert!(began.elapsed() < Duration::from_mins(1), "they are ended");
        sleep(Duration::from_millis(500)).await;
    }
    let ended = began.elapsed();
    have_ended.store(true, Ordering::Relaxed);
    for reader in slow {
        let (taken, _) = reader.await.expect("read");
        assert!(b"HTTP/1.1 200 OK".starts_with(&taken[..15]), "answered");
        assert!(!taken.ends_with(b"]}\r\n0\r\n\r\n"), "the answer was cut off");
    }
    let (taken, error) = patient.await.expect("read");
    assert!(taken.ends_with(b"]}\r\n0\r\n\r\n"), "{} bytes, {error:?}", taken.len());
    let seen = format!(
        "ended after {} s, and a client of 40 KiB/s has its whole answer",
        ended.as_secs()
    );
    held(engine, "20 clients read a byte a second", &seen);
}

async fn a_second_request_must_arrive_in_time(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut stream = TcpStream::connect(address(&app)).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_millis(500)))
        .expect("a timeout");
    let began = Instant::now();
    let ended = tokio::task::spawn_blocking(move || {
        let mut part = [0; 4096];
        stream
            .write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
            .expect("sent");
        assert!(stream.read(&mut part).expect("an answer") > 0);
        let mut sent = stream.write_all(b"GET /health/live HTTP/1.1\r\nX-Long: ");
        while sent.is_ok() && began.elapsed() < Duration::from_secs(30) {
            sent = stream.write_all(b"a");
            match stream.read(&mut part) {
                Ok(0) => break,
                Err(error) if ![ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => break,
                _ => {}
            }
        }
        began.elapsed()
    });
    let ended = ended.await.expect("ended");
    assert!(ended < Duration::from_secs(15), "{ended:?}");
    let seen = format!("ended after {} s", ended.as_secs());
    held(engine, "a head arrives by a byte each half second", &seen);
}

/// Begins to wait for a change.
fn wait_for_a_change(app: &TestApp) -> TcpStream {
    let mut stream = TcpStream::connect(address(app)).expect("connects");
    let request = format!("GET {BASE}/changes?after=61&wait=20 HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sent");
    stream
}

async fn a_waiting_client_that_hangs_up_leaves_its_place(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[ANY_PORT]).await;
    let waiting = async |count: u64| {
        let began = Instant::now();
        while value::<u64>(&metrics(&app).await, "insatskatalog_waiting_requests") != count {
            assert!(began.elapsed() < PATIENCE, "{count} wait");
            sleep(Duration::from_millis(50)).await;
        }
        began.elapsed()
    };
    let clients: Vec<_> = (0..4).map(|_| wait_for_a_change(&app)).collect();
    waiting(4).await;
    let refused = app.get("/changes?after=61&wait=1").await;
    assert_eq!(
        (refused.status.as_u16(), refused.json()["code"].clone()),
        (429, "tooManyWaiters".into())
    );
    drop(clients);
    let freed = waiting(0).await;
    assert_eq!(app.get("/changes?after=61&wait=1").await.status, 200);
    let seen = format!("their places are free after {} ms", freed.as_millis());
    held(engine, "clients that wait for a change hang up", &seen);
}

/// Whether the service keeps a connection that has sent nothing.
fn is_kept(mut stream: &TcpStream) -> bool {
    stream
        .set_read_timeout(Some(Duration::from_millis(300)))
        .expect("a timeout");
    let end = stream.read(&mut [0]);
    end.is_err_and(|error| [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()))
}

async fn one_network_has_a_part_of_the_connections(engine: Engine) {
    let most = ("INSATSKATALOG_MAX_CONNECTIONS", "16");
    let app = TestApp::on(Database::with_catalogues(engine), &[ANY_PORT, most]).await;
    let address = address(&app);
    let connect = move |count: usize| -> Vec<TcpStream> {
        (0..count)
            .map(|_| TcpStream::connect(address).expect("connects"))
            .collect()
    };
    let (kept, refused) = tokio::task::spawn_blocking(move || {
        let first = connect(4);
        let kept = first.iter().all(is_kept);
        let refused = !connect(3).iter().any(is_kept);
        (kept, refused)
    })
    .await
    .expect("connected");
    assert!(kept, "a network may have a quarter of all");
    assert!(refused, "and no more");
    let began = Instant::now();
    while value::<u64>(&metrics(&app).await, "insatskatalog_connections") > 0 {
        assert!(began.elapsed() < PATIENCE, "their places are free again");
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(app.get("/municipalities").await.status, 200);
    let refused: u64 = value(&metrics(&app).await, "insatskatalog_connections_refused_total");
    assert_eq!(refused, 3);
    held(
        engine,
        "one network opens more connections than it may",
        "3 of 3 surplus connections are ended",
    );
}

async fn trusted_proxies_have_as_many_connections_as_they_need(engine: Engine) {
    let settings = [
        ("INSATSKATALOG_MAX_CONNECTIONS", "8"),
        ("INSATSKATALOG_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    let app = TestApp::on(Database::with_catalogues(engine), &settings).await;
    let address = address(&app);
    let kept = tokio::task::spawn_blocking(move || {
        let all: Vec<_> = (0..6).map(|_| TcpStream::connect(address).expect("connects")).collect();
        all.iter().all(is_kept)
    });
    assert!(kept.await.expect("connected"));
}
