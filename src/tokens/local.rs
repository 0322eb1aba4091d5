//! Tokens made on this machine, for trying things out: never believed where others can reach the service.

use std::io;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode};
use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;
use serde_json::json;

use crate::secret::kept;

use super::keys::KeySet;
use super::settings::LOCAL;
use super::signatures;

/// The id of the local key.
const KEY_ID: &str = "local";

/// The local key: Ed25519, in a file of the data folder that only its owner may read.
pub(crate) struct LocalKey {
    private: EncodingKey,
    public: DecodingKey,
}

/// What a local token grants.
pub(crate) struct LocalGrant {
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// In which municipalities, by their codes.
    pub municipalities: Vec<String>,
    /// For which providers, as `kommunkod/slug`; for the municipality itself when empty.
    pub providers: Vec<String>,
    /// For which bodies' insatser, by name or slug; for all when empty.
    pub bodies: Vec<String>,
    /// How long.
    pub lifetime: TimeDelta,
}

impl LocalKey {
    /// The key of a data folder, which is made when there is none.
    ///
    /// # Errors
    /// When it can be neither read nor made, or the file holds no Ed25519 key.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        signatures::install();
        let der = kept(&folder.join("local-tokens.key"), || {
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
            let der = made.map_err(|_| io::Error::other("the machine gives no random bytes"))?;
            Ok(der.as_ref().to_vec())
        })?;
        Ok(Self {
            private: EncodingKey::from_ed_der(&der),
            public: signatures::public_half(&der).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?,
        })
    }

    /// The public half, as a set of one.
    pub(crate) fn public(&self) -> KeySet {
        KeySet::of(KEY_ID, Algorithm::EdDSA, self.public.clone())
    }

    /// A token.
    pub(crate) fn token(&self, grant: &LocalGrant, now: DateTime<Utc>) -> Result<String, jsonwebtoken::errors::Error> {
        let mut claims = json!({
            "iss": LOCAL,
            "aud": LOCAL,
            "sub": "local",
            "client_id": "local",
            "iat": now.timestamp(),
            "exp": (now + grant.lifetime).timestamp(),
            "scope": grant.scopes.join(" "),
            "municipalities": grant.municipalities,
        });
        if !grant.providers.is_empty() {
            claims["providers"] = json!(grant.providers);
        }
        if !grant.bodies.is_empty() {
            claims["bodies"] = json!(grant.bodies);
        }
        let header = Header {
            kid: Some(KEY_ID.into()),
            ..Header::new(Algorithm::EdDSA)
        };
        encode(&header, &claims, &self.private)
    }
}
