//! What browsers may do with an answer: headers that every answer has.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// An answer loads nothing, runs nothing and is shown in no frame, unless it has a policy of its own.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const NO_DEVICES: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
/// For a year, browsers use https for this host. Other hosts of the domain are not ours to speak for.
const HTTPS_ONLY: &str = "max-age=31536000";

/// The headers of every answer.
const OF_ALL: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (PERMISSIONS_POLICY, HeaderValue::from_static(NO_DEVICES)),
];
const STRICT: HeaderValue = HeaderValue::from_static(HTTPS_ONLY);
const LOADS_NOTHING: HeaderValue = HeaderValue::from_static(NOTHING);

/// Adds the headers to an answer. `is_https` says whether the client asked by https.
pub(crate) fn guard(headers: &mut HeaderMap, is_https: bool) {
    for (name, value) in OF_ALL {
        headers.insert(name, value);
    }
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT);
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, LOADS_NOTHING);
    }
}
