//! Compressed answers: which are, how they are tagged, and that each public one is compressed once.

use std::io::Read;
use std::time::{Duration, Instant};

use brotli::Decompressor;
use flate2::read::GzDecoder;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::PATIENCE;
use crate::fixtures::app::{Answered, BASE, Engine, TestApp};
use crate::fixtures::editing::{ALARM, editor, new_insats};
use crate::fixtures::reports::{association, hand_in, municipality, session};
use crate::tests;

tests![
    public_answers_are_compressed,
    small_answers_are_sent_as_they_are,
    a_tag_of_a_compressed_answer_is_a_tag_of_the_object,
    a_compressed_answer_follows_the_catalogue,
    private_answers_are_compressed_for_each_request,
    a_public_answer_is_compressed_once,
];

/// GET below the base path from a client that accepts codings. The body is not held against the specification.
async fn get(app: &TestApp, path: &str, accepted: &str, more: &[(&str, &str)]) -> Answered {
    let mut headers = vec![("accept-encoding", accepted)];
    headers.extend_from_slice(more);
    app.send_anywhere(Method::GET, &format!("{BASE}{path}"), &headers, None)
        .await
}

fn decoded(answered: &Answered) -> String {
    let mut text = String::new();
    let mut bytes = answered.bytes.as_slice();
    let read = match answered.header("content-encoding") {
        "gzip" => GzDecoder::new(bytes).read_to_string(&mut text),
        "br" => Decompressor::new(bytes, 4096).read_to_string(&mut text),
        _ => bytes.read_to_string(&mut text),
    };
    read.expect("whole and valid");
    text
}

/// Whether a cache must tell clients apart by the codings that they accept.
fn varies(answered: &Answered) -> bool {
    let values = answered.headers.get_all("vary").iter();
    let mut names = values.flat_map(|value| value.to_str().expect("text").split(", "));
    names.any(|name| name == "Accept-Encoding")
}

const LIST: &str = "/municipalities/1270/insatser";
const LARGE: [&str; 6] = [
    LIST,
    "/municipalities/1270",
    "/problems",
    "/facts",
    "/openapi.json",
    "/openapi.yaml",
];

async fn public_answers_are_compressed(engine: Engine) {
    let app = TestApp::start(engine).await;
    for path in LARGE {
        let plain = app.get(path).await;
        assert_eq!(
            (plain.status.as_u16(), plain.header("content-encoding")),
            (200, ""),
            "{path}"
        );
        assert!(varies(&plain));
        for (accepted, coding) in [
            ("gzip, deflate, br", "br"),
            ("gzip", "gzip"),
            ("br;q=0.1, gzip;q=0.9", "gzip"),
            ("identity", ""),
            ("zstd, deflate", ""),
            ("gzip;q=0", ""),
        ] {
            let answered = get(&app, path, accepted, &[]).await;
            assert_eq!(answered.header("content-encoding"), coding, "{path} {accepted}");
            assert_eq!(decoded(&answered), plain.text, "{path} {accepted}");
            assert!(varies(&answered));
            assert_eq!(answered.header("content-type"), plain.header("content-type"));
            assert_eq!(answered.header("content-length"), answered.bytes.len().to_string());
            let is_smaller = answered.bytes.len() * 2 < plain.bytes.len();
            assert_eq!(
                is_smaller,
                !coding.is_empty(),
                "{path} {accepted}: {}",
                answered.bytes.len()
            );
        }
    }
    let head = [("accept-encoding", "gzip")];
    let head = app
        .send_anywhere(Method::HEAD, &format!("{BASE}{LIST}"), &head, None)
        .await;
    let get = get(&app, LIST, "gzip", &[]).await;
    for name in ["content-encoding", "content-length", "etag", "vary"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
    assert_eq!(head.text, "");
}

async fn small_answers_are_sent_as_they_are(engine: Engine) {
    let app = TestApp::start(engine).await;
    let small = get(&app, "/api-info", "gzip, br", &[]).await;
    assert_eq!(small.header("content-encoding"), "");
    assert!(varies(&small));
    assert_eq!(small.header("etag"), app.get("/api-info").await.header("etag"));
    // A question is answered in less time than its answer would take to compress.
    let question = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14"}}).to_string();
    let headers = [("content-type", "application/json"), ("accept-encoding", "gzip, br")];
    let asked = app
        .send(
            Method::POST,
            &format!("{ALARM}/eligibility"),
            &headers,
            Some(question.into()),
        )
        .await;
    assert_eq!((asked.status.as_u16(), asked.header("content-encoding")), (200, ""));
}

async fn a_tag_of_a_compressed_answer_is_a_tag_of_the_object(engine: Engine) {
    let app = TestApp::start(engine).await;
    let plain = app.get(ALARM).await.header("etag").to_owned();
    for coding in ["gzip", "br"] {
        let answered = get(&app, ALARM, coding, &[]).await;
        let tag = answered.header("etag").to_owned();
        assert_eq!(tag, plain.trim_end_matches('"').to_owned() + "-" + coding + "\"");
        for accepted in ["gzip", "br", "identity"] {
            let again = get(&app, ALARM, accepted, &[("if-none-match", &tag)]).await;
            assert_eq!((again.status.as_u16(), again.header("etag")), (304, tag.as_str()));
            assert!(varies(&again));
            assert_eq!((again.header("content-encoding"), again.text.as_str()), ("", ""));
        }
    }
    // The endings that gateways add, also when they weaken the tag.
    let mut object = app.get_json(ALARM).await;
    for (at, ending) in ["-gzip", ";gzip", "--gzip", "-br", ";br", "--br", ""]
        .iter()
        .enumerate()
    {
        let tag = app.get(ALARM).await.header("etag").to_owned();
        let tag = tag.trim_end_matches('"').to_owned() + ending + "\"";
        for sent in [tag.clone(), format!("W/{tag}"), format!("\"other\",{tag}")] {
            let answered = app.send(Method::GET, ALARM, &[("if-none-match", &sent)], None).await;
            assert_eq!(
                (answered.status.as_u16(), answered.header("etag")),
                (304, tag.as_str()),
                "{sent}"
            );
        }
        object["summary"]["sv"] = json!(format!("Utgåva {at} av larmet."));
        let written = app.put_as(&editor("1270"), ALARM, ("if-match", &tag), &object).await;
        assert_eq!(written.status, 200, "{tag}: {}", written.text);
        let again = app.put_as(&editor("1270"), ALARM, ("if-match", &tag), &object).await;
        assert_eq!(again.status, 412, "{tag} is not the tag any more");
    }
    let record = hand_in(&app, &session("2025-09-14")).await;
    let path = format!("/municipalities/0188/group-records/{record}");
    let mut other = session("2025-09-14");
    for (ending, content) in [("-gzip", "Allsång."), (";br", "Visor.")] {
        let tag = app.get_as(&association(), &path).await.header("etag").to_owned();
        let tag = tag.trim_end_matches('"').to_owned() + ending + "\"";
        other["content"] = json!(content);
        let written = app.put_as(&association(), &path, ("if-match", &tag), &other).await;
        assert_eq!(written.status, 200, "{tag}: {}", written.text);
    }
}

async fn a_compressed_answer_follows_the_catalogue(engine: Engine) {
    let app = TestApp::start(engine).await;
    let count = async |path: &str| {
        let answered = get(&app, path, "br", &[]).await;
        assert_eq!(answered.header("content-encoding"), "br");
        let list: Value = serde_json::from_str(&decoded(&answered)).expect("JSON");
        list["_meta"]["totalRecords"].as_u64().expect("a number")
    };
    let other = format!("{LIST}?limit=1");
    let (before, of_other) = (count(LIST).await, count(&other).await);
    assert_eq!(before, of_other);
    let mut cafe = new_insats();
    cafe["validFrom"] = json!("2025-10-01");
    let created = app
        .put_as(
            &editor("1270"),
            &format!("{LIST}/sangcafe"),
            ("if-none-match", "*"),
            &cafe,
        )
        .await;
    assert_eq!(created.status, 201, "{}", created.text);
    let begun = Instant::now();
    while count(LIST).await == before {
        assert!(begun.elapsed() < PATIENCE, "the list shows the new insats");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!((count(LIST).await, count(&other).await), (before + 1, before + 1));
}

async fn private_answers_are_compressed_for_each_request(engine: Engine) {
    let app = TestApp::start(engine).await;
    for day in 14..18 {
        hand_in(&app, &session(&format!("2025-09-{day}"))).await;
    }
    let token = format!("Bearer {}", municipality("0188"));
    let path = "/municipalities/0188/group-records";
    let plain = app.get_as(&municipality("0188"), path).await;
    for coding in ["gzip", "br"] {
        let answered = get(&app, path, coding, &[("authorization", &token)]).await;
        assert_eq!(answered.header("content-encoding"), coding);
        assert_eq!(answered.header("cache-control"), "no-store");
        assert!(varies(&answered));
        let (shown, wanted): (Value, Value) = (
            serde_json::from_str(&decoded(&answered)).expect("JSON"),
            serde_json::from_str(&plain.text).expect("JSON"),
        );
        assert_eq!(shown, wanted);
    }
    // Problems too.
    let members: Vec<String> = (0..60).map(|at| format!("\"m{at}\": 1")).collect();
    let headers = [("content-type", "application/json"), ("accept-encoding", "gzip")];
    let body = format!("{{{}}}", members.join(",")).into_bytes();
    let path = format!("{BASE}{ALARM}/eligibility");
    let problem = app.send_anywhere(Method::POST, &path, &headers, Some(body)).await;
    assert_eq!(
        (problem.status.as_u16(), problem.header("content-encoding")),
        (400, "gzip")
    );
    assert!(decoded(&problem).contains("unknownMember"));
}

async fn a_public_answer_is_compressed_once(engine: Engine) {
    let app = TestApp::start(engine).await;
    let timed = async |accepted: &str| {
        let begun = Instant::now();
        let answered = get(&app, "/openapi.json", accepted, &[]).await;
        assert_eq!(answered.header("content-encoding"), accepted);
        (begun.elapsed(), answered.bytes)
    };
    let (first, body) = timed("br").await;
    let mut again = Duration::MAX;
    for _ in 0..5 {
        let (took, same) = timed("br").await;
        assert!(same == body, "the same bytes");
        again = again.min(took);
    }
    // To compress the specification takes many times longer than to send it.
    assert!(again * 4 < first, "first {first:?}, again {again:?}");
}
