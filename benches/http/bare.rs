//! Minimal servers to compare the service with: the same bodies and answer sizes.
//!
//! `bare naked|wrapped PORT ANSWER_FILE` answers a POST with the bytes of a file. `naked`: on any path, without
//! middleware. `wrapped`: on the path and with the middleware of the service. A POST to `/parse` first parses the body
//! as JSON questions, and one to `/parse-lines` each line.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use actix_web::error::PayloadError;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpResponse, HttpServer};
use futures_util::{StreamExt, stream};
use insatskatalog::catalogue::live::LiveCatalogue;
use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::clock::Clock;
use insatskatalog::config::LogFormat;
use insatskatalog::delivery::addresses::Networks;
use insatskatalog::delivery::deliverer::Deliverer;
use insatskatalog::http::client::address::Proxies;
use insatskatalog::http::client::places::Places;
use insatskatalog::http::in_flight::InFlight;
use insatskatalog::http::load::{Load, MEMORY_OF_BODIES};
use insatskatalog::http::request::body;
use insatskatalog::http::spans::Spans;
use insatskatalog::http::state::State;
use insatskatalog::http::trace;
use insatskatalog::http::waiting::Waiting;
use insatskatalog::secret::Secret;
use insatskatalog::store::{Address, Store};
use insatskatalog::tokens::{TokenSettings, Verifier};
use serde::Deserialize;

#[derive(Deserialize)]
struct Batch {
    questions: Vec<Question>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    reference: String,
    kommunkod: String,
    insats: String,
    as_of: Option<String>,
    facts: Facts,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    birth_date: Option<String>,
    registered_municipality: Option<String>,
}

fn answer(bytes: &Bytes) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(("cache-control", "no-store"))
        .body(bytes.clone())
}

async fn fixed(_: body::JsonBody<{ body::ONE }>, bytes: Data<Bytes>) -> HttpResponse {
    answer(&bytes)
}

async fn routed(
    path: web::Path<(String, String)>,
    body: body::JsonBody<{ body::ONE }>,
    bytes: Data<Bytes>,
) -> HttpResponse {
    if path.0.is_empty() {
        return HttpResponse::NotFound().finish();
    }
    fixed(body, bytes).await
}

async fn parse(asked: body::JsonBody<{ body::MANY }>, bytes: Data<Bytes>) -> HttpResponse {
    let Ok(batch) = serde_json::from_slice::<Batch>(&asked) else {
        return HttpResponse::BadRequest().finish();
    };
    // Every member is used, so that the compiler cannot remove any.
    let seen: usize = batch
        .questions
        .iter()
        .map(|question| {
            let facts = [
                &question.as_of,
                &question.facts.birth_date,
                &question.facts.registered_municipality,
            ];
            let texts = [&question.reference, &question.kommunkod, &question.insats];
            texts.iter().map(|text| text.len()).sum::<usize>() + facts.iter().filter(|fact| fact.is_some()).count()
        })
        .sum();
    if seen == 0 {
        HttpResponse::BadRequest().finish()
    } else {
        answer(&bytes)
    }
}

/// Parses each line of the body as a question while the body arrives, and writes the bytes of the file in a line for each.
async fn parse_lines(body: web::Payload, bytes: Data<Bytes>) -> HttpResponse {
    let parts = stream::try_unfold((body, Vec::new()), move |(mut body, mut arrived): (_, Vec<u8>)| {
        let bytes = bytes.clone();
        async move {
            let Some(part) = body.next().await.transpose()? else {
                return Ok::<_, PayloadError>(None);
            };
            arrived.extend_from_slice(&part);
            let whole = arrived.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
            let mut out = Vec::new();
            for line in arrived[..whole]
                .split(|byte| *byte == b'\n')
                .filter(|line| !line.is_empty())
            {
                let question = serde_json::from_slice::<Question>(line).expect("a question");
                assert!(!question.reference.is_empty() && question.facts.birth_date.is_some());
                out.extend_from_slice(&bytes);
                out.push(b'\n');
            }
            arrived.drain(..whole);
            Ok(Some((Bytes::from(out), (body, arrived))))
        }
    });
    HttpResponse::Ok().content_type("application/x-ndjson").streaming(parts)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    insatskatalog::logging::start(LogFormat::Text);
    let arguments: Vec<String> = std::env::args().collect();
    let [_, mode, port, file] = &arguments[..] else {
        panic!("bare naked|wrapped PORT ANSWER_FILE");
    };
    let bytes = Data::new(Bytes::from(std::fs::read(file)?));
    let port: u16 = port.parse().expect("a port");
    let folder = tempfile::tempdir()?;
    let store = Store::open(&Address::Sqlite(folder.path().join("bare.db"))).expect("a database");
    let secret = Secret::new(&[0; 32]).expect("long enough");
    let tools = (store.clone(), Clock::system(), secret.clone());
    let deliverer = Deliverer::new(tools, Networks::default(), String::new()).expect("an HTTP client");
    let state = Data::new(State {
        deliverer: Arc::new(deliverer),
        in_flight: InFlight::default(),
        metrics: insatskatalog::http::metrics::Metrics::default(),
        rates: None,
        load: Load::new(MEMORY_OF_BODIES),
        released: insatskatalog::http::released_cache::Released::default(),
        catalogue: Arc::new(LiveCatalogue::new(Catalogue::default(), std::time::Duration::ZERO)),
        clock: Clock::system(),
        origins: vec![format!("http://127.0.0.1:{port}")],
        proxies: Proxies::default(),
        contact_email: None,
        publisher: None,
        security_contact: None,
        stopping: AtomicBool::new(false),
        waiting: Waiting::new(insatskatalog::http::waiting::MAX_WAITING_OF_CLIENT),
        connections: Places::new(1, 1),
        last_beat: AtomicU64::new(0),
        spans: Spans::start(None).expect("no address"),
        cors_origins: Vec::new(),
        encoded: insatskatalog::http::encoding::cache::EncodedAnswers::default(),
        store,
        verifier: Verifier::new(TokenSettings::none()).expect("no keys"),
        secret,
    });
    if mode == "wrapped" {
        let server = HttpServer::new(move || {
            App::new()
                .app_data(bytes.clone())
                .app_data(state.clone())
                .route("/parse", web::post().to(parse))
                .route("/parse-lines", web::post().to(parse_lines))
                .route(
                    "/insatskatalog/v1/municipalities/{kommunkod}/insatser/{slug}/eligibility",
                    web::post().to(routed),
                )
                .route("/", web::get().to(HttpResponse::Ok))
                .wrap(from_fn(trace::traced))
        });
        return server.workers(1).bind(("127.0.0.1", port))?.run().await;
    }
    let server = HttpServer::new(move || {
        App::new()
            .app_data(bytes.clone())
            .route("/parse", web::post().to(parse))
            .route("/parse-lines", web::post().to(parse_lines))
            .default_service(web::post().to(fixed))
    });
    server.workers(1).bind(("127.0.0.1", port))?.run().await
}
