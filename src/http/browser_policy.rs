//! What browsers may do with an answer: headers that every answer has.

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// An answer loads nothing, runs nothing and is shown in no frame, unless it has a policy of its own.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const NO_DEVICES: &str = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
/// For a year, browsers use https for this host. Other hosts of the domain are not ours to speak for.
const HTTPS_ONLY: &str = "max-age=31536000";

/// Adds the headers to an answer, with the policy of its path. `is_https` says whether the client asked by https.
pub(crate) fn guard(headers: &mut HeaderMap, policy: HeaderValue, is_https: bool) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (PERMISSIONS_POLICY, NO_DEVICES),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS_ONLY));
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// What an answer of a path may do, unless it has a policy of its own. The documentation runs its own scripts and asks the API
/// at its public addresses. Its program sets styles itself.
pub(crate) fn policy_of(path: &str, origins: &[String]) -> HeaderValue {
    let nothing = HeaderValue::from_static(NOTHING);
    if !path.starts_with("/docs/") {
        return nothing;
    }
    let origins = origins.join(" ");
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         connect-src 'self' {origins}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(nothing)
}
