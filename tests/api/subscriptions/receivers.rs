//! Receivers that behave badly cost one attempt each, whose reason is in the deliveries, and never delay others.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustls::{ServerConnection, StreamOwned};
use serde_json::json;

use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::certificates::{authority, of_localhost, tls};
use crate::fixtures::editing::{ALARM, changed};
use crate::fixtures::receiver::{
    Receiver, Reply, SUBSCRIPTIONS, TO_THIS_MACHINE, eventually, posted, shown, subscribe, subscribed,
};
use crate::tests;

tests![
    every_bad_end_has_its_name,
    a_redirect_is_not_followed,
    an_answer_of_any_length_costs_little,
    an_allowed_address_may_be_forbidden_later,
    slow_receivers_delay_no_other,
];

/// A server that does something with each connection. Returns its port and the number of connections.
fn server(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
    let port = listener.local_addr().expect("an address").port();
    let (count, answer) = (Arc::new(AtomicUsize::new(0)), Arc::new(answer));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = Arc::clone(&answer);
            thread::spawn(move || answer(stream));
        }
    });
    (port, count)
}

fn read_head(stream: &mut impl Read) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count > 0) {
        head.push(byte[0]);
    }
}

/// The path of a new subscription of an address on this machine.
async fn subscription(app: &TestApp, url: &str) -> String {
    let created = subscribe(app, &json!({"url": url, "kinds": ["version.changed"]})).await;
    assert_eq!(created.status, 201, "{}", created.text);
    format!("{SUBSCRIPTIONS}/{}", created.json()["id"].as_str().expect("an id"))
}

/// How a test of a subscription ends.
async fn tested(app: &TestApp, path: &str) -> String {
    let sent = posted(app, &format!("{path}/test"), &json!({})).await;
    assert_eq!(sent.status, 200, "{}", sent.text);
    sent.json()["outcome"].as_str().expect("text").to_owned()
}

/// The port of a server with a certificate that nobody trusts, of the past or of the present.
fn tls_server(year: i32) -> u16 {
    let mut parameters = of_localhost();
    parameters.not_after = rcgen::date_time_ymd(year, 1, 1);
    let config = tls(&authority(), &parameters);
    let (port, _) = server(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
        read_head(&mut StreamOwned::new(connection, stream));
    });
    port
}

async fn every_bad_end_has_its_name(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let closed = TcpListener::bind("127.0.0.1:0").expect("binds");
    let nobody = closed.local_addr().expect("an address").port();
    drop(closed);
    let (interrupting, _) = server(|mut stream| read_head(&mut stream));
    let (in_the_middle, _) = server(|mut stream| {
        read_head(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 20");
    });
    let (silent, _) = server(|mut stream| {
        read_head(&mut stream);
        thread::sleep(Duration::from_secs(30));
    });
    let (not_http, _) = server(|mut stream| {
        read_head(&mut stream);
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.9\r\n");
    });
    let (no_tls, _) = server(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let cases = [
        (format!("http://127.0.0.1:{nobody}/"), "notConnected"),
        ("https://finns-inte.invalid/".to_owned(), "notConnected"),
        (format!("http://127.0.0.1:{interrupting}/"), "interrupted"),
        (format!("http://127.0.0.1:{in_the_middle}/"), "interrupted"),
        (format!("http://127.0.0.1:{not_http}/"), "interrupted"),
        (format!("http://127.0.0.1:{silent}/"), "timedOut"),
        (format!("https://localhost:{}/", tls_server(2020)), "tlsFailed"),
        (format!("https://localhost:{}/", tls_server(2090)), "tlsFailed"),
        (format!("https://localhost:{no_tls}/"), "tlsFailed"),
    ];
    for (url, outcome) in cases {
        let path = subscription(&app, &url).await;
        let begun = Instant::now();
        assert_eq!(tested(&app, &path).await, outcome, "{url}");
        assert!(begun.elapsed() < Duration::from_secs(18), "{url}");
        let kept = shown(&app, &format!("{path}/deliveries")).await;
        let delivery = &kept["deliveries"][0];
        assert_eq!(
            (&delivery["outcome"], delivery.get("status")),
            (&json!(outcome), None),
            "{url}"
        );
    }
}

async fn a_redirect_is_not_followed(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let (receiver, other) = (Receiver::start(), Receiver::start());
    receiver.replies(Reply {
        headers: vec![("location", other.url.clone())],
        ..Reply::status(307)
    });
    let (path, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    assert_eq!(tested(&app, &path).await, "redirected");
    assert_eq!((receiver.messages().len(), other.messages().len()), (1, 0));
}

async fn an_answer_of_any_length_costs_little(engine: Engine) {
    const MIB: usize = 1 << 20;
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let (port, _) = server(move |mut stream| {
        read_head(&mut stream);
        let length = 5_000 * MIB;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        let block = vec![b'a'; MIB];
        let mut open = stream.write_all(head.as_bytes()).is_ok();
        while open {
            open = stream.write_all(&block).is_ok();
            counted.fetch_add(MIB, Ordering::SeqCst);
        }
    });
    let path = subscription(&app, &format!("http://127.0.0.1:{port}/")).await;
    assert_eq!(tested(&app, &path).await, "delivered");
    // What the operating system buffers is written, and no more.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(written.load(Ordering::SeqCst) < 64 * MIB);
}

async fn an_allowed_address_may_be_forbidden_later(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let receiver = Receiver::start();
    let (by_address, _) = subscribed(&app, &receiver, &["version.changed"]).await;
    let by_name = receiver.url.replace("127.0.0.1", "localhost");
    let by_name = subscription(&app, &by_name).await;
    assert_eq!(tested(&app, &by_name).await, "delivered");
    let without = TestApp::on(app.database.shared(), &[]).await;
    for path in [by_address, by_name] {
        assert_eq!(tested(&without, &path).await, "addressRefused", "{path}");
    }
    assert_eq!(receiver.messages().len(), 1);
}

async fn slow_receivers_delay_no_other(engine: Engine) {
    let app = TestApp::on(Database::with_catalogues(engine), &[TO_THIS_MACHINE]).await;
    let slow = [(); 5].map(|()| Receiver::start());
    for receiver in &slow {
        receiver.replies(Reply {
            after: Duration::from_secs(30),
            ..Reply::status(204)
        });
        subscribed(&app, receiver, &["version.changed"]).await;
    }
    let fast = Receiver::start();
    let (path, _) = subscribed(&app, &fast, &["version.changed"]).await;
    let begun = Instant::now();
    for word in ["Ett.", "Två.", "Tre."] {
        changed(&app, "1270", ALARM, |alarm| alarm["summary"]["sv"] = json!(word)).await;
    }
    fast.after(3).await;
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    eventually("the deliveries are written", async || {
        shown(&app, &format!("{path}/deliveries")).await["_meta"]["totalRecords"] == 3
    })
    .await;
    assert!(slow.iter().all(|receiver| receiver.messages().len() <= 1));
}
