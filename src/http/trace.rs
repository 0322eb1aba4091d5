//! The outermost layer of every request: its trace, its line in the log, and the body of every error.
//!
//! The log holds method, route pattern, status, time and trace id: never an address, a query or a body.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, web};
use futures_util::FutureExt;
use uuid::Uuid;

use crate::domain::identity::is_identity_shaped;

use super::address;
use super::problem::{Language, Problem};
use super::problem_kinds::Kind;
use super::state::State;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");

/// The trace that a request belongs to (W3C Trace Context).
#[derive(Clone)]
pub struct Trace {
    trace_id: String,
    span_id: String,
    flags: String,
}

impl Trace {
    /// The trace of a `traceparent` header, with a span of its own; a new trace when there is none that can be used.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        let fresh = Uuid::new_v4().simple().to_string();
        let span_id = Uuid::new_v4().simple().to_string()[..16].to_owned();
        let given = headers
            .get(&TRACEPARENT)
            .and_then(|value| value.to_str().ok())
            .and_then(parse);
        let (trace_id, flags) = given.unwrap_or((fresh, "01".into()));
        Self {
            trace_id,
            span_id,
            flags,
        }
    }

    /// The id of the trace: 32 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.trace_id
    }

    fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&format!("00-{}-{}-{}", self.trace_id, self.span_id, self.flags))
            .unwrap_or(HeaderValue::from_static(""))
    }
}

/// The trace id and flags of a well-formed `traceparent`. One that looks like an identity number starts a new trace.
fn parse(header: &str) -> Option<(String, String)> {
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
        && !is_identity_shaped(trace_id);
    usable.then(|| (trace_id.to_owned(), flags.to_owned()))
}

/// Runs a request inside its trace.
///
/// # Errors
/// Never: every error becomes a problem.
pub async fn traced<B: MessageBody + 'static>(
    state: web::Data<State>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    let started = Instant::now();
    let trace = Trace::of(request.headers());
    request.extensions_mut().insert(trace.clone());
    let base = state.base(request.request());
    let language = Language::accepted(
        request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok()),
    );
    let method = request.method().clone();
    if method == Method::HEAD {
        // The connection leaves the body out; everything else is as for GET.
        request.head_mut().method = Method::GET;
    }
    let refused = address::refused(request.uri());
    let answered = match refused {
        Some(problem) => Ok(request
            .into_response(problem.response(&base, trace.id(), language))
            .map_into_right_body()),
        None => AssertUnwindSafe(next.call(request))
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Panicked(base.clone(), trace.id().to_owned(), language).into()))
            .map(ServiceResponse::map_into_left_body),
    };
    let mut response = answered?;
    if let Some(problem) = problem_of(&response) {
        let written = problem.response(&base, trace.id(), language);
        response = response.into_response(written.map_into_right_body());
    }
    response.headers_mut().insert(TRACEPARENT, trace.header());
    response
        .headers_mut()
        .insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    log_request(&method, &response, started, &trace);
    Ok(response)
}

/// The problem behind a response, for errors of our own and of the framework alike.
fn problem_of<B>(response: &ServiceResponse<B>) -> Option<Problem> {
    let error = response.response().error()?;
    let problem = error.as_error::<Problem>();
    let copy = problem.map(|problem| Problem {
        kind: problem.kind,
        detail: problem.detail.clone(),
        errors: problem.errors.clone(),
        allow: problem.allow.clone(),
    });
    Some(copy.unwrap_or_else(|| Problem::of(of_framework(response.status()))))
}

fn of_framework(status: StatusCode) -> Kind {
    match status {
        StatusCode::NOT_FOUND => Kind::UnknownPath,
        StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => Kind::ContentTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
        StatusCode::REQUEST_TIMEOUT => Kind::RequestTimeout,
        StatusCode::URI_TOO_LONG => Kind::UriTooLong,
        status if status.as_u16() < 500 => Kind::InvalidRequest,
        _ => Kind::Internal,
    }
}

fn log_request<B>(method: &Method, response: &ServiceResponse<B>, started: Instant, trace: &Trace) {
    let route = response.request().match_pattern();
    log::info!(
        target: "access",
        method = method.as_str(),
        route = route.as_deref().unwrap_or("-"),
        status = response.status().as_u16(),
        micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        trace = trace.id();
        "request"
    );
}

/// A handler panicked; the request is gone with it, so the answer carries its own body.
#[derive(Debug)]
struct Panicked(String, String, Language);

impl std::fmt::Display for Panicked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("panic")
    }
}

impl actix_web::ResponseError for Panicked {
    fn error_response(&self) -> actix_web::HttpResponse {
        let Self(base, trace_id, language) = self;
        Problem::of(Kind::Internal).response(base, trace_id, *language)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn believes_only_a_well_formed_traceparent() {
        let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert_eq!(parse(good).expect("usable").0, "4bf92f3577b34da6a3ce929d0e0e4736");
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "00-00000000000000000000195507021234-00f067aa0ba902b7-01",
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
