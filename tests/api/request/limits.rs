//! What one request may cost: values, faults, memory and time.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, BASE, Database, Engine, TestApp};
use crate::issuer::token;
use crate::tests;

tests![
    a_document_has_a_limit_of_values,
    long_names_count_as_several_values,
    faults_are_collected_up_to_a_limit,
    a_batch_of_questions_is_searched_for_faults_up_to_a_limit,
    a_sheet_has_a_limit_of_cells,
    the_bodies_of_all_requests_share_their_memory,
    a_body_must_arrive_in_time,
];

const ASK: &str = "/municipalities/1270/insatser/trygghetslarm/eligibility";
const BATCH: &str = "/eligibility-batches";
const RECORDS: &str = "/municipalities/0188/group-record-batches?insats=traffpunkter&provider=finska-foreningen";

fn status_and_code(answered: &Answered) -> (u16, Value) {
    (answered.status.as_u16(), answered.json()["code"].clone())
}

/// Posts a batch of group records.
async fn post_records(app: &TestApp, media_type: &str, body: Vec<u8>) -> Answered {
    let bearer = format!("Bearer {}", token("records:write", "0188"));
    let headers = [("content-type", media_type), ("authorization", bearer.as_str())];
    app.send(Method::POST, RECORDS, &headers, Some(body)).await
}

/// An object with so many unknown members.
fn members(count: usize) -> String {
    let mut object = String::from("{");
    for at in 0..count {
        let comma = if at == 0 { "" } else { "," };
        write!(object, "{comma}\"a{at}\":0").expect("a text");
    }
    object + "}"
}

async fn a_document_has_a_limit_of_values(engine: Engine) {
    let app = TestApp::start(engine).await;
    let records = |value: &str| format!("{{\"records\":[{value}]}}").into_bytes();
    for body in [records(&members(250_000)), records(&vec!["0"; 250_000].join(","))] {
        let answered = post_records(&app, "application/json", body).await;
        assert_eq!(status_and_code(&answered), (400, json!("tooManyMembers")));
    }
    let beside = format!("{{\"questions\":[],{}", &members(250_000)[1..]);
    let answered = app.post_bytes(BATCH, beside.into_bytes()).await;
    assert_eq!(status_and_code(&answered), (400, json!("tooManyMembers")));
    let within = format!("{{\"questions\":[{}]}}", members(250_000));
    let answered = app.post_bytes(BATCH, within.into_bytes()).await;
    assert_eq!(answered.status, 200);
    let problem = answered.json()["results"][0]["problem"].clone();
    assert_eq!(
        (&problem["code"], &problem["errors"][0]["pointer"]),
        (&json!("tooLong"), &json!("/questions/0"))
    );
    assert!(
        problem["detail"].as_str().is_some_and(|text| text.contains("64 KiB")),
        "{problem}"
    );
}

async fn long_names_count_as_several_values(engine: Engine) {
    let app = TestApp::start(engine).await;
    let name = "n".repeat(30_000);
    let body = format!("{{\"{name}\":{}}}", members(3_000));
    assert!(body.len() < 64 * 1024);
    let answered = app.post_bytes(ASK, body.into_bytes()).await;
    assert_eq!(status_and_code(&answered), (400, json!("tooManyMembers")));
}

async fn faults_are_collected_up_to_a_limit(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut record = members(50_000);
    record.truncate(record.len() - 1);
    // An identity number that comes after all other faults is found too.
    for (last, status, code) in [
        ("", 400, "invalidRequest"),
        (",\"who\":\"19550702-1234\"", 422, "personalIdentityNumber"),
    ] {
        let body = format!("{{\"records\":[{record}{last}}}]}}");
        let answered = post_records(&app, "application/json", body.into_bytes()).await;
        assert_eq!(status_and_code(&answered), (status, json!(code)));
        let problem = answered.json();
        let errors = problem["errors"].as_array().expect("errors");
        assert_eq!(errors.len(), 100);
        let detail = problem["detail"].as_str().expect("text");
        assert!(detail.contains("more errors than those shown"), "{detail}");
        let shows_it = errors.iter().any(|error| error["code"] == "personalIdentityNumber");
        assert_eq!(shows_it, status == 422);
    }
}

async fn a_batch_of_questions_is_searched_for_faults_up_to_a_limit(engine: Engine) {
    let app = TestApp::start(engine).await;
    let faulty = members(100);
    let right = r#"{"reference":"right","kommunkod":"1270","insats":"rebus"}"#;
    let wrong = r#"{"reference":"wrong","kommunkod":"1270","insats":"Rebus!"}"#;
    let questions = [vec![faulty.as_str(); 9_998], vec![right, wrong]].concat().join(",");
    let body = format!("{{\"questions\":[{questions}]}}");
    let answered = app.post_bytes(BATCH, body.into_bytes()).await;
    assert_eq!(answered.status, 200);
    assert!(answered.text.len() < 10_000_000, "{} bytes", answered.text.len());
    let results = answered.json()["results"].as_array().expect("results").clone();
    assert_eq!(results.len(), 10_000);
    let described = |at: usize| results[at]["problem"]["errors"].as_array().map(Vec::len);
    assert_eq!(described(0), Some(100));
    assert_eq!(described(50), Some(1));
    assert_eq!(results[9_000]["problem"]["code"], "tooManyErrors");
    // What can be answered is answered all the same.
    assert_eq!(results[9_998]["answer"]["outcome"], "eligible");
    assert_eq!(
        (&results[9_999]["reference"], &results[9_999]["problem"]["code"]),
        (&json!("wrong"), &json!("tooManyErrors"))
    );
}

async fn a_sheet_has_a_limit_of_cells(engine: Engine) {
    let app = TestApp::start(engine).await;
    let mut endless = vec![b';'; 16 * 1024 * 1024];
    endless[0] = b'a';
    let answered = post_records(&app, "text/csv", endless).await;
    assert_eq!(status_and_code(&answered), (400, json!("tooLong")));
    let semicolons = ";".repeat(4_000);
    let rows = vec![format!("a{semicolons}"); 900].join("\n");
    let body = format!("datum{semicolons}\n{rows}");
    let answered = post_records(&app, "text/csv", body.into_bytes()).await;
    assert_eq!(answered.status, 400);
    let errors = answered.json()["errors"].to_string();
    assert!(errors.contains("too many cells"), "{}", answered.text);
    // A cell that no program has is not read, in whatever encoding.
    let mut body = b"datum;antal\n".to_vec();
    body.resize(1024 * 1024, 0x80);
    let answered = post_records(&app, "text/csv", body).await;
    assert_eq!(answered.status, 400);
    assert!(answered.text.contains("too long"), "{}", answered.text);
    // Each of these bytes would become three in UTF-8.
    let answered = post_records(&app, "text/csv", vec![0x80; 15 * 1024 * 1024]).await;
    assert_eq!(answered.status, 400);
    assert!(
        answered.text.contains("too large in this encoding"),
        "{}",
        answered.text
    );
    // A text in UTF-8 becomes no longer, also if its letters are not those of ASCII.
    let body = format!("datum;antal\n{}", "å".repeat(6 * 1024 * 1024)).into_bytes();
    let stated = post_records(&app, "text/csv; charset=utf-8", body.clone()).await;
    let recognised = post_records(&app, "text/csv", body).await;
    assert_eq!(stated.json()["errors"], recognised.json()["errors"]);
}

/// Sends the head of a question with a body of so many bytes, and the beginning of the body.
fn begin(app: &TestApp, length: usize, sent: usize) -> TcpStream {
    let mut connection = TcpStream::connect(app.origin.trim_start_matches("http://")).expect("connects");
    let head = format!(
        "POST {BASE}{BATCH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).expect("sent");
    connection.write_all(&vec![b' '; sent]).expect("sent");
    connection
}

async fn the_bodies_of_all_requests_share_their_memory(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let app = TestApp::on(database, &[("INSATSKATALOG_BODY_MEMORY_MIB", "1")]).await;
    let mut batch = b"{\"questions\": []}".to_vec();
    batch.resize(700_000, b' ');
    assert_eq!(app.post_bytes(BATCH, batch.clone()).await.status, 200);
    let other = begin(&app, 800_000, 790_000);
    // The service must have received it.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut refused = None;
    for _ in 0..100 {
        let answered = app.post_bytes(BATCH, batch.clone()).await;
        if answered.status != 200 {
            refused = Some(answered);
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let refused = refused.expect("a refusal");
    assert_eq!(status_and_code(&refused), (503, json!("overloaded")));
    assert_eq!(refused.header("retry-after"), "5");
    // A small question needs none of that memory, and a client that hangs up gives it back.
    assert_eq!(app.post(ASK, &json!({})).await.status, 200);
    drop(other);
    let mut status = 0;
    for _ in 0..100 {
        status = app.post_bytes(BATCH, batch.clone()).await.status.as_u16();
        if status == 200 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(status, 200);
}

async fn a_body_must_arrive_in_time(engine: Engine) {
    let app = TestApp::start(engine).await;
    let connections = [begin(&app, 100, 10), begin(&app, 1_000_000, 10_000)];
    let started = Instant::now();
    let waited = actix_web::rt::task::spawn_blocking(move || {
        connections.map(|mut connection| {
            let patience = Some(Duration::from_secs(30));
            connection.set_read_timeout(patience).expect("a timeout");
            let mut head = [0; 12];
            connection.read_exact(&mut head).expect("an answer");
            (String::from_utf8_lossy(&head).into_owned(), started.elapsed())
        })
    });
    for (head, after) in waited.await.expect("read") {
        assert_eq!(head, "HTTP/1.1 408");
        assert!(
            after > Duration::from_secs(4) && after < Duration::from_secs(14),
            "{after:?}"
        );
    }
}
