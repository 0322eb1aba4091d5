//! What web pages of other origins may do.

use actix_cors::Cors;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};

/// The methods of public requests.
const METHODS: [&str; 3] = ["GET", "HEAD", "POST"];
/// The headers of public requests.
const HEADERS: [&str; 8] = [
    "accept",
    "accept-language",
    "content-encoding",
    "content-type",
    "if-none-match",
    "traceparent",
    "tracestate",
    "baggage",
];
/// The headers of answers that a page may read, besides those that every page may read (Fetch, CORS-safelisted).
pub const EXPOSED: [&str; 15] = [
    "accept-encoding",
    "allow",
    "catalogue-age",
    "content-disposition",
    "deprecation",
    "etag",
    "idempotent-replayed",
    "link",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "sunset",
    "traceparent",
    "www-authenticate",
];
/// The methods and headers that only pages of listed origins may send besides.
const METHODS_OF_LISTED: [&str; 2] = ["PUT", "DELETE"];
const HEADERS_OF_LISTED: [&str; 4] = ["authorization", "content-disposition", "idempotency-key", "if-match"];
/// How long a browser may keep an answer to a preflight request, in seconds.
const MAX_AGE: usize = 3600;

/// Allows web pages of any origin to read public answers, without credentials.
pub fn cross_origin() -> Cors {
    Cors::default()
        .allow_any_origin()
        .send_wildcard()
        .allowed_methods(METHODS)
        .allowed_headers(HEADERS)
        .expose_headers(EXPOSED)
        .max_age(MAX_AGE)
}

/// The answer to a preflight request of a page whose origin is listed; `None` for any other request.
///
/// [`cross_origin`] answers the request that follows as it answers every page: the token in its header is no credential
/// that the browser adds.
pub(crate) fn preflight_of_listed(request: &HttpRequest, listed: &[String]) -> Option<HttpResponse> {
    let origin = request.headers().get(header::ORIGIN)?;
    let is_preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !is_preflight || !listed.iter().any(|listed| origin == listed.as_str()) {
        return None;
    }
    let names = |of_all: &[&str], of_listed: &[&str]| [of_all, of_listed].concat().join(", ");
    let answer = HttpResponse::build(StatusCode::NO_CONTENT)
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone()))
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_METHODS,
            names(&METHODS, &METHODS_OF_LISTED),
        ))
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            names(&HEADERS, &HEADERS_OF_LISTED),
        ))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, MAX_AGE))
        .insert_header((header::VARY, HeaderValue::from_static("Origin")))
        .finish();
    Some(answer)
}
