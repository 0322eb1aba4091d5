//! The settings of tokens: where the keys come from, what a token must have, and what its claims are called.

use std::path::PathBuf;

use url::Url;

use crate::tokens::{Accepted, ClaimNames, KeySource, TokenSettings, is_loopback};

use super::error::{ConfigError, ConfigErrors};
use super::value::parsed;

const ADDRESS: &str = "INSATSKATALOG_JWKS_URL";
const FILE: &str = "INSATSKATALOG_JWKS_FILE";

/// The settings of tokens; `None` if any of them is an error. Every error is added to the others.
pub(super) fn token_settings(
    get: &impl Fn(&str) -> Option<String>,
    errors: &mut ConfigErrors,
) -> Option<TokenSettings> {
    let keys = keys(get, errors);
    let has_keys = keys != Some(KeySource::None);
    let mut needed = |variable: &'static str| {
        let value = get(variable);
        if value.is_none() && has_keys {
            errors.0.push(ConfigError::new(
                variable,
                format!("is required with {ADDRESS} or {FILE}"),
            ));
        }
        value.unwrap_or_default()
    };
    let (issuer, audience) = (needed("INSATSKATALOG_JWT_ISSUER"), needed("INSATSKATALOG_JWT_AUDIENCE"));
    let scope_prefix = get("INSATSKATALOG_JWT_SCOPE_PREFIX");
    let audiences = errors.collect(audiences(&audience, scope_prefix.is_some()));
    let token_types = get("INSATSKATALOG_JWT_TYPE").map(|list| token_types(&list));
    let token_types = errors.collect(token_types.unwrap_or_else(|| Ok(TokenSettings::none().token_types)));
    Some(TokenSettings {
        keys: keys?,
        issuer,
        audiences: audiences?,
        token_types: token_types?,
        scope_prefix,
        clients_file: get("INSATSKATALOG_CLIENTS_FILE").map(PathBuf::from),
        claims: claim_names(get),
    })
}

/// The source of the keys; `None` if it is an error.
fn keys(get: &impl Fn(&str) -> Option<String>, errors: &mut ConfigErrors) -> Option<KeySource> {
    let (address, file) = (get(ADDRESS), get(FILE));
    let has_both = address.is_some() && file.is_some();
    if has_both {
        errors
            .0
            .push(ConfigError::new(FILE, format!("and {ADDRESS} cannot be used together")));
    }
    let address = errors.collect(address.map(|text| jwks_address(&text)).transpose())?;
    match (address, file) {
        _ if has_both => None,
        (Some(address), _) => Some(KeySource::Address(address)),
        (None, Some(file)) => Some(KeySource::File(file.into())),
        (None, None) => Some(KeySource::None),
    }
}

/// The names of the claims.
fn claim_names(get: &impl Fn(&str) -> Option<String>) -> ClaimNames {
    let list = |variable: &str| -> Option<Vec<String>> {
        Some(get(variable)?.split(',').map(|name| name.trim().to_owned()).collect())
    };
    let default = ClaimNames::default();
    ClaimNames {
        scope: list("INSATSKATALOG_JWT_SCOPE_CLAIM").unwrap_or(default.scope),
        municipalities: get("INSATSKATALOG_JWT_MUNICIPALITIES_CLAIM").unwrap_or(default.municipalities),
        providers: get("INSATSKATALOG_JWT_PROVIDERS_CLAIM").unwrap_or(default.providers),
        bodies: get("INSATSKATALOG_JWT_BODIES_CLAIM").unwrap_or(default.bodies),
        client_id: list("INSATSKATALOG_JWT_CLIENT_CLAIM").unwrap_or(default.client_id),
    }
}

/// Reads the accepted audiences. `absent` needs a scope prefix.
fn audiences(list: &str, has_scope_prefix: bool) -> Result<Accepted, ConfigError> {
    let audiences = Accepted::parse(list);
    if audiences.absent && !has_scope_prefix {
        return Err(ConfigError::new(
            "INSATSKATALOG_JWT_AUDIENCE",
            "may accept absent only with INSATSKATALOG_JWT_SCOPE_PREFIX, which then shows that a token is for this service",
        ));
    }
    Ok(audiences)
}

/// Reads the accepted types, which are subtypes of `application/` (RFC 7515, 4.1.9).
fn token_types(list: &str) -> Result<Accepted, ConfigError> {
    let of_type = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let mut words = list.split(',').map(str::trim);
    if words.all(|word| !word.is_empty() && word.chars().all(of_type)) {
        Ok(Accepted::parse(list))
    } else {
        Err(ConfigError::new(
            "INSATSKATALOG_JWT_TYPE",
            "must be types separated by commas, such as JWT,at+jwt or absent",
        ))
    }
}

/// Accepts https, and http from this machine.
fn jwks_address(text: &str) -> Result<Url, ConfigError> {
    const WANTED: &str =
        "an https address, such as https://login.example.se/realms/kommun/protocol/openid-connect/certs";
    let url: Url = parsed(ADDRESS, text, WANTED)?;
    if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)) {
        Ok(url)
    } else {
        Err(ConfigError::new(ADDRESS, format!("must be {WANTED}")))
    }
}
