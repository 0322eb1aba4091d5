//! `Idempotency-Key`: a request sent again with the same key is done once, and answered alike.
//!
//! A key belongs to whoever sent it, where to, and how far they reach. Only keyed hashes of it and of what was sent are
//! kept, for 48 hours, and only answers that something was done; they hold no text of anybody.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use utoipa::IntoParams;

use crate::domain::personal_details::identity::is_identity_shaped;
use crate::http::in_flight::UnderWay;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::state::State;
use crate::store::records::idempotency::{KeptAnswer, KeyedRequest, Known, claim, find, keep, release};
use crate::store::{Engine, StoreError};
use crate::tokens::Caller;

/// How long an answer is kept, in hours.
const KEPT_HOURS: i64 = 48;
/// The most characters of a key.
const MAX_KEY_LENGTH: usize = 255;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A key by which a request is known when it is sent again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IdempotencyKey {
    /// A key of your own, such as a UUID: sent again with it, the same request is done once and answered alike, for 48
    /// hours. / En egen nyckel, som ett UUID: skickas samma fråga igen med den görs den en gång och besvaras likadant.
    #[param(
        rename = "Idempotency-Key",
        max_length = 255,
        example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11"
    )]
    idempotency_key: Option<String>,
}

/// A request that was sent with a key, under way.
pub(crate) struct Keyed {
    request: KeyedRequest,
    _under_way: UnderWay,
}

/// What a request with or without a key comes to.
pub(crate) enum IdempotencyState {
    /// It is to be done.
    Do(Option<Keyed>),
    /// It was done before, and this was the answer.
    Answered(HttpResponse),
}

/// Begins a request of a permitted caller: reads its key, and answers at once what was answered before.
///
/// # Errors
/// 400 for a key that cannot be used, 422 for one that was used for something else, 409 while it is under way.
pub(crate) async fn begin(
    state: &State,
    request: &HttpRequest,
    caller: &Caller,
    body: &[u8],
) -> Result<IdempotencyState, Problem> {
    let Some(key) = IdempotencyKey::of(request)?.idempotency_key else {
        return Ok(IdempotencyState::Do(None));
    };
    let providers = caller.providers.as_ref().map(|providers| {
        let written = providers.iter().map(|(kommunkod, slug)| format!("{kommunkod}/{slug}"));
        written.collect::<Vec<_>>().join(" ")
    });
    let key_hash = state.secret.hash(
        "idempotency key",
        &[
            &caller.issuer,
            &caller.client_id,
            &caller.subject,
            providers.as_deref().unwrap_or("-"),
            request.method().as_str(),
            request.path(),
            &key,
        ],
    );
    let media_type = request
        .headers()
        .get(actix_web::http::header::CONTENT_TYPE)
        .map_or(&[][..], HeaderValue::as_bytes);
    let body_hash = state.secret.hash_bytes(
        "idempotency body",
        &[request.query_string().as_bytes(), media_type, body],
    );
    let keyed = KeyedRequest { key_hash, body_hash };
    let Some(under_way) = state.in_flight.enter(&keyed.key_hash) else {
        return Err(Problem::of(Kind::RequestStillRunning));
    };
    let now = state.clock.now().naive_utc();
    let asked = keyed.clone();
    let known = state
        .store
        .read(move |connection| find(connection, &asked, now))
        .await?;
    match known {
        Known::New => Ok(IdempotencyState::Do(Some(Keyed {
            request: keyed,
            _under_way: under_way,
        }))),
        Known::Answered(answer) => Ok(IdempotencyState::Answered(replayed(&answer))),
        Known::Other => Err(Problem::of(Kind::IdempotencyKeyReused)),
    }
}

/// What came of work that is done once.
pub(crate) enum DoneOnce<E> {
    /// It was done.
    Done(KeptAnswer),
    /// It was done before, and this was the answer.
    Before(KeptAnswer),
    /// The key was used for something else.
    Other,
    /// It cannot be done.
    Refused(E),
}

/// Does work in a transaction, once for each key; the answer is kept in the same transaction.
///
/// # Errors
/// The database's, or 409 while another process does the same.
pub(crate) async fn once<E: Send + 'static>(
    state: &State,
    keyed: Option<&Keyed>,
    work: impl Fn(&mut Engine) -> Result<Result<KeptAnswer, E>, StoreError> + Send + 'static,
) -> Result<DoneOnce<E>, Problem> {
    let request = keyed.map(|keyed| keyed.request.clone());
    let now = state.clock.now().naive_utc();
    let expires_at = now + TimeDelta::hours(KEPT_HOURS);
    let done = state.store.write(move |connection| {
        if let Some(request) = &request {
            match claim(connection, request, now, expires_at)? {
                Known::New => {}
                Known::Answered(answer) => return Ok(DoneOnce::Before(answer)),
                Known::Other => return Ok(DoneOnce::Other),
            }
        }
        match (work(connection)?, &request) {
            (Ok(answer), Some(request)) => {
                keep(connection, request, &answer)?;
                Ok(DoneOnce::Done(answer))
            }
            (Ok(answer), None) => Ok(DoneOnce::Done(answer)),
            (Err(why), Some(request)) => {
                release(connection, request)?;
                Ok(DoneOnce::Refused(why))
            }
            (Err(why), None) => Ok(DoneOnce::Refused(why)),
        }
    });
    Ok(done.await?)
}

impl<E> DoneOnce<E> {
    /// The response to it.
    ///
    /// # Errors
    /// 422 when the key was used for something else, or what `problem` makes of a refusal.
    pub(crate) fn response(self, problem: impl FnOnce(E) -> Problem) -> Result<HttpResponse, Problem> {
        match self {
            Self::Done(answer) => Ok(answered(&answer)),
            Self::Before(answer) => Ok(replayed(&answer)),
            Self::Other => Err(Problem::of(Kind::IdempotencyKeyReused)),
            Self::Refused(why) => Err(problem(why)),
        }
    }
}

fn replayed(answer: &KeptAnswer) -> HttpResponse {
    let mut response = answered(answer);
    response
        .headers_mut()
        .insert(IDEMPOTENT_REPLAYED, HeaderValue::from_static("true"));
    response
}

fn answered(answer: &KeptAnswer) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
    response
        .content_type(crate::http::response::JSON)
        .insert_header(("cache-control", "no-store"));
    let headers: Vec<(String, String)> = serde_json::from_str(&answer.headers).unwrap_or_default();
    for (name, value) in headers {
        response.insert_header((name, value));
    }
    response.body(answer.body.clone())
}

impl IdempotencyKey {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let refused = || Problem::of(Kind::InvalidIdempotencyKey);
        let mut sent = request.headers().get_all(IDEMPOTENCY_KEY);
        let Some(first) = sent.next() else {
            return Ok(Self { idempotency_key: None });
        };
        let key = first.to_str().map_err(|_| refused())?.trim();
        let is_usable = (1..=MAX_KEY_LENGTH).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
            && !is_identity_shaped(key)
            && sent.next().is_none();
        let idempotency_key = Some(key.to_owned()).filter(|_| is_usable);
        idempotency_key
            .is_some()
            .then_some(Self { idempotency_key })
            .ok_or_else(refused)
    }
}
