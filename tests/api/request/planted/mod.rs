//! Nothing that a refused request says, and nothing in the headers and addresses of any, is in an answer that refuses, in
//! the log at its finest level, in the measurements, or in the database and the files of it.

mod changes;
mod marks;
mod planter;

use insatskatalog::http_client;
use reqwest::Method;
use serde_json::Value;

use crate::fixtures::app::{BASE, Database, Engine};
use crate::fixtures::contents::contents;
use crate::fixtures::process::Process;
use crate::fixtures::specification::operations;
use crate::issuer::{self, Key};
use crate::tests;

use marks::Marks;
use planter::{Caller, Known, Planter, Request, encoded};

tests![nothing_planted_is_found, a_planted_value_would_be_found];

/// The document that an operation has as its example.
fn example_of(id: &str) -> Value {
    let (.., operation) = operations()
        .find(|(.., operation)| operation["operationId"] == id)
        .expect("an operation");
    operation["requestBody"]["content"]["application/json"]["example"].clone()
}

/// Accepted documents, sent with marks in every header. Returns what then exists.
async fn publish(planter: &mut Planter) -> Known {
    let mut known = Known {
        record: "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11".into(),
    };
    for (id, template) in [
        ("putMunicipality", "/municipalities/{kommunkod}"),
        ("putInsats", "/municipalities/{kommunkod}/insatser/{slug}"),
        ("putProvider", "/municipalities/{kommunkod}/providers/{providerSlug}"),
        (
            "putAgreement",
            "/municipalities/{kommunkod}/providers/{providerSlug}/agreements/{agreementSlug}",
        ),
        (
            "postGroupRecord",
            "/municipalities/{kommunkod}/insatser/{slug}/group-records",
        ),
    ] {
        let document = example_of(id);
        let from = planter.marks.len();
        let mut headers = planter.any_headers();
        let method = if id.starts_with("put") {
            Method::PUT
        } else {
            Method::POST
        };
        if method == Method::PUT {
            headers.push(("if-none-match".into(), "*".into()));
        } else {
            headers.push(("idempotency-key".into(), planter.marks.word()));
        }
        let path = known.path(template, Some(&document));
        let request = Request {
            headers,
            body: Some(document.to_string().into_bytes()),
            ..Request::default()
        };
        let answer = planter.send(Caller::Editor, &method, &path, from, request).await;
        if let Some(id) = answer["id"].as_str() {
            id.clone_into(&mut known.record);
        }
    }
    assert_eq!((planter.accepted, planter.refused), (5, 0));
    known
}

/// Marks in addresses that no operation has, by methods that none has.
async fn ask_elsewhere(planter: &mut Planter) {
    for prefix in [
        "",
        "/docs",
        "/health",
        "/hsds/services",
        "/insatskatalog",
        BASE,
        "/metrics",
    ] {
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "MARKED"] {
            let from = planter.marks.len();
            let method = match method {
                "MARKED" => planter.marks.word().to_uppercase(),
                method => method.to_owned(),
            };
            let path = format!("{prefix}/{}", encoded(&planter.marks.next()));
            let query = format!("?{}={}", encoded(&planter.marks.next()), encoded(&planter.marks.next()));
            let mut headers = planter.any_headers();
            headers.push(("access-control-request-method".into(), planter.marks.word()));
            headers.push(("access-control-request-headers".into(), planter.marks.word()));
            let request = Request {
                query,
                headers,
                body: Some(planter.marks.next().into_bytes()),
                ..Request::default()
            };
            let method = method.parse().expect("a method");
            planter.send(Caller::Nobody, &method, &path, from, request).await;
        }
    }
}

async fn nothing_planted_is_found(engine: Engine) {
    let database = Database::with_catalogues(engine);
    let reserved = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let metrics = reserved.local_addr().expect("an address").to_string();
    drop(reserved);
    let process = Process::start(&[
        ("DATABASE_URL", database.url.as_str()),
        ("INSATSKATALOG_METRICS_LISTEN", &metrics),
        ("INSATSKATALOG_JWKS_FILE", issuer::jwks_file()),
        ("INSATSKATALOG_JWT_ISSUER", issuer::ISSUER),
        ("INSATSKATALOG_JWT_AUDIENCE", issuer::AUDIENCE),
        ("RUST_LOG", "trace"),
    ]);
    let mut planter = Planter {
        marks: Marks::default(),
        client: http_client::builder().no_proxy().build().expect("a client"),
        origin: process.origin.clone(),
        forger: Key::ed25519("forger"),
        refused: 0,
        accepted: 0,
        echoes: Vec::new(),
    };
    let known = publish(&mut planter).await;
    for (path, method, operation) in operations() {
        for caller in Caller::ALL {
            planter.plant_in(caller, &path, &method, operation, &known).await;
        }
    }
    ask_elsewhere(&mut planter).await;

    let Planter {
        marks,
        refused,
        accepted,
        echoes,
        client,
        ..
    } = planter;
    assert!(
        marks.len() > 500 && refused > 1000 && accepted > 100,
        "{} {refused} {accepted}",
        marks.len()
    );
    let some = &echoes[..echoes.len().min(10)];
    assert!(echoes.is_empty(), "{} echoes, such as {some:#?}", echoes.len());
    let measured = client.get(format!("http://{metrics}/metrics")).send();
    let measured = measured.await.expect("an answer").text().await.expect("text");
    assert!(measured.contains("insatskatalog_http_requests_total"), "{measured}");
    let log = process.log();
    assert!(log.lines().count() > refused + accepted, "the log has every request");
    let mut places = vec![
        ("measurements".to_owned(), measured.into_bytes()),
        ("log".to_owned(), log.into_bytes()),
        ("output".to_owned(), process.printed.clone().into_bytes()),
        ("database".to_owned(), contents(&database).into_bytes()),
    ];
    if let Some(file) = database.url.strip_prefix("sqlite:") {
        for ending in ["", "-wal", "-shm"] {
            let bytes = std::fs::read(format!("{file}{ending}")).expect("a file");
            places.push((format!("file {ending}"), bytes));
        }
    }
    for (place, bytes) in places {
        assert_eq!(marks.found_in(&bytes, 0), Vec::<&str>::new(), "{place}");
    }
}

async fn a_planted_value_would_be_found(_: Engine) {
    let mut marks = Marks::default();
    for _ in 0..500 {
        let from = marks.len();
        let mark = marks.next();
        for text in [
            mark.clone(),
            format!("<{}>", mark.to_uppercase()),
            format!("a{}b", mark.replace('-', "")),
        ] {
            assert!(!marks.found_in(text.as_bytes(), from).is_empty(), "{text}");
        }
        assert!(marks.found_in(mark.as_bytes(), marks.len()).is_empty());
    }
    let trace = marks.traceparent();
    assert!(!marks.found_in(trace.as_bytes(), marks.len() - 1).is_empty());
}
