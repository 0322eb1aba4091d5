//! Checks the ID token of a sign-in (OpenID Connect Core, 3.1.3.7).

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::claims::{check_time, text};
use super::refusal::Refusal;

/// What an ID token must state.
pub(crate) struct ExpectedIdToken<'a> {
    /// The issuer (`iss`).
    pub issuer: &'a str,
    /// The client that asked for it (`aud`, `azp`).
    pub client_id: &'a str,
    /// What the request contained (`nonce`).
    pub nonce: &'a str,
}

/// Checks the claims of an ID token with a verified signature.
pub(super) fn check(
    claims: &Map<String, Value>,
    expected: &ExpectedIdToken,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if text(claims, "iss")? != Some(expected.issuer) {
        return Err(Refusal::Issuer);
    }
    let is_own = |audience: &Value| audience.as_str() == Some(expected.client_id);
    let is_for_client = match claims.get("aud") {
        None => return Err(Refusal::MissingClaim("aud")),
        Some(Value::Array(several)) => several.iter().any(is_own),
        Some(only) => is_own(only),
    };
    if !is_for_client || text(claims, "azp")?.is_some_and(|client| client != expected.client_id) {
        return Err(Refusal::Audience);
    }
    check_time(claims, now)?;
    match text(claims, "nonce")? {
        None => Err(Refusal::MissingClaim("nonce")),
        Some(nonce) if nonce == expected.nonce => Ok(()),
        Some(_) => Err(Refusal::MalformedClaim("nonce")),
    }
}

#[cfg(test)]
#[path = "../../tests/unit/tokens/id_token.rs"]
mod tests;
