//! The settings of the sign-in to the pages for providers.

use url::Url;

use crate::sign_in::SignInSettings;
use crate::tokens::{KeySource, TokenSettings, is_loopback};

use super::error::{ConfigError, ConfigErrors};

const CLIENT_ID: &str = "INSATSKATALOG_OIDC_CLIENT_ID";
const ISSUER: &str = "INSATSKATALOG_OIDC_ISSUER";

/// The settings of the sign-in; `None` without a client, or if any of them is an error.
pub(super) fn sign_in_settings(
    get: &impl Fn(&str) -> Option<String>,
    tokens: Option<&TokenSettings>,
    errors: &mut ConfigErrors,
) -> Option<SignInSettings> {
    let (client_id, issuer, scopes) = (get(CLIENT_ID), get(ISSUER), get("INSATSKATALOG_OIDC_SCOPES"));
    let (client_secret, resource) = (
        get("INSATSKATALOG_OIDC_CLIENT_SECRET"),
        get("INSATSKATALOG_OIDC_RESOURCE"),
    );
    let (client_id, tokens) = (client_id?, tokens?);
    if tokens.keys == KeySource::None {
        let wanted = "needs INSATSKATALOG_JWKS_URL or INSATSKATALOG_JWKS_FILE, the keys of the same issuer";
        errors.0.push(ConfigError::new(CLIENT_ID, wanted));
        return None;
    }
    let issuer = issuer.unwrap_or_else(|| tokens.issuer.clone());
    let is_safe = |address: &Url| address.scheme() == "https" || (address.scheme() == "http" && is_loopback(address));
    let Some(issuer_address) = Url::parse(&issuer).ok().filter(is_safe) else {
        let wanted = "must be the https address of the issuer, which has .well-known/openid-configuration below it; \
                      the default is INSATSKATALOG_JWT_ISSUER";
        errors.0.push(ConfigError::new(ISSUER, wanted));
        return None;
    };
    let prefix = tokens.scope_prefix.as_deref().unwrap_or_default();
    let scopes = scopes.unwrap_or_else(|| format!("openid {prefix}records:read {prefix}records:write"));
    Some(SignInSettings {
        client_id,
        client_secret,
        issuer,
        issuer_address,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        resource,
    })
}
