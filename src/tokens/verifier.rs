//! Verifies tokens.

use std::sync::Arc;

use arc_swap::ArcSwap;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

use crate::clock::Moment;

use super::caller::Caller;
use super::clients::Clients;
use super::id_token::{self, ExpectedIdToken};
use super::keyring::{Keyring, NoKeyring};
use super::keys::{ALGORITHMS, KeySet};
use super::refusal::Refusal;
use super::settings::{KeySource, TokenSettings};
use super::{claims, signatures};

/// The longest accepted token, in bytes.
const MAX_BYTES: usize = 8 * 1024;

/// Verifies tokens with the issuer's keys.
pub struct Verifier {
    settings: TokenSettings,
    keyring: Keyring,
    clients: ArcSwap<Clients>,
}

/// Why tokens cannot be verified.
#[derive(Debug, thiserror::Error)]
pub enum NoVerifier {
    /// The issuer's keys cannot be used.
    #[error("{0}")]
    Keys(#[from] NoKeyring),
    /// The HTTP client of the sign-in cannot be created.
    #[error("INSATSKATALOG_OIDC_CLIENT_ID: {0}")]
    SignIn(reqwest::Error),
    /// The file of clients cannot be used.
    #[error("INSATSKATALOG_CLIENTS_FILE: {0}")]
    Clients(String),
}

impl Verifier {
    /// Creates a verifier. Keys of an address are fetched when first needed.
    pub fn new(settings: TokenSettings) -> Result<Self, NoVerifier> {
        signatures::install();
        let clients = settings.clients_file.as_deref().map(Clients::of_file);
        let clients = clients.transpose().map_err(NoVerifier::Clients)?.unwrap_or_default();
        Ok(Self {
            clients: ArcSwap::from_pointee(clients),
            keyring: Keyring::of(&settings.keys)?,
            settings,
        })
    }

    /// Whether local tokens are accepted.
    pub(crate) const fn is_local(&self) -> bool {
        matches!(self.settings.keys, KeySource::Local(_))
    }

    /// The name of the claim with the municipalities.
    pub(crate) fn municipalities_claim(&self) -> &str {
        &self.settings.claims.municipalities
    }

    /// Whether keys are known, and the seconds since they were fetched; `None` if they are not fetched from an address.
    pub(crate) fn fetched_keys(&self, now: Moment) -> Option<(bool, u64)> {
        matches!(self.settings.keys, KeySource::Address(_)).then(|| self.keyring.fetched(now.since_start))
    }

    /// Fetches the issuer's keys again, so that a removed key is no longer accepted.
    pub(crate) async fn refresh(&self, now: Moment) {
        self.keyring.refresh(now.since_start).await;
    }

    /// Reads the files of keys and clients again, and fetches the keys of an address. A file that cannot be used changes
    /// nothing.
    pub(crate) async fn reload(&self, now: Moment) {
        if let Some(file) = &self.settings.clients_file {
            match Clients::of_file(file) {
                Ok(clients) => self.clients.store(Arc::new(clients)),
                Err(error) => log::warn!("{}", NoVerifier::Clients(error)),
            }
        }
        if let Err(error) = self.keyring.reread(&self.settings.keys) {
            log::warn!("{error}");
        }
        self.keyring.refresh(now.since_start).await;
    }

    /// Verifies a token and returns its caller.
    pub async fn verify(&self, token: &str, now: Moment) -> Result<Caller, Refusal> {
        if self.settings.keys == KeySource::None {
            return Err(Refusal::NotConfigured);
        }
        let header = header(token)?;
        if !self.is_of_type(header.typ.as_deref()) {
            return Err(Refusal::Type);
        }
        let claims = self.signed_claims(token, &header, now).await?;
        claims::read(&claims, &self.settings, &self.clients.load(), now.at)
    }

    /// Verifies the ID token of a sign-in.
    pub(crate) async fn verify_id_token(
        &self,
        token: &str,
        expected: &ExpectedIdToken<'_>,
        now: Moment,
    ) -> Result<(), Refusal> {
        let claims = self.signed_claims(token, &header(token)?, now).await?;
        id_token::check(&claims, expected, now.at)
    }

    /// `typ` is a media type, with or without `application/` (RFC 7515, 4.1.9).
    fn is_of_type(&self, typ: Option<&str>) -> bool {
        let accepted = &self.settings.token_types;
        typ.map_or(accepted.absent, |typ| {
            let typ = typ.to_ascii_lowercase();
            let typ = typ.strip_prefix("application/").unwrap_or(&typ);
            accepted.has(|value| value.eq_ignore_ascii_case(typ))
        })
    }

    async fn signed_claims(&self, token: &str, header: &Header, now: Moment) -> Result<Map<String, Value>, Refusal> {
        let keys = self.keyring.keys(now.since_start).await.ok_or(Refusal::NoKeys)?;
        let read = claims_signed_by(&keys, token, header);
        if self.is_local() && matches!(read, Err(Refusal::Signature)) {
            log::warn!("a token was made with the key of another data folder: INSATSKATALOG_DATA differs");
            return Err(Refusal::OtherLocalKey);
        }
        // The issuer may have a new key. Without a key id, or with a key that replaces another under the same id, only the
        // signature shows that a token uses it.
        if !matches!(read, Err(Refusal::UnknownKey | Refusal::Signature)) {
            return read;
        }
        let keys = self.keyring.newer_keys(now.since_start).await.ok_or(Refusal::NoKeys)?;
        claims_signed_by(&keys, token, header)
    }
}

/// The header of a token that may be verified.
fn header(token: &str) -> Result<Header, Refusal> {
    if token.len() > MAX_BYTES {
        return Err(Refusal::TooLong);
    }
    let header = decode_header(token).map_err(|_| Refusal::Malformed)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(Refusal::Algorithm);
    }
    // An unknown critical header must be refused (RFC 7515, 4.1.11).
    if header.crit.is_some() {
        return Err(Refusal::Malformed);
    }
    Ok(header)
}

/// The claims, if one of the keys made the signature. Times are checked elsewhere, by our own clock.
fn claims_signed_by(keys: &KeySet, token: &str, header: &Header) -> Result<Map<String, Value>, Refusal> {
    let key = keys
        .find(header.kid.as_deref(), header.alg)
        .ok_or(Refusal::UnknownKey)?;
    let mut validation = Validation::new(header.alg);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    decode(token, key, &validation)
        .map(|decoded| decoded.claims)
        .map_err(|_| Refusal::Signature)
}
