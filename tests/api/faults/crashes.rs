//! The service loses nothing that it acknowledged, though its process dies and its database stops during requests.
//!
//! `INSATSKATALOG_CRASH_ROUNDS` says how often (default 5).

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use insatskatalog::domain::day;
use insatskatalog::http_client;
use insatskatalog::store::Address;
use serde_json::{Value, json};

use super::held;
use crate::faults::cluster::Cluster;
use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::process::Process;
use crate::fixtures::reports::{BATCHES, TRAFFPUNKTER, session};
use crate::issuer::{AUDIENCE, ISSUER, claims, jwks_file, signed};
use crate::tests;

tests![
    killed_while_records_come_in_nothing_acknowledged_is_lost,
    a_database_that_stops_and_starts_costs_no_record,
];

const SECRET: (&str, &str) = ("INSATSKATALOG_SECRET", "0123456789abcdef0123456789abcdef");
/// How many clients post at the same time.
const CLIENTS: usize = 4;

pub fn rounds() -> usize {
    let given = std::env::var("INSATSKATALOG_CRASH_ROUNDS").ok();
    given.and_then(|rounds| rounds.parse().ok()).unwrap_or(5)
}

fn serve(url: &str) -> Process {
    serve_with(url, &[])
}

/// The program on a database, with settings that go before its own.
pub fn serve_with(url: &str, more: &[(&str, &str)]) -> Process {
    let own = [
        ("DATABASE_URL", url),
        ("INSATSKATALOG_JWKS_FILE", jwks_file()),
        ("INSATSKATALOG_JWT_ISSUER", ISSUER),
        ("INSATSKATALOG_JWT_AUDIENCE", AUDIENCE),
        SECRET,
    ];
    Process::start(&[&own, more].concat())
}

/// A token of the municipality by the clock of this machine, which the program uses.
pub fn token_of_now() -> String {
    let now = chrono::Utc::now().timestamp();
    let mut fresh = claims("records:write", &["0188"]);
    fresh["iat"] = json!(now);
    fresh["exp"] = json!(now + 3600);
    signed(&fresh)
}

/// A request of a client: one record, or ten together.
pub struct Sent {
    pub key: String,
    path: &'static str,
    body: Value,
    records: usize,
    pub acknowledged: bool,
}

/// The request of a number: each has days and sessions that no other has.
pub fn request(at: usize) -> Sent {
    let record = |number: usize| {
        let first = day::parse("2025-07-01").expect("a day");
        let mut record = session(&(first + chrono::Days::new(number as u64 % 90)).to_string());
        record["session"] = json!(number / 90 % 100 + 1);
        record["activity"] = json!(format!("Aktivitet {}", number / 9000));
        record
    };
    let key = format!("request-{at}");
    if at.is_multiple_of(3) {
        let records: Vec<Value> = (0..10)
            .map(|part| {
                let mut record = record(at * 10 + part);
                record["insats"] = json!("traffpunkter");
                record
            })
            .collect();
        Sent {
            key,
            path: BATCHES,
            body: json!({"records": records}),
            records: 10,
            acknowledged: false,
        }
    } else {
        Sent {
            key,
            path: TRAFFPUNKTER,
            body: record(at * 10),
            records: 1,
            acknowledged: false,
        }
    }
}

/// Sends a request, and returns the status of its whole answer.
pub async fn send(client: &reqwest::Client, origin: &str, token: &str, sent: &Sent) -> Option<u16> {
    let answer = client
        .post(format!("{origin}{BASE}{}", sent.path))
        .bearer_auth(token)
        .header("idempotency-key", &sent.key)
        .json(&sent.body)
        .send()
        .await
        .ok()?;
    let status = answer.status().as_u16();
    // The client has the acknowledgement once it has read the whole answer.
    answer.bytes().await.ok()?;
    Some(status)
}

/// How many records each day, session and activity has in the database, and whether the sums agree.
pub fn kept(url: &str) -> BTreeMap<(String, String, u64), usize> {
    use diesel::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Text)]
        doc: String,
    }
    let mut connection = Address::parse(url).expect("an address").connect().expect("connects");
    let rows = diesel::sql_query("SELECT doc FROM group_records").load::<Row>(&mut connection);
    let mut kept = BTreeMap::new();
    for row in rows.expect("read") {
        let record: Value = serde_json::from_str(&row.doc).expect("a record");
        *kept.entry(name(&record)).or_default() += 1;
    }
    let (wrong, ..) = insatskatalog::store::statistics::monthly_sums::verify(&mut connection).expect("counted");
    assert_eq!(wrong, [], "the sums are what the records make");
    kept
}

fn name(record: &Value) -> (String, String, u64) {
    let text = |member: &str| record[member].as_str().expect("text").to_owned();
    (
        text("date"),
        text("activity"),
        record["session"].as_u64().expect("a number"),
    )
}

/// Every acknowledged request is there once and complete; no other request is there in part.
pub fn check(sent: &[Sent], kept: &BTreeMap<(String, String, u64), usize>) {
    for one in sent {
        let records: Vec<&Value> = match one.body["records"].as_array() {
            Some(records) => records.iter().collect(),
            None => vec![&one.body],
        };
        let there = records.iter().filter(|record| kept.contains_key(&name(record))).count();
        assert!(
            there == 0 || there == one.records,
            "{}: {there} of {}",
            one.key,
            one.records
        );
        assert!(
            there == one.records || !one.acknowledged,
            "{} was acknowledged and is lost",
            one.key
        );
    }
    assert!(kept.values().all(|times| *times == 1), "no record is there twice");
}

/// Sends requests until `ended` is set, and repeats those without an acknowledgement when `again` says so.
async fn hand_in(origin: Arc<str>, next: Arc<AtomicUsize>, ended: Arc<AtomicBool>, again: bool) -> Vec<Sent> {
    let client = http_client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build();
    let client = client.expect("a client");
    let token = token_of_now();
    let mut all = Vec::new();
    while !ended.load(Ordering::Relaxed) {
        let mut sent = request(next.fetch_add(1, Ordering::Relaxed));
        let begun = Instant::now();
        loop {
            match send(&client, &origin, &token, &sent).await {
                Some(200 | 201) => sent.acknowledged = true,
                Some(503 | 409) | None if again && begun.elapsed() < Duration::from_secs(40) => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
                Some(status) if status != 503 => panic!("{}: {status}", sent.key),
                _ => {}
            }
            break;
        }
        all.push(sent);
    }
    all
}

async fn killed_while_records_come_in_nothing_acknowledged_is_lost(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let next = Arc::new(AtomicUsize::new(0));
    let mut all: Vec<Sent> = Vec::new();
    let mut acknowledged = 0;
    for round in 0..rounds() {
        let mut process = serve(&database.url);
        let ended = Arc::new(AtomicBool::new(false));
        let origin: Arc<str> = process.origin.as_str().into();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| {
                let (origin, next, ended) = (Arc::clone(&origin), Arc::clone(&next), Arc::clone(&ended));
                tokio::task::spawn_local(hand_in(origin, next, ended, false))
            })
            .collect();
        // A different moment each time.
        tokio::time::sleep(Duration::from_millis(250 + (round as u64 * 137) % 400)).await;
        tokio::task::spawn_blocking(move || process.kill())
            .await
            .expect("killed");
        ended.store(true, Ordering::Relaxed);
        for client in clients {
            all.extend(client.await.expect("its requests"));
        }
        let begun = Instant::now();
        let restarted = serve(&database.url);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
        let kept = kept(&database.url);
        check(&all, &kept);
        acknowledged = all.iter().filter(|one| one.acknowledged).count();
        // The client repeats each request without an acknowledgement, with its key; then the record is there once.
        let client = http_client::builder().no_proxy().build().expect("a client");
        for one in all.iter_mut().filter(|one| !one.acknowledged) {
            let status = send(&client, &restarted.origin, &token_of_now(), one).await;
            assert!(matches!(status, Some(200 | 201)), "{}: {status:?}", one.key);
            one.acknowledged = true;
        }
    }
    check(&all, &kept(&database.url));
    assert!(acknowledged > rounds(), "{acknowledged}: there was something to lose");
    let seen = format!("0 of {acknowledged} acknowledged requests lost, and a repeated one counts once");
    held(
        engine,
        &format!("the process is killed {} times while records come in", rounds()),
        &seen,
    );
}

async fn a_database_that_stops_and_starts_costs_no_record(engine: Engine) {
    // SQLite has no server that could stop: the file goes away instead, and comes back.
    let cluster = match engine {
        Engine::Postgresql => Some(Cluster::start()),
        Engine::Sqlite => None,
    };
    let database = match &cluster {
        Some(_) => None,
        None => Some(Database::with_catalogues(engine)),
    };
    let url = match (&cluster, &database) {
        (Some(cluster), _) => cluster.url(),
        (None, Some(database)) => database.url.clone(),
        (None, None) => unreachable!("one of them was made"),
    };
    let mut process = serve(&url);
    if cluster.is_some() {
        let imported = process.run(&["import", "--embedded"], &[]);
        assert!(
            imported.status.success(),
            "{}",
            String::from_utf8_lossy(&imported.stderr)
        );
        tokio::time::sleep(Duration::from_millis(1500)).await;
    }
    let (next, ended) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
    let origin: Arc<str> = process.origin.as_str().into();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (origin, next, ended) = (Arc::clone(&origin), Arc::clone(&next), Arc::clone(&ended));
            tokio::task::spawn_local(hand_in(origin, next, ended, true))
        })
        .collect();
    let client = http_client::builder().no_proxy().build().expect("a client");
    for _ in 0..rounds() {
        // The service accepts some before each stop, so it has found its database again.
        let (begun, before) = (Instant::now(), next.load(Ordering::Relaxed));
        while next.load(Ordering::Relaxed) < before + 20 {
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing is taken");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let Some(cluster) = &cluster else {
            continue;
        };
        cluster.stop();
        let extra = request(next.fetch_add(1, Ordering::Relaxed));
        let answer = client
            .post(format!("{origin}{BASE}{}", extra.path))
            .bearer_auth(token_of_now())
            .json(&extra.body)
            .send()
            .await
            .expect("an answer");
        assert_eq!(answer.status(), 503);
        assert!(answer.headers().contains_key("retry-after"));
        let read = client
            .get(format!("{origin}{BASE}/municipalities/0188"))
            .send()
            .await
            .expect("an answer");
        assert_eq!(read.status(), 200, "what is public is read from memory");
        cluster.start_again();
    }
    ended.store(true, Ordering::Relaxed);
    let mut all = Vec::new();
    for client in clients {
        all.extend(client.await.expect("its requests"));
    }
    assert!(all.iter().all(|one| one.acknowledged), "each ended with an answer");
    assert!(all.len() > rounds());
    check(&all, &kept(&url));
    assert_eq!(process.stop(), Some(0));
}
