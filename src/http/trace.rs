//! The outermost layer of every request: its trace, its line in the log, and the body of every error.
//!
//! The log contains the method, route pattern, status, time and trace id, and never an address, a query or a body.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpRequest, web};
use futures_util::FutureExt;
use uuid::Uuid;

use crate::domain::personal_details::trace_number::may_hold_identity_number;
use crate::domain::text::TextLanguage;

use super::browser_policy::guard;
use super::client::language::preferred_language;
use super::client::rates::Counted;
use super::cross_origin::{allow_any_origin, preflight};
use super::encoding::uncached::compressed;
use super::html::answer::HTML;
use super::html::problem_page::problem_page;
use super::metrics::known;
use super::problems::{Kind, Problem};
use super::request::address;
use super::request::permission::ClientId;
use super::spans::Span;
use super::state::{State, base_of};

/// The header with the age of the catalogue in seconds, if the database has been unavailable for a while.
const CATALOGUE_AGE: HeaderName = HeaderName::from_static("catalogue-age");

/// The age from which the catalogue counts as old, in seconds.
const OLD: u64 = 30;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace of a request (W3C Trace Context). The ids and flags are hexadecimal digits.
#[derive(Clone, Copy)]
pub(crate) struct Trace {
    trace_id: [u8; 32],
    span_id: [u8; 16],
    /// The span of the client.
    parent: Option<[u8; 16]>,
    flags: [u8; 2],
}

/// What is used of a `traceparent` header.
struct Given {
    trace_id: [u8; 32],
    parent: Option<[u8; 16]>,
    flags: [u8; 2],
}

impl Trace {
    /// The trace of a `traceparent` header, with a new span; a new trace if the header is absent or invalid.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let given = headers
            .get(&TRACEPARENT)
            .and_then(|value| value.to_str().ok())
            .and_then(parse);
        let given = given.unwrap_or_else(|| Given {
            trace_id: random_id(),
            parent: None,
            flags: *b"01",
        });
        let mut span_id = [0; 16];
        span_id.copy_from_slice(&random_id()[..16]);
        Self {
            trace_id: given.trace_id,
            span_id,
            parent: given.parent,
            flags: given.flags,
        }
    }

    pub(crate) fn of_request(request: &HttpRequest) -> Self {
        let trace = request.extensions().get::<Self>().copied();
        trace.unwrap_or_else(|| Self::of(request.headers()))
    }

    /// The id of the trace: 32 hexadecimal digits.
    pub(crate) fn id(&self) -> &str {
        digits(&self.trace_id)
    }

    /// Whether the client records this trace too. Every trace that begins here is recorded.
    fn is_sampled(&self) -> bool {
        // The last bit of the number.
        matches!(self.flags[1], b'1' | b'3' | b'5' | b'7' | b'9' | b'b' | b'd' | b'f')
    }

    pub fn header(&self) -> HeaderValue {
        let mut header = *b"00-00000000000000000000000000000000-0000000000000000-00";
        header[3..35].copy_from_slice(&self.trace_id);
        header[36..52].copy_from_slice(&self.span_id);
        header[53..].copy_from_slice(&self.flags);
        HeaderValue::from_bytes(&header).expect("digits and hyphens")
    }
}

fn digits(id: &[u8]) -> &str {
    std::str::from_utf8(id).expect("hexadecimal digits")
}

fn random_id() -> [u8; 32] {
    let mut id = [0; 32];
    Uuid::new_v4().simple().encode_lower(&mut id);
    id
}

/// A well-formed `traceparent`. A trace id that may contain an identity number starts a new trace, and such a span is not
/// used.
fn parse(header: &str) -> Option<Given> {
    let mut parts = header.split('-');
    let (version, trace_id, span_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    let is_zero = |part: &str| part.bytes().all(|b| b == b'0');
    let whole = version != "00" || parts.next().is_none();
    let usable = whole
        && is_hex(version, 2)
        && version != "ff"
        && is_hex(trace_id, 32)
        && is_hex(span_id, 16)
        && is_hex(flags, 2)
        && !is_zero(trace_id)
        && !is_zero(span_id)
        && !may_hold_identity_number(trace_id);
    if !usable {
        return None;
    }
    let is_harmless = !may_hold_identity_number(span_id);
    Some(Given {
        trace_id: trace_id.as_bytes().try_into().ok()?,
        parent: span_id.as_bytes().try_into().ok().filter(|_| is_harmless),
        flags: flags.as_bytes().try_into().ok()?,
    })
}

/// Runs a request inside its trace.
pub async fn traced<B: MessageBody + 'static>(
    state: web::Data<State>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let trace = Trace::of(request.headers());
    request.extensions_mut().insert(trace);
    let used = state.note_origin(request.request());
    let is_https = state.is_asked_by_https(request.request(), used);
    let origin = state.origin(request.request());
    let base = || base_of(origin);
    let language = preferred_language(request.request()).unwrap_or(TextLanguage::English);
    let method = request.method().clone();
    if method == Method::HEAD {
        // The connection omits the body. Everything else is as for GET.
        request.head_mut().method = Method::GET;
    }
    let written = |request: &HttpRequest, problem: &Problem| {
        let page = problem_page(request, problem, trace.id());
        page.unwrap_or_else(|| problem.response(&base(), trace.id(), language))
    };
    let refused = address::refused(request.uri()).map(Err);
    let answered = match refused.or_else(|| preflight(request.request(), &state.cors_origins)) {
        Some(answered) => {
            let answer = answered.unwrap_or_else(|problem| written(request.request(), &problem));
            Ok(request.into_response(answer).map_into_right_body())
        }
        None => AssertUnwindSafe(next.call(request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| {
                Err(Panicked {
                    base: base(),
                    trace_id: trace.id().to_owned(),
                    language,
                }
                .into())
            })
            .map(ServiceResponse::map_into_left_body),
    };
    let mut response = answered?;
    if let Some(problem) = problem_of(&response) {
        let mut written = written(response.request(), &problem);
        for value in response.headers().get_all(header::VARY) {
            written.headers_mut().append(header::VARY, value.clone());
        }
        response = response.into_response(written.map_into_right_body());
    }
    let mut response = compressed(response);
    response.headers_mut().insert(TRACEPARENT, trace.header());
    guard(response.headers_mut(), is_https);
    allow_any_origin(response.headers_mut());
    let counted = response.request().extensions().get::<Counted>().copied();
    if let Some(counted) = counted {
        counted.add_headers(response.headers_mut());
    }
    let age = state.catalogue.seconds_since_compared(state.clock.since_start());
    if age > OLD {
        response.headers_mut().insert(CATALOGUE_AGE, age.into());
    }
    if state.is_stopping() {
        let head = response.response_mut().head_mut();
        head.set_connection_type(ConnectionType::Close);
    }
    record(&state, &method, &response, started, &trace);
    Ok(response)
}

/// The problem of a response with an error, whether from the service or from a library.
fn problem_of<B>(response: &ServiceResponse<B>) -> Option<Problem> {
    let status = response.status();
    if let Some(error) = response.response().error() {
        let own = error.as_error::<Problem>().cloned();
        return Some(own.unwrap_or_else(|| Problem::of(of_framework(status))));
    }
    let is_error = status.is_client_error() || status.is_server_error();
    let media_type = response.headers().get(header::CONTENT_TYPE);
    let is_own = |media_type: &HeaderValue| media_type == "application/problem+json" || media_type == HTML;
    (is_error && !media_type.is_some_and(is_own)).then(|| Problem::of(of_framework(status)))
}

fn of_framework(status: StatusCode) -> Kind {
    match status {
        StatusCode::NOT_FOUND => Kind::UnknownPath,
        StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::ContentTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
        StatusCode::REQUEST_TIMEOUT => Kind::RequestTimeout,
        StatusCode::URI_TOO_LONG => Kind::UriTooLong,
        status if status.is_client_error() => Kind::MalformedRequest,
        _ => Kind::Internal,
    }
}

/// Counts an answer, logs it, and hands its span on.
fn record<B>(state: &State, method: &Method, response: &ServiceResponse<B>, started: Instant, trace: &Trace) {
    let (route, took) = (response.request().match_pattern(), started.elapsed());
    let status = response.status().as_u16();
    state.metrics.count(method, route.as_deref(), status, took);
    if state.spans.is_on() && trace.is_sampled() {
        state.spans.record(&Span {
            trace_id: trace.id(),
            id: digits(&trace.span_id),
            parent: trace.parent.as_ref().map(|parent| digits(parent)),
            method: known(method),
            route: route.as_deref(),
            status,
            took,
        });
    }
    let extensions = response.request().extensions();
    let client = extensions.get::<ClientId>().map(|client| client.0.as_str());
    log::info!(
        target: "access",
        method = known(method),
        route = route.as_deref().unwrap_or("-"),
        status = status,
        client = client.unwrap_or("-"),
        micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        trace = trace.id();
        "request"
    );
}

/// The panic of a handler, with all that the answer needs, because the request is gone.
#[derive(Debug)]
struct Panicked {
    base: String,
    trace_id: String,
    language: TextLanguage,
}

impl std::fmt::Display for Panicked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("panic")
    }
}

impl actix_web::ResponseError for Panicked {
    fn error_response(&self) -> actix_web::HttpResponse {
        Problem::of(Kind::Internal).response(&self.base, &self.trace_id, self.language)
    }
}

#[cfg(test)]
#[path = "../../tests/unit/http/trace.rs"]
mod tests;
