//! What web pages of other origins may do.

use std::sync::LazyLock;

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};

use super::problems::{Kind, Problem};

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

const ANY_ORIGIN: HeaderValue = HeaderValue::from_static("*");
static ALL_EXPOSED: LazyLock<HeaderValue> = LazyLock::new(|| list(&EXPOSED));
/// What the answer to a preflight request depends on.
const OF_PREFLIGHT: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

/// Allows web pages of any origin to read an answer, without credentials.
///
/// Every answer has the same headers, whether or not a page asked, so that a cache between has one answer for all.
pub(crate) fn allow_any_origin(headers: &mut HeaderMap) {
    if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY_ORIGIN);
    }
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, ALL_EXPOSED.clone());
}

/// The answer to a preflight request (Fetch, 4.8); `None` for any other request.
///
/// The request that follows is answered as that of every page: the token in its header is no credential that the browser
/// adds.
pub(crate) fn preflight(request: &HttpRequest, listed: &[String]) -> Option<Result<HttpResponse, Problem>> {
    if request.method() != Method::OPTIONS {
        return None;
    }
    let sent = |name: HeaderName| request.headers().get(name);
    let method = sent(header::ACCESS_CONTROL_REQUEST_METHOD)?;
    let origin = sent(header::ORIGIN).filter(|origin| listed.iter().any(|listed| origin == &listed.as_str()));
    let (mut methods, mut headers) = (METHODS.to_vec(), HEADERS.to_vec());
    if origin.is_some() {
        methods.extend(METHODS_OF_LISTED);
        headers.extend(HEADERS_OF_LISTED);
    }
    let asked = sent(header::ACCESS_CONTROL_REQUEST_HEADERS).map_or(Ok(""), HeaderValue::to_str);
    let is_allowed = |name: &str| name.is_empty() || headers.iter().any(|header| header.eq_ignore_ascii_case(name));
    let all_allowed = asked.is_ok_and(|asked| asked.split(',').map(str::trim).all(is_allowed));
    if !all_allowed || !methods.iter().any(|allowed| method == allowed) {
        return Some(Err(Problem::of(Kind::CrossOriginRefused)));
    }
    let answer = HttpResponse::build(StatusCode::NO_CONTENT)
        .insert_header((
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            origin.cloned().unwrap_or(ANY_ORIGIN),
        ))
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, list(&methods)))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, list(&headers)))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, MAX_AGE))
        .insert_header((header::VARY, OF_PREFLIGHT))
        .finish();
    Some(Ok(answer))
}

fn list(names: &[&str]) -> HeaderValue {
    HeaderValue::try_from(names.join(", ")).expect("names of methods and headers")
}
