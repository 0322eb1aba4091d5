//! Minimal servers to compare the service with: the same answers, status and headers included.
//!
//! `bare MODE PORT FOLDER [PATTERN]` answers every request with `FOLDER/body` and the status and headers of
//! `FOLDER/head.json`. A POST to `/parse` first parses the body as JSON questions, and one to `/parse-lines` answers each line
//! while the body arrives. The modes:
//!
//! ```text
//! naked       on any path, without middleware
//! wrapped     on PATTERN, with the middleware and the reader of bodies of the service
//! trace       naked, with the outermost layer: trace, log and headers
//! three       naked, on PATTERN and two more patterns
//! patterns    naked, on every pattern of the API in one list
//! ```

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::from_fn;
use actix_web::web::{self, Bytes, Data, PayloadConfig};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, Route};
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

/// The answer to every request.
struct Fixed {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    is_post: bool,
}

#[derive(Deserialize)]
struct Head {
    method: String,
    status: u16,
    headers: Vec<(String, String)>,
}

impl Fixed {
    fn read(folder: &Path) -> std::io::Result<Self> {
        let head: Head = serde_json::from_slice(&std::fs::read(folder.join("head.json"))?)?;
        let headers = head.headers.iter().map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
            (name, HeaderValue::from_str(value).expect("the value of a header"))
        });
        Ok(Self {
            status: StatusCode::from_u16(head.status).expect("a status"),
            headers: headers.collect(),
            body: std::fs::read(folder.join("body"))?.into(),
            is_post: head.method == "POST",
        })
    }

    fn answer(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status);
        for (name, value) in &self.headers {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response.set_body(self.body.clone()).map_into_boxed_body()
    }

    fn route(&self) -> Route {
        if self.is_post {
            web::post().to(posted)
        } else {
            web::get().to(got)
        }
    }

    fn wrapped_route(&self) -> Route {
        if self.is_post {
            web::post().to(asked)
        } else {
            web::get().to(looked_up)
        }
    }
}

async fn got(fixed: Data<Fixed>) -> HttpResponse {
    fixed.answer()
}

async fn posted(_: Bytes, fixed: Data<Fixed>) -> HttpResponse {
    fixed.answer()
}

async fn looked_up(request: HttpRequest, fixed: Data<Fixed>) -> HttpResponse {
    if request.match_info().iter().any(|(_, part)| part.is_empty()) {
        return HttpResponse::NotFound().finish();
    }
    fixed.answer()
}

async fn asked(request: HttpRequest, _: body::JsonBody<{ body::ONE }>, fixed: Data<Fixed>) -> HttpResponse {
    looked_up(request, fixed).await
}

async fn parse(body: Bytes, fixed: Data<Fixed>) -> HttpResponse {
    parsed(&body, &fixed)
}

async fn parse_wrapped(body: body::JsonBody<{ body::MANY }>, fixed: Data<Fixed>) -> HttpResponse {
    parsed(&body, &fixed)
}

fn parsed(asked: &[u8], fixed: &Fixed) -> HttpResponse {
    let Ok(batch) = serde_json::from_slice::<Batch>(asked) else {
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
        fixed.answer()
    }
}

/// Parses each line of the body as a question while the body arrives, and writes the bytes of the file in a line for each.
async fn parse_lines(body: web::Payload, fixed: Data<Fixed>) -> HttpResponse {
    let parts = stream::try_unfold((body, Vec::new()), move |(mut body, mut arrived): (_, Vec<u8>)| {
        let fixed = fixed.clone();
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
                out.extend_from_slice(&fixed.body);
                out.push(b'\n');
            }
            arrived.drain(..whole);
            Ok(Some((Bytes::from(out), (body, arrived))))
        }
    });
    HttpResponse::Ok().content_type("application/x-ndjson").streaming(parts)
}

/// The state that the middleware and the reader of bodies need.
fn state(port: u16, folder: &Path) -> Data<State> {
    let store = Store::open(&Address::Sqlite(folder.join("bare.db"))).expect("a database");
    let secret = Secret::new(&[0; 32]).expect("long enough");
    let tools = (store.clone(), Clock::system(), secret.clone());
    let deliverer = Deliverer::new(tools, Networks::default(), String::new()).expect("an HTTP client");
    Data::new(State {
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
        sign_in: None,
        secret,
    })
}

/// An application without middleware.
fn naked(
    fixed: &Data<Fixed>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    App::new()
        .app_data(fixed.clone())
        .app_data(PayloadConfig::new(body::MANY))
        .route("/parse", web::post().to(parse))
        .route("/parse-lines", web::post().to(parse_lines))
        .default_service(fixed.route())
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    insatskatalog::logging::start(LogFormat::Text);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [mode, port, folder, rest @ ..] = &arguments[..] else {
        panic!("bare MODE PORT FOLDER [PATTERN]");
    };
    let port: u16 = port.parse().expect("a port");
    let fixed = Data::new(Fixed::read(Path::new(folder))?);
    let pattern = rest.first().cloned().unwrap_or_else(|| "/".to_owned());
    let database = tempfile::tempdir()?;
    macro_rules! serve {
        ($application:expr) => {
            HttpServer::new(move || $application)
                .workers(1)
                .bind(("127.0.0.1", port))?
                .run()
                .await
        };
    }
    match mode.as_str() {
        "naked" => serve!(naked(&fixed)),
        "trace" => {
            let state = state(port, database.path());
            serve!(naked(&fixed).app_data(state.clone()).wrap(from_fn(trace::traced)))
        }
        "three" => serve!(
            App::new()
                .app_data(fixed.clone())
                .route("/parse", web::post().to(parse))
                .route("/ready", web::get().to(HttpResponse::Ok))
                .route(&pattern, fixed.route())
        ),
        "patterns" => {
            let patterns: Vec<String> = insatskatalog::http::declared().paths.paths.into_keys().collect();
            serve!(
                patterns
                    .iter()
                    .fold(App::new().app_data(fixed.clone()), |application, pattern| {
                        application.route(pattern, fixed.route())
                    })
            )
        }
        "wrapped" => {
            let state = state(port, database.path());
            serve!(
                App::new()
                    .app_data(fixed.clone())
                    .app_data(state.clone())
                    .route("/parse", web::post().to(parse_wrapped))
                    .route("/parse-lines", web::post().to(parse_lines))
                    .route(&pattern, fixed.wrapped_route())
                    .route("/", web::get().to(HttpResponse::Ok))
                    .wrap(from_fn(trace::traced))
            )
        }
        other => panic!("{other} is no mode"),
    }
}
