//! Headers that announce what is going away (docs/compatibility.md).

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue, LINK};

/// Since when members are deprecated (RFC 9745): 2026-12-01.
const DEPRECATION: (HeaderName, HeaderValue) = (
    HeaderName::from_static("deprecation"),
    HeaderValue::from_static("@1796083200"),
);
/// Until when they are accepted and shown (RFC 8594).
const SUNSET: (HeaderName, HeaderValue) = (
    HeaderName::from_static("sunset"),
    HeaderValue::from_static("Sun, 31 Dec 2028 23:59:59 GMT"),
);

/// Adds the headers to an answer that shows something deprecated, with a link to the documentation of the service.
pub(crate) fn announced(mut response: HttpResponse, is_deprecated: bool, origin: &str) -> HttpResponse {
    let documentation = || HeaderValue::try_from(format!("<{origin}/docs/>; rel=\"deprecation\""));
    if is_deprecated && let Ok(documentation) = documentation() {
        let headers = response.headers_mut();
        for (name, value) in [DEPRECATION, SUNSET, (LINK, documentation)] {
            headers.insert(name, value);
        }
    }
    response
}
