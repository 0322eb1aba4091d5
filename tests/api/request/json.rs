//! JSON as clients write it: `null` for what they leave out, a byte order mark, compressed, or nothing at all.

use std::io::Write;
use std::time::{Duration, Instant};

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;
use insatskatalog::domain::fault::Code;
use reqwest::Method;
use serde_json::{Value, json};

use crate::fixtures::app::{Answered, Engine, TestApp};
use crate::fixtures::editing::{ALARM, NEW, THERE, editor, new_insats, refused_case};
use crate::fixtures::publishing::import_text;
use crate::fixtures::reports::{BATCHES, RECORDS, TRAFFPUNKTER, association, municipality, post_with, session};
use crate::fixtures::specification::SPECIFICATION;
use crate::tests;

tests![
    null_is_absent_in_questions,
    null_is_absent_in_documents,
    null_is_absent_in_records,
    null_is_no_value_of_what_is_needed,
    an_empty_line_of_a_file_is_a_fault,
    a_byte_order_mark_is_skipped,
    an_empty_body_says_so,
    a_body_may_be_compressed,
    a_small_body_may_not_become_a_large_one,
];

const ASK: &str = "/municipalities/1270/insatser/trygghetslarm/eligibility";
const SCREEN: &str = "/municipalities/1270/eligibility";

/// Adds `null` for every member that a schema of the specification has and the value lacks.
fn with_nulls(schema: &Value, value: &mut Value) {
    if let Some(reference) = schema["$ref"].as_str() {
        let named = SPECIFICATION.pointer(reference.trim_start_matches('#'));
        return with_nulls(named.expect("a schema"), value);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        with_nulls(part, value);
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| with_nulls(&schema["items"], item)),
        Value::Object(members) => {
            for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
                with_nulls(schema, members.entry(name.clone()).or_insert(Value::Null));
            }
        }
        _ => {}
    }
}

/// The same body with `null` for every absent member of an operation's request.
fn padded(path: &str, method: &str, body: &Value) -> Value {
    let request = &SPECIFICATION["paths"][path][method]["requestBody"];
    let mut padded = body.clone();
    with_nulls(&request["content"]["application/json"]["schema"], &mut padded);
    assert!(
        padded.to_string().contains("null"),
        "{method} {path} has no optional member"
    );
    padded
}

async fn null_is_absent_in_questions(engine: Engine) {
    let app = TestApp::start(engine).await;
    let facts = json!({"birthDate": "1950-03-14", "registeredMunicipality": "1270", "children": [{"age": 7}]});
    let question = json!({"asOf": "2025-09-01", "facts": facts});
    let batch = json!({"questions": [
        {"reference": "a", "kommunkod": "1270", "insats": "trygghetslarm", "facts": facts},
        {"reference": "b", "kommunkod": "1270", "insats": "trygghetslarm", "asOf": "2025-09-01"},
    ]});
    for (path, of_path, body) in [
        (
            ASK,
            "/municipalities/{kommunkod}/insatser/{slug}/eligibility",
            &question,
        ),
        (SCREEN, "/municipalities/{kommunkod}/eligibility", &question),
        ("/eligibility-batches", "/eligibility-batches", &batch),
    ] {
        let padded = padded(of_path, "post", body);
        let (with, without) = (app.post(path, &padded).await, app.post(path, body).await);
        assert_eq!(with.status, 200, "{path}: {}", with.text);
        assert_eq!(with.json(), without.json(), "{path}");
    }
    // Without a day, the question is about today.
    let today = app.post(ASK, &json!({"asOf": null, "facts": null})).await;
    assert_eq!(today.json()["asOf"], "2025-10-01");
    let local = json!({"facts": {"selfDeclared": {"local": {"delta-i-planeringen": null}}}});
    assert_eq!(app.post(ASK, &local).await.status, 200, "no answer to a question");
    for body in [
        "{\"facts\": {\"age\": null, \"age\": 70}}",
        "{\"facts\": {\"selfDeclared\": {\"isParent\": null, \"isParent\": true}}}",
        "{\"facts\": {\"selfDeclared\": {\"local\": null, \"local\": {}}}}",
        "{\"facts\": null, \"facts\": {}}",
    ] {
        let answered = app.post_bytes(ASK, body.into()).await;
        assert_eq!(answered.json()["code"], "duplicateMember", "{body}");
    }
}

async fn null_is_absent_in_documents(engine: Engine) {
    let app = TestApp::start(engine).await;
    let provider = json!({"slug": "egen-regi", "name": "Egen regi", "kind": "ownAdministration"});
    let agreement = json!({
        "slug": "sangcafe", "insatser": ["sangcafe"], "validFrom": "2026-01-01", "kind": "ownAdministration",
    });
    let own = "/municipalities/1270";
    let of = "/municipalities/{kommunkod}";
    let town = app.get_json(own).await;
    let created: [(String, String, &Value); 3] = [
        (
            format!("{own}/insatser/sangcafe"),
            format!("{of}/insatser/{{slug}}"),
            &new_insats(),
        ),
        (
            format!("{own}/providers/egen-regi"),
            format!("{of}/providers/{{providerSlug}}"),
            &provider,
        ),
        (
            format!("{own}/providers/egen-regi/agreements/sangcafe"),
            format!("{of}/providers/{{providerSlug}}/agreements/{{agreementSlug}}"),
            &agreement,
        ),
    ];
    for (path, of_path, body) in &created {
        let padded = padded(of_path, "put", body);
        let with = app.put_as(&editor("1270"), path, NEW, &padded).await;
        assert_eq!(with.status, 201, "{path}: {}", with.text);
        assert!(!with.text.contains("null"), "{path}: {}", with.text);
        let without = app.put_as(&editor("1270"), path, THERE, body).await;
        assert_eq!(without.status, 200, "{path}: {}", without.text);
        assert_eq!(with.json(), without.json(), "{path}");
    }
    for (path, of_path, shown) in [
        (own, of, &town),
        (
            ALARM,
            "/municipalities/{kommunkod}/insatser/{slug}",
            &app.get_json(ALARM).await,
        ),
    ] {
        let padded = padded(of_path, "put", shown);
        let answered = app.put_as(&editor("1270"), path, THERE, &padded).await;
        assert_eq!(answered.status, 200, "{path}: {}", answered.text);
        assert_eq!(&app.get_json(path).await, shown, "nothing changes");
    }
}

async fn null_is_absent_in_records(engine: Engine) {
    let app = TestApp::start(engine).await;
    let of_path = "/municipalities/{kommunkod}/insatser/{slug}/group-records";
    let record = session("2025-09-14");
    let with = app
        .submit(&association(), TRAFFPUNKTER, &padded(of_path, "post", &record))
        .await;
    assert_eq!(with.status, 201, "{}", with.text);
    let mut same = record.clone();
    same["insats"] = json!("traffpunkter");
    let batch = json!({"records": [same]});
    let batches = padded("/municipalities/{kommunkod}/group-record-batches", "post", &batch);
    for batch in [&batch, &batches] {
        let answered = app.submit(&association(), BATCHES, batch).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.json()["unchanged"]),
            (200, &json!(1)),
            "{}",
            answered.text
        );
    }
    let period = "/municipalities/0188/reporting/traffpunkter/finska-foreningen/2025-09";
    let of_path = "/municipalities/{kommunkod}/reporting/{insats}/{provider}/{period}";
    let lost = json!({"state": "lost", "reason": "Listorna brann upp."});
    let answer = async |body: &Value| {
        let put = app.put_as(&municipality("0188"), period, ("accept", "*/*"), body).await;
        (put.status.as_u16(), put.json()["errors"].clone())
    };
    let with = answer(&padded(of_path, "put", &lost)).await;
    assert_eq!(with, answer(&lost).await);
    assert!(!with.1.to_string().contains("null"), "{}", with.1);
}

async fn null_is_no_value_of_what_is_needed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let put = async |name: &str, value: Value| {
        let mut insats = new_insats();
        insats[name] = value;
        app.put_as(&editor("1270"), "/municipalities/1270/insatser/sangcafe", NEW, &insats)
            .await
    };
    for (name, value, pointer, code) in [
        ("name", json!(null), "/name", "nullNotAllowed"),
        ("validFrom", json!(null), "/validFrom", "nullNotAllowed"),
        ("summary", json!({"sv": null}), "/summary/sv", "nullNotAllowed"),
        // Criteria that are not stated are stated to be so.
        ("criteria", json!(null), "/criteria", "missingMember"),
        ("languages", json!([null]), "/languages/0", "nullNotAllowed"),
        ("nickname", json!(null), "", "unknownMember"),
    ] {
        refused_case(name, &put(name, value).await, 400, &[(pointer, code)]);
    }
    let mut record = session("2025-09-14");
    record["level"] = json!(null);
    let answered = app.submit(&association(), TRAFFPUNKTER, &record).await;
    refused_case("record", &answered, 400, &[("/level", "nullNotAllowed")]);
    let detail = answered.json()["detail"].clone();
    assert_eq!(detail, "The field level must have a value, not null.");
    let batch = json!({"questions": [{"reference": null, "kommunkod": "1270", "insats": "trygghetslarm"}]});
    let answered = app.post("/eligibility-batches", &batch).await.json();
    let fault = &answered["results"][0]["problem"]["errors"][0];
    assert_eq!(fault["pointer"], "/questions/0/reference");
    assert_eq!(fault["code"], "nullNotAllowed");
}

async fn an_empty_line_of_a_file_is_a_fault(engine: Engine) {
    let app = TestApp::start(engine).await;
    let text = "kommunkod: \"1270\"\nmunicipality:\n  bodies: []\n  catalogueComplete:\n";
    let faults = import_text(&app, text).await.expect_err("refused");
    let of_line = faults
        .iter()
        .find(|fault| fault.pointer == "/municipality/catalogueComplete");
    let of_line = of_line.expect("a fault");
    assert_eq!((of_line.code, of_line.line), (Code::NullNotAllowed, Some(4)));
}

async fn a_byte_order_mark_is_skipped(engine: Engine) {
    let app = TestApp::start(engine).await;
    let marked = |text: &str| [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let json = [("content-type", "application/json")];
    let question = "{\"asOf\": \"2025-09-01\"}";
    assert_eq!(app.post_bytes(ASK, marked(question)).await.status, 200);
    let batch = "{\"questions\": [{\"reference\": \"a\", \"kommunkod\": \"1270\", \"insats\": \"trygghetslarm\"}]}";
    let answered = app.post_bytes("/eligibility-batches", marked(batch)).await;
    assert_eq!(answered.json()["results"][0]["reference"], "a");
    let record = session("2025-09-14").to_string();
    let answered = post_with(&app, &association(), TRAFFPUNKTER, &json, marked(&record)).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    let records = "{\"records\": []}";
    let answered = post_with(&app, &association(), BATCHES, &json, marked(records)).await;
    assert_eq!(answered.status, 200, "{}", answered.text);
}

async fn an_empty_body_says_so(engine: Engine) {
    let app = TestApp::start(engine).await;
    let json = [("content-type", "application/json")];
    for body in ["", " \r\n", "\u{feff}"] {
        for path in [ASK, SCREEN, "/eligibility-batches"] {
            let answered = app.post_bytes(path, body.into()).await;
            refused_case(path, &answered, 400, &[("", "syntax")]);
            assert_eq!(answered.json()["detail"], "The body is empty. Send a JSON object.");
        }
        for path in [TRAFFPUNKTER, BATCHES] {
            let answered = post_with(&app, &association(), path, &json, body.into()).await;
            assert_eq!(answered.json()["detail"], "The body is empty. Send a JSON object.");
        }
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body).expect("written");
    encoder.finish().expect("written")
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let mut encoder = CompressorWriter::new(Vec::new(), 4096, 1, 22);
    encoder.write_all(body).expect("written");
    encoder.into_inner()
}

async fn a_body_may_be_compressed(engine: Engine) {
    let app = TestApp::start(engine).await;
    let question = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14"}}).to_string();
    let plain = app.post_bytes(ASK, question.clone().into()).await;
    let send = async |coding: &str, path: &str, body: Vec<u8>| {
        let headers = [("content-type", "application/json"), ("content-encoding", coding)];
        app.send(Method::POST, path, &headers, Some(body)).await
    };
    for (coding, body) in [
        ("gzip", gzip(question.as_bytes())),
        ("x-gzip", gzip(question.as_bytes())),
        ("br", brotli(question.as_bytes())),
        ("identity", question.clone().into_bytes()),
    ] {
        let answered = send(coding, ASK, body).await;
        assert_eq!(
            (answered.status.as_u16(), &answered.text),
            (200, &plain.text),
            "{coding}"
        );
    }
    for coding in ["zstd", "deflate", "gzip, gzip", "compress"] {
        let answered = send(coding, ASK, gzip(question.as_bytes())).await;
        assert_eq!(
            (answered.status.as_u16(), answered.json()["code"].as_str()),
            (415, Some("unsupportedContentCoding")),
            "{coding}"
        );
        assert_eq!(answered.header("accept-encoding"), "gzip, br");
    }
    let mut cut = gzip(question.as_bytes());
    cut.truncate(cut.len() - 4);
    for (coding, body) in [
        ("gzip", cut),
        ("br", b"{}".to_vec()),
        ("gzip", question.clone().into_bytes()),
    ] {
        let answered = send(coding, ASK, body).await;
        refused_case(coding, &answered, 400, &[("", "syntax")]);
    }
    let batch = "{\"questions\": [{\"reference\": \"a\", \"kommunkod\": \"1270\", \"insats\": \"trygghetslarm\"}]}";
    let answered = send("br", "/eligibility-batches", brotli(batch.as_bytes())).await;
    assert_eq!(answered.json()["results"][0]["reference"], "a");
    // Another media type is refused as such, however it is compressed.
    let headers = [("content-type", "text/plain"), ("content-encoding", "zstd")];
    let answered = app.send(Method::POST, ASK, &headers, Some(b"{}".to_vec())).await;
    assert_eq!(answered.json()["code"], "unsupportedMediaType");
    let sheet = "insats;provider;date;place;activity;method;performed_by;total;women;men;other_or_unknown;content\n\
        traffpunkter;finska-foreningen;2025-09-14;norrtalje;Sång och fika;öppen gruppträff;volontärer;18;11;6;1;Allsång.\n";
    let post = async |coding: Option<&str>, media_type: &str, body: Vec<u8>| -> Answered {
        let mut headers = vec![("content-type", media_type), ("idempotency-key", "a")];
        headers.extend(coding.map(|coding| ("content-encoding", coding)));
        post_with(&app, &association(), BATCHES, &headers, body).await
    };
    let first = post(Some("gzip"), "text/csv", gzip(sheet.as_bytes())).await;
    assert_eq!(
        (first.status.as_u16(), &first.json()["created"]),
        (200, &json!(1)),
        "{}",
        first.text
    );
    // The same content is the same request, whether it is compressed or not.
    for (coding, body) in [
        (Some("br"), brotli(sheet.as_bytes())),
        (None, sheet.as_bytes().to_vec()),
    ] {
        let again = post(coding, "text/csv", body).await;
        assert_eq!(
            again.header("idempotent-replayed"),
            "true",
            "{coding:?}: {}",
            again.text
        );
    }
    let other = post(Some("gzip"), "application/json", gzip(b"{\"records\": []}")).await;
    assert_eq!(other.json()["code"], "idempotencyKeyReused");
    assert_eq!(
        app.get_as(&municipality("0188"), RECORDS).await.json()["_meta"]["totalRecords"],
        1
    );
}

async fn a_small_body_may_not_become_a_large_one(engine: Engine) {
    const MIB: usize = 1 << 20;
    let app = TestApp::start(engine).await;
    let spaces = |count: usize| {
        let mut body = b"{}".to_vec();
        body.resize(count, b' ');
        body
    };
    let body = spaces(MIB);
    for (coding, body) in [("gzip", gzip(&body)), ("br", brotli(&body))] {
        assert!(body.len() < 16 * 1024, "{coding}: {}", body.len());
        let begun = Instant::now();
        let headers = [("content-type", "application/json"), ("content-encoding", coding)];
        let answered = app.send(Method::POST, ASK, &headers, Some(body)).await;
        assert_eq!(answered.status, 413, "{coding}: {}", answered.text);
        assert_eq!(answered.json()["detail"], "Send at most 64 KiB at a time.");
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "{coding}: {:?}",
            begun.elapsed()
        );
    }
    let headers = [("content-type", "application/json"), ("content-encoding", "gzip")];
    let whole = app
        .send(Method::POST, ASK, &headers, Some(gzip(&spaces(64 * 1024))))
        .await;
    assert_eq!(whole.status, 200, "the limit is of the decoded body");
}
