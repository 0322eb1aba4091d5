//! What the pages about statistics share: their style, and what a browser may load for them.

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use url::Url;

use crate::domain::insatser::body::Letterhead;

pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// The page may use its own style, identified by its hash.
const STYLE: &str = "default-src 'none'; style-src 'sha256-aLbX/D4OZMa1L0MmbDC0TbH/WAjHdNwHJ5goyDvp1HU=';";
const NOTHING_ELSE: &str = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What a page may load: its own style, and the logo of the municipality.
pub(crate) fn policy(letterhead: Option<&Letterhead>) -> String {
    let logo = letterhead.and_then(|letterhead| Url::parse(letterhead.logo.as_deref()?).ok());
    let logo = logo.filter(|logo| logo.scheme() == "https");
    match logo.map(|logo| logo.origin().ascii_serialization()) {
        Some(origin) => format!("{STYLE} img-src {origin}; {NOTHING_ELSE}"),
        None => format!("{STYLE} {NOTHING_ELSE}"),
    }
}

/// A page that may load only what its policy names.
pub(crate) fn guarded(mut answer: HttpResponse, policy: &str) -> HttpResponse {
    let policy = HeaderValue::from_str(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    answer
}
