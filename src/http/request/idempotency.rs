//! `Idempotency-Key`: a request that is sent again with the same key is done once and gets the same answer.
//!
//! A key belongs to its sender, the sender's permissions and the address. The database stores keyed hashes of the key and
//! the request for 48 hours, and only successful answers, which contain no text of a record.

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use utoipa::IntoParams;

use crate::domain::Fault;
use crate::domain::personal_details::request_key::may_hold_identity_number;
use crate::http::in_flight::UnderWay;
use crate::http::problems::{Kind, Problem};
use crate::http::state::State;
use crate::store::records::idempotency::{KeptAnswer, KeyedRequest, Known, claim, find, keep, release};
use crate::store::{Engine, StoreError};
use crate::tokens::Caller;

/// How long an answer is stored.
const STORED_HOURS: i64 = 48;
const MAX_KEY_LENGTH: usize = 255;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// The key of a request that may be sent again.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IdempotencyKey {
    /// Your own key, such as a UUID. For 48 hours, a repeated request with the same key gets the same answer. / En egen
    /// nyckel, till exempel ett UUID. I 48 timmar får samma fråga med samma nyckel samma svar.
    #[param(
        rename = "Idempotency-Key",
        min_length = 1,
        max_length = 255,
        pattern = "^[!-~]+$",
        example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11"
    )]
    idempotency_key: Option<String>,
}

/// A request with a key, in progress.
pub(crate) struct Keyed {
    request: KeyedRequest,
    _under_way: UnderWay,
}

pub(crate) enum IdempotencyState {
    Do(Option<Keyed>),
    Answered(GivenAnswer),
}

/// The answer to a request, which was perhaps given before.
pub(crate) struct GivenAnswer {
    pub answer: KeptAnswer,
    /// Whether the same request was done before.
    pub is_replayed: bool,
}

/// Reads the key of a permitted request, and finds the stored answer if the request was done before.
///
/// Errors: 400 for an invalid key, 422 if it was used for another request, 409 while the same request is in progress.
pub(crate) async fn begin(
    state: &State,
    request: &HttpRequest,
    caller: &Caller,
    body: &[u8],
) -> Result<IdempotencyState, Problem> {
    match IdempotencyKey::of(request)?.idempotency_key {
        Some(key) => begin_with(state, request, caller, &key, body).await,
        None => Ok(IdempotencyState::Do(None)),
    }
}

/// Begins a permitted request with a key, as [`begin`] does.
pub(crate) async fn begin_with(
    state: &State,
    request: &HttpRequest,
    caller: &Caller,
    key: &str,
    body: &[u8],
) -> Result<IdempotencyState, Problem> {
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
            key,
        ],
    );
    let media_type = request.headers().get(CONTENT_TYPE);
    let media_type = media_type.map_or(&[][..], HeaderValue::as_bytes);
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
        Known::Answered(answer) => Ok(IdempotencyState::Answered(GivenAnswer {
            answer,
            is_replayed: true,
        })),
        Known::Other => Err(Problem::of(Kind::IdempotencyKeyReused)),
    }
}

/// Does work in a transaction, once for each key, and stores the answer in the same transaction.
///
/// Errors: the faults of the work, those of the database, 422 if the key was used for another request, and 409 while
/// another process does the same work.
pub(crate) async fn once(
    state: &State,
    keyed: Option<&Keyed>,
    work: impl Fn(&mut Engine) -> Result<Result<KeptAnswer, Vec<Fault>>, StoreError> + Send + 'static,
) -> Result<GivenAnswer, Problem> {
    let request = keyed.map(|keyed| keyed.request.clone());
    let now = state.clock.now().naive_utc();
    let expires_at = now + TimeDelta::hours(STORED_HOURS);
    let done = state.store.write(move |connection| {
        let Some(request) = &request else {
            return Ok(work(connection)?
                .map(|answer| (answer, false))
                .map_err(Problem::of_faults));
        };
        match claim(connection, request, now, expires_at)? {
            Known::New => {}
            Known::Answered(answer) => return Ok(Ok((answer, true))),
            Known::Other => return Ok(Err(Problem::of(Kind::IdempotencyKeyReused))),
        }
        let done = work(connection)?;
        match &done {
            Ok(answer) => keep(connection, request, answer)?,
            Err(_) => release(connection, request)?,
        }
        Ok(done.map(|answer| (answer, false)).map_err(Problem::of_faults))
    });
    let (answer, is_replayed) = done.await??;
    Ok(GivenAnswer { answer, is_replayed })
}

impl GivenAnswer {
    /// The answer over HTTP.
    pub(crate) fn response(self) -> HttpResponse {
        let Self { answer, is_replayed } = self;
        let mut response = HttpResponse::build(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK));
        response
            .content_type(crate::http::response::JSON)
            .insert_header(("cache-control", "no-store"));
        let headers: Vec<(String, String)> = serde_json::from_str(&answer.headers).unwrap_or_default();
        for (name, value) in headers {
            response.insert_header((name, value));
        }
        if is_replayed {
            response.insert_header((IDEMPOTENT_REPLAYED, HeaderValue::from_static("true")));
        }
        response.body(answer.body)
    }
}

impl IdempotencyKey {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let refused = || Problem::of(Kind::InvalidIdempotencyKey);
        let mut sent = request.headers().get_all(IDEMPOTENCY_KEY);
        let Some(first) = sent.next() else {
            return Ok(Self { idempotency_key: None });
        };
        let written = first.to_str().map_err(|_| refused())?.trim();
        let key = match written.strip_prefix('"') {
            Some(rest) => unquoted(rest).ok_or_else(refused)?,
            None => written.to_owned(),
        };
        let is_usable = (1..=MAX_KEY_LENGTH).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
            && !may_hold_identity_number(&key)
            && sent.next().is_none();
        is_usable
            .then_some(Self {
                idempotency_key: Some(key),
            })
            .ok_or_else(refused)
    }
}

/// The key in a string of RFC 9651, the form of the draft that describes `Idempotency-Key`, after its first quote; `None`
/// if the string is not well formed. Many clients send the key without quotes, and it is the same key.
fn unquoted(rest: &str) -> Option<String> {
    let mut key = String::with_capacity(rest.len());
    let mut characters = rest.chars();
    loop {
        match characters.next()? {
            '"' => return characters.as_str().is_empty().then_some(key),
            '\\' => key.push(characters.next().filter(|next| matches!(next, '"' | '\\'))?),
            other => key.push(other),
        }
    }
}
