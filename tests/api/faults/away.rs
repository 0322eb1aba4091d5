//! The database is there but of no use: it never answers, accepts no writes, is locked, or its file was moved. Writes fail
//! in time, reads continue, and everything works again afterwards without a restart.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;
use serde_json::json;

use super::held;
use crate::fixtures::app::{Database, Engine, TestApp};
use crate::fixtures::editing::{ALARM, put, read};
use crate::tests;

tests![
    a_silent_or_locked_database_costs_a_deadline,
    a_database_without_writes_is_noticed,
];

/// The longest time that a caller waits, with some room for a busy machine.
const DEADLINE: Duration = Duration::from_secs(40);

async fn a_silent_or_locked_database_costs_a_deadline(engine: Engine) {
    match engine {
        Engine::Postgresql => packets_disappear().await,
        Engine::Sqlite => another_program_locks_the_file().await,
    }
}

/// A network that swallows packets without ending connections, until the test ends.
struct Swallowing {
    address: SocketAddr,
    swallows: Arc<AtomicBool>,
    connections: Arc<Mutex<Vec<TcpStream>>>,
}

impl Drop for Swallowing {
    fn drop(&mut self) {
        // A thread that waits for an answer would hold up the end of the test.
        for connection in &*self.connections.lock().expect("not poisoned") {
            let _ = connection.shutdown(std::net::Shutdown::Both);
        }
    }
}

impl Swallowing {
    fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("binds");
        let address = listener.local_addr().expect("an address");
        let swallows = Arc::new(AtomicBool::new(false));
        let connections = Arc::new(Mutex::new(Vec::new()));
        thread::spawn({
            let (swallows, connections) = (Arc::clone(&swallows), Arc::clone(&connections));
            move || {
                for client in listener.incoming().flatten() {
                    let server = TcpStream::connect(server).expect("the server listens");
                    let client_end = client.try_clone().expect("a socket");
                    connections.lock().expect("not poisoned").push(client_end);
                    let pairs = [
                        (
                            client.try_clone().expect("a socket"),
                            server.try_clone().expect("a socket"),
                        ),
                        (server, client),
                    ];
                    for (from, to) in pairs {
                        let swallows = Arc::clone(&swallows);
                        thread::spawn(move || pass_on(from, to, &swallows));
                    }
                }
            }
        });
        Self {
            address,
            swallows,
            connections,
        }
    }
}

/// A connection that lost bytes once stays silent, like one whose firewall forgot it.
fn pass_on(mut from: TcpStream, mut to: TcpStream, swallows: &AtomicBool) {
    let mut bytes = [0; 16 * 1024];
    let mut is_silent = false;
    while let Ok(count) = from.read(&mut bytes) {
        is_silent |= swallows.load(Ordering::Relaxed);
        if count == 0 && !is_silent {
            let _ = to.shutdown(std::net::Shutdown::Write);
        }
        if count == 0 {
            break;
        }
        if !is_silent && to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    if is_silent {
        // Neither end learns that the connection is of no use.
        std::mem::forget((from, to));
    }
}

async fn packets_disappear() {
    let database = Database::with_catalogues(Engine::Postgresql);
    let url = url::Url::parse(&database.url).expect("an address");
    let host = (url.host_str().expect("a host"), url.port().unwrap_or(5432));
    let server = std::net::ToSocketAddrs::to_socket_addrs(&host)
        .expect("an address")
        .next();
    let network = Swallowing::before(server.expect("an address"));
    let mut through = url.clone();
    through.set_ip_host(network.address.ip()).expect("a host");
    through.set_port(Some(network.address.port())).expect("a port");
    let app = TestApp::on(database, &[("DATABASE_URL", through.as_str())]).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Under tystnaden.");
    network.swallows.store(true, Ordering::Relaxed);
    let began = Instant::now();
    let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
    assert_eq!(answered.status, 503, "{}", answered.text);
    assert!(!answered.header("retry-after").is_empty());
    assert!(began.elapsed() < DEADLINE, "{:?}", began.elapsed());
    assert_eq!(read(&app, ALARM).await.1, etag, "reads go on");
    let refused = began.elapsed().as_secs();
    network.swallows.store(false, Ordering::Relaxed);
    works_again(&app).await;
    let seen = format!("a write gets 503 after {refused} s, reads go on, and writes work again without a restart");
    held(
        Engine::Postgresql,
        "a network swallows what is sent to the database",
        &seen,
    );
}

async fn another_program_locks_the_file() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Under låset.");
    let mut other = app.database.address().connect().expect("connects");
    other.batch_execute("BEGIN IMMEDIATE").expect("locked");
    let began = Instant::now();
    let writes = (0..60).map(|_| put(&app, "1270", ALARM, &etag, &alarm));
    for answered in futures_util::future::join_all(writes).await {
        assert_eq!(answered.status, 503, "{}", answered.text);
    }
    let refused = began.elapsed();
    assert!(refused < DEADLINE, "{refused:?}");
    assert_eq!(read(&app, ALARM).await.1, etag, "reads go on");
    other.batch_execute("ROLLBACK").expect("unlocked");
    works_again(&app).await;
    let seen = format!(
        "60 writes get 503 within {} s, reads go on, and writes work again",
        refused.as_secs()
    );
    held(Engine::Sqlite, "another program locks the file", &seen);
}

async fn a_database_without_writes_is_noticed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let (mut alarm, etag) = read(&app, ALARM).await;
    alarm["summary"]["sv"] = json!("Utan skrivning.");
    let accept_writes = |are_accepted: bool| match engine {
        Engine::Postgresql => {
            let setting = if are_accepted { "off" } else { "on" };
            let mut connection = app.database.address().connect().expect("connects");
            let alter = format!(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = {setting}', \
                 current_database()); END $$"
            );
            for statement in ["SET default_transaction_read_only = off", &alter] {
                connection.batch_execute(statement).expect("set");
            }
            if !are_accepted {
                app.database.disconnect();
            }
        }
        Engine::Sqlite if are_accepted => app.database.bring_back(),
        Engine::Sqlite => app.database.take_away(),
    };
    accept_writes(false);
    // Connections that the server ended are noticed by their next use.
    for _ in 0..3 {
        let answered = put(&app, "1270", ALARM, &etag, &alarm).await;
        assert_eq!(answered.status, 503, "{}", answered.text);
        assert!(!answered.header("retry-after").is_empty());
    }
    assert_eq!(read(&app, ALARM).await.1, etag, "reads go on");
    let ready = app
        .send_anywhere(reqwest::Method::GET, "/health/ready", &[], None)
        .await;
    let expected = if engine == Engine::Sqlite { 503 } else { 200 };
    assert_eq!(ready.status, expected, "{}", ready.text);
    accept_writes(true);
    works_again(&app).await;
    let done = match engine {
        Engine::Postgresql => "the database accepts no writes",
        Engine::Sqlite => "the file is moved",
    };
    held(
        engine,
        done,
        "writes get 503, reads go on, and writes work again without a restart",
    );
}

/// A change succeeds soon.
async fn works_again(app: &TestApp) {
    let began = Instant::now();
    loop {
        let (mut alarm, etag) = read(app, ALARM).await;
        alarm["summary"]["sv"] = json!("Efteråt.");
        let answered = put(app, "1270", ALARM, &etag, &alarm).await;
        if answered.status == 200 {
            return;
        }
        assert_eq!(answered.status, 503, "{}", answered.text);
        assert!(began.elapsed() < DEADLINE, "writes work again");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
