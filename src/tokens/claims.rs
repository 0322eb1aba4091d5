//! Reads the claims of a token. A claim that cannot be understood refuses the token, and never grants part of it.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::domain::personal_details::{PersonalDetail, personal_detail_in};
use crate::domain::{Kommunkod, Slug};

use super::caller::{Caller, provider};
use super::clients::Clients;
use super::refusal::Refusal;
use super::settings::{Accepted, ClaimNames, TokenSettings};

/// The accepted difference between the issuer's clock and ours, in seconds.
const LEEWAY: i64 = 60;

/// The longest name of a client, in characters.
const MAX_CLIENT_LENGTH: usize = 128;

/// Reads the claims of a token with a verified signature. What the operator grants to its client is used instead of the
/// claim.
///
/// # Errors
/// The first invalid claim.
pub fn read(
    claims: &Map<String, Value>,
    settings: &TokenSettings,
    clients: &Clients,
    now: DateTime<Utc>,
) -> Result<Caller, Refusal> {
    let issuer = text(claims, "iss")?.ok_or(Refusal::MissingClaim("iss"))?;
    if issuer != settings.issuer {
        return Err(Refusal::Issuer);
    }
    check_audience(claims, &settings.audiences)?;
    let claimed_scopes = scopes(claims, settings);
    // What the file grants is for this service. Without an audience, only a scope shows that the token is too.
    if !claims.contains_key("aud") && claimed_scopes.as_ref().map_err(|refusal| *refusal)?.is_empty() {
        return Err(Refusal::NoOwnScope);
    }
    check_time(claims, now)?;
    let names = &settings.claims;
    let client_id = client_id(claims, names)?;
    // A token of a client itself may lack `sub`.
    let subject = text(claims, "sub")?.unwrap_or(&client_id).to_owned();
    let granted = clients.find(&client_id, &subject);
    let granted_scopes = granted.and_then(|client| client.scopes.clone());
    let granted_municipalities = granted.and_then(|client| client.municipalities.clone());
    let claimed_providers = || find(claims, &names.providers).map(providers).transpose();
    let claimed_bodies = || find(claims, &names.bodies).map(bodies).transpose();
    Ok(Caller {
        issuer: issuer.to_owned(),
        scopes: granted_scopes.map_or(claimed_scopes, Ok)?,
        municipalities: granted_municipalities.map_or_else(|| municipalities(claims, names), Ok)?,
        providers: match granted.and_then(|client| client.providers.clone()) {
            None => claimed_providers()?,
            granted => granted,
        },
        bodies: match granted.and_then(|client| client.bodies.clone()) {
            None => claimed_bodies()?,
            granted => granted,
        },
        subject,
        client_id,
    })
}

/// The claim with a name, or at a JSON Pointer.
fn find<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    let Some(path) = name.strip_prefix('/') else {
        return claims.get(name);
    };
    let (first, rest) = match path.find('/') {
        Some(at) => path.split_at(at),
        None => (path, ""),
    };
    claims.get(first)?.pointer(rest)
}

/// A claim that is a text; `None` if the token lacks it.
pub(super) fn text<'c>(claims: &'c Map<String, Value>, name: &'static str) -> Result<Option<&'c str>, Refusal> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
        Some(_) => Err(Refusal::MalformedClaim(name)),
    }
}

fn check_audience(claims: &Map<String, Value>, audiences: &Accepted) -> Result<(), Refusal> {
    let is_accepted = |one: &str| audiences.has(|audience| audience == one);
    let named = match claims.get("aud") {
        None if audiences.absent => true,
        None => return Err(Refusal::MissingClaim("aud")),
        Some(Value::String(one)) => is_accepted(one),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).any(is_accepted),
        Some(_) => return Err(Refusal::MalformedClaim("aud")),
    };
    if named { Ok(()) } else { Err(Refusal::Audience) }
}

/// Checks when a token begins and ends, with a minute for clocks that differ.
pub(super) fn check_time(claims: &Map<String, Value>, now: DateTime<Utc>) -> Result<(), Refusal> {
    let now = now.timestamp();
    let expires = seconds(claims, "exp")?.ok_or(Refusal::MissingClaim("exp"))?;
    if expires.saturating_add(LEEWAY) <= now {
        return Err(Refusal::Expired);
    }
    for begins in [seconds(claims, "nbf")?, seconds(claims, "iat")?].into_iter().flatten() {
        if begins > now.saturating_add(LEEWAY) {
            return Err(Refusal::NotYetValid);
        }
    }
    Ok(())
}

/// A `NumericDate` (RFC 7519), rounded down.
fn seconds(claims: &Map<String, Value>, name: &'static str) -> Result<Option<i64>, Refusal> {
    let Some(value) = claims.get(name) else {
        return Ok(None);
    };
    let whole = value.as_i64().or_else(|| {
        let value = value.as_f64()?;
        let fits = (0.0..=9_007_199_254_740_991.0).contains(&value);
        #[expect(clippy::cast_possible_truncation, reason = "within the range checked above")]
        fits.then_some(value as i64)
    });
    whole.map(Some).ok_or(Refusal::MalformedClaim(name))
}

/// The client's name is logged and audited, so it must not contain a personal detail or control characters. The address of
/// a client is often a link.
fn client_id(claims: &Map<String, Value>, names: &ClaimNames) -> Result<String, Refusal> {
    let value = names.client_id.iter().find_map(|name| find(claims, name));
    let Value::String(client_id) = value.ok_or(Refusal::MissingClaim("client_id"))? else {
        return Err(Refusal::MalformedClaim("client_id"));
    };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/@".contains(c);
    let is_name = (1..=MAX_CLIENT_LENGTH).contains(&client_id.len()) && client_id.chars().all(allowed);
    let names_nobody = matches!(personal_detail_in(client_id), None | Some(PersonalDetail::Link));
    if is_name && names_nobody {
        Ok(client_id.clone())
    } else {
        Err(Refusal::MalformedClaim("client_id"))
    }
}

/// Words in a list, or separated in one text.
fn words(value: &Value, name: &'static str, separator: fn(char) -> bool) -> Result<Vec<String>, Refusal> {
    match value {
        Value::String(text) => {
            let words = text.split(separator).map(str::trim);
            Ok(words.filter(|word| !word.is_empty()).map(str::to_owned).collect())
        }
        Value::Array(items) => {
            let word = |item: &Value| item.as_str().map(str::to_owned);
            let words: Option<Vec<String>> = items.iter().map(word).collect();
            words.ok_or(Refusal::MalformedClaim(name))
        }
        _ => Err(Refusal::MalformedClaim(name)),
    }
}

const fn space_or_comma(c: char) -> bool {
    matches!(c, ' ' | ',')
}

/// The scopes, without their prefix.
fn scopes(claims: &Map<String, Value>, settings: &TokenSettings) -> Result<Vec<String>, Refusal> {
    let Some(value) = settings.claims.scope.iter().find_map(|name| find(claims, name)) else {
        return Ok(Vec::new());
    };
    let scopes = words(value, "scope", |c| c == ' ')?;
    let Some(prefix) = &settings.scope_prefix else {
        return Ok(scopes);
    };
    let own = scopes.iter().filter_map(|scope| scope.strip_prefix(prefix));
    Ok(own.map(str::to_owned).collect())
}

/// The municipalities' codes. `*` grants nothing.
fn municipalities(claims: &Map<String, Value>, names: &ClaimNames) -> Result<Vec<Kommunkod>, Refusal> {
    let Some(value) = find(claims, &names.municipalities) else {
        return Ok(Vec::new());
    };
    let malformed = Refusal::MalformedClaim("municipalities");
    words(value, "municipalities", space_or_comma)?
        .iter()
        .filter(|word| *word != "*")
        .map(|word| Kommunkod::parse(word).ok_or(malformed))
        .collect()
}

fn providers(value: &Value) -> Result<Vec<(Kommunkod, Slug)>, Refusal> {
    words(value, "providers", space_or_comma)?
        .iter()
        .map(|word| provider(word).ok_or(Refusal::MalformedClaim("providers")))
        .collect()
}

/// Bodies by name or slug: a list, since names have spaces.
fn bodies(value: &Value) -> Result<Vec<String>, Refusal> {
    match value {
        Value::Array(_) => words(value, "bodies", |_| false),
        _ => Err(Refusal::MalformedClaim("bodies")),
    }
}

#[cfg(test)]
#[path = "../../tests/unit/tokens/claims.rs"]
mod tests;
