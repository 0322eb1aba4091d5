//! Load generator for `benches/http/records`.
//!
//! ```text
//! record_load catalogue CLIENTS                    a catalogue with a provider for each client
//! record_load batches BASE CLIENTS ROUNDS FIRST    each client sends ROUNDS batches of 1,000
//! record_load posts BASE CLIENTS SECONDS FIRST     each client sends one record after another
//! record_load inserts DATABASE CLIENTS ROUNDS [FIRST]  each client inserts as many rows by plain multi-row INSERTs
//! ```
//!
//! The environment variable `TOKENS` has one token per line. Prints rows (or posts) per second.
#![expect(clippy::print_stdout, reason = "what was measured is printed")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection as _, PgConnection};
use insatskatalog::http_client;
use serde_json::{Value, json};

const ROWS: usize = 1_000;
const KOMMUNKOD: &str = "0114";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments[at].parse::<usize>().expect("a number");
    match arguments[0].as_str() {
        "catalogue" => print!("{}", catalogue(number(1))),
        "batches" => batches(&arguments[1], number(2), number(3), number(4)),
        "posts" => posts(&arguments[1], number(2), number(3), number(4)),
        "inserts" => inserts(
            &arguments[1],
            number(2),
            number(3),
            if arguments.len() > 4 { number(4) } else { 0 },
        ),
        other => panic!("{other} is no load"),
    }
}

/// A municipality with one meeting place and a provider for each client.
fn catalogue(clients: usize) -> String {
    let providers: Vec<Value> = (0..clients)
        .map(|client| {
            json!({"slug": format!("utforare-{client}"), "name": format!("Utförare {client}"), "kind": "association",
                "agreements": [{"slug": "avtal", "insatser": ["traffpunkt"], "kind": "main", "validFrom": "2025-07-01"}]})
        })
        .collect();
    let file = json!({
        "kommunkod": KOMMUNKOD,
        "municipality": {"bodies": [{"slug": "socialnamnden", "name": "Socialnämnden"}]},
        "insatser": [{
            "slug": "traffpunkt", "name": {"sv": "Träffpunkt", "en": "Meeting place"},
            "summary": {"sv": "En träffpunkt.", "en": "A meeting place."}, "category": "motesplats",
            "validFrom": "2025-07-01",
            "decision": {"body": "Socialnämnden", "date": "2025-06-18", "reference": "§ 1", "adoption": "adopted"},
            "legalBasis": ["11 kap. 5 § socialtjänstlagen (2025:400)"],
            "criteria": {"kind": "all", "of": []},
            "documentation": {"individualLevel": "exempt", "legalBasis": ["14 kap. 5 § socialtjänstlagen (2025:400)"],
                "specialReasons": {"sv": "Behövs inte.", "en": "Not needed."},
                "groupLevel": {"items": ["date", "participants.total", "participants.gender"], "reporting": {"cycle": "month"}}},
            "places": [{"slug": "norra", "name": "Norra"}, {"slug": "sodra", "name": "Södra"}],
        }],
        "providers": providers,
    });
    file.to_string()
}

/// A record with days, sessions, places and activities that no other number has.
fn record(client: usize, number: usize) -> Value {
    let day = chrono::NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day") + chrono::Days::new(number as u64 % 90);
    json!({"level": "group", "provider": format!("utforare-{client}"), "date": day.to_string(),
        "session": number / 90 % 100 + 1, "place": if number.is_multiple_of(2) { "norra" } else { "sodra" },
        "activity": format!("Aktivitet {}", number / 9_000), "method": "öppen gruppträff", "performedBy": "volontärer",
        "participants": {"total": 18, "women": 11, "men": 6, "otherOrUnknown": 1},
        "content": "Sång och fika med gäster från biblioteket."})
}

fn tokens() -> Vec<String> {
    let tokens = std::env::var("TOKENS").expect("TOKENS");
    tokens.lines().map(str::to_owned).collect()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Runs the same work for every client concurrently, and returns their counts.
fn each<F: Future<Output = usize> + 'static>(clients: usize, job: impl Fn(usize) -> F) -> (usize, Duration) {
    runtime().block_on(async {
        let begun = Instant::now();
        let jobs = futures_util::future::join_all((0..clients).map(job));
        (jobs.await.into_iter().sum(), begun.elapsed())
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn print_rate(done: usize, elapsed: Duration) {
    println!("{:.0}", done as f64 / elapsed.as_secs_f64());
}

fn batches(base: &str, clients: usize, rounds: usize, first: usize) {
    let (tokens, client) = (tokens(), http_client::builder().no_proxy().build().expect("a client"));
    // Created before the measurement, which does not include the client.
    let bodies: Vec<Vec<actix_web::web::Bytes>> = (0..clients)
        .map(|client| {
            let batch = |round: usize| {
                let records = (0..ROWS).map(|row| {
                    let mut record = record(client, (first + round) * ROWS + row);
                    record["insats"] = json!("traffpunkt");
                    record
                });
                actix_web::web::Bytes::from(json!({"records": records.collect::<Vec<_>>()}).to_string())
            };
            (0..rounds).map(batch).collect()
        })
        .collect();
    let bodies = std::rc::Rc::new(bodies);
    let url = format!("{base}/municipalities/{KOMMUNKOD}/group-record-batches");
    let (done, elapsed) = each(clients, |at| {
        let (bodies, client, url, token) = (
            std::rc::Rc::clone(&bodies),
            client.clone(),
            url.clone(),
            tokens[at % tokens.len()].clone(),
        );
        async move {
            for (round, body) in bodies[at].iter().enumerate() {
                let key = format!("{at}-{}", first + round);
                let request = client.post(&url).bearer_auth(&token).header("idempotency-key", key);
                let answer = request
                    .header("content-type", "application/json")
                    .body(body.clone())
                    .send()
                    .await;
                let answer = answer.expect("an answer");
                let (status, text) = (answer.status(), answer.text().await.expect("a text"));
                assert_eq!(status, 200, "{text}");
            }
            bodies[at].len() * ROWS
        }
    });
    print_rate(done, elapsed);
}

fn posts(base: &str, clients: usize, seconds: usize, first: usize) {
    let (tokens, client) = (tokens(), http_client::builder().no_proxy().build().expect("a client"));
    let url = format!("{base}/municipalities/{KOMMUNKOD}/insatser/traffpunkt/group-records");
    let (done, elapsed) = each(clients, |at| {
        let (client, url, token) = (client.clone(), url.clone(), tokens[at % tokens.len()].clone());
        let (provider, of_provider) = (at % tokens.len(), at / tokens.len());
        async move {
            let begun = Instant::now();
            let mut done = 0;
            while begun.elapsed() < Duration::from_secs(seconds as u64) {
                // Clients of one provider send different records.
                let record = record(provider, first + of_provider * 90_000 + done);
                let answer = client
                    .post(&url)
                    .bearer_auth(&token)
                    .header("Content-Type", "application/json")
                    .body(record.to_string())
                    .send()
                    .await
                    .expect("an answer");
                let (status, text) = (answer.status(), answer.text().await.expect("a text"));
                assert_eq!(status, 201, "{text}");
                done += 1;
            }
            done
        }
    });
    print_rate(done, elapsed);
}

fn inserts(database: &str, clients: usize, rounds: usize, first: usize) {
    let threads: Vec<_> = (0..clients)
        .map(|client| {
            let database = database.to_owned();
            let statements: Vec<String> = (0..rounds).map(|round| insert(client, first + round)).collect();
            (database, statements)
        })
        .collect();
    let begun = Instant::now();
    let running: Vec<_> = threads
        .into_iter()
        .map(|(database, statements)| {
            std::thread::spawn(move || {
                let mut connection = PgConnection::establish(&database).expect("PostgreSQL answers");
                for statement in statements {
                    connection.batch_execute(&statement).expect("inserted");
                }
            })
        })
        .collect();
    for thread in running {
        thread.join().expect("it ends");
    }
    print_rate(clients * rounds * ROWS, begun.elapsed());
}

/// A statement with 1,000 rows like those that the service writes.
fn insert(client: usize, round: usize) -> String {
    let mut statement = String::from("INSERT INTO group_records VALUES ");
    for row in 0..ROWS {
        let number = round * ROWS + row;
        let record = record(client, number);
        let day = record["date"].as_str().expect("a day");
        let doc = record.to_string();
        let comma = if row == 0 { "" } else { "," };
        let _ = write!(
            statement,
            "{comma}('{id}',1,'{KOMMUNKOD}','traffpunkt','utforare-{client}','aktivitet {activity}',false,'norra',true,\
             '{day}','{day}','{month}',NULL,1,18,11,6,1,0,0,'','{doc}','{KOMMUNKOD}/traffpunkt/utforare-{client}/{day}/{key:032x}',1,'provider','local',\
             '2026-01-01 00:00:00')",
            id = uuid::Uuid::new_v4(),
            activity = number / 9_000,
            month = &day[..7],
            key = (number as u128 + 1) * 0x9e37_79b9_7f4a_7c15_f39c_c060,
        );
    }
    statement
}
