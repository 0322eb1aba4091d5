//! Tokens made on this machine, for testing. They are never accepted where others can reach the service.

use std::io;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, encode};
use ring::rand::SystemRandom;
use ring::signature::Ed25519KeyPair;
use serde_json::json;

use crate::secret::read_or_create;

use super::keys::KeySet;
use super::settings::LOCAL;
use super::signatures;

const KEY_ID: &str = "local";
/// The file of the key in the data folder.
const FILE: &str = "local-tokens.key";

/// The local Ed25519 key, in a file of the data folder that only its owner may read.
pub(crate) struct LocalKey {
    private: EncodingKey,
    public: DecodingKey,
}

pub(crate) struct LocalGrant {
    pub scopes: Vec<String>,
    /// Municipality codes.
    pub municipalities: Vec<String>,
    /// Providers as `kommunkod/slug`; empty for the municipality itself.
    pub providers: Vec<String>,
    /// Bodies by name or slug; empty for all.
    pub bodies: Vec<String>,
    pub lifetime: TimeDelta,
}

impl LocalKey {
    /// The key in a data folder; `None` if no service made one there.
    ///
    /// # Errors
    /// Those of [`Self::of_folder`].
    pub(crate) fn existing(folder: &Path) -> io::Result<Option<Self>> {
        if folder.join(FILE).try_exists()? {
            Self::of_folder(folder).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads the key in a data folder, and creates it if it is missing.
    ///
    /// # Errors
    /// If the file cannot be read or created, or is not an Ed25519 key.
    pub(crate) fn of_folder(folder: &Path) -> io::Result<Self> {
        signatures::install();
        let der = read_or_create(&folder.join(FILE), || {
            let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
            let der = made.map_err(|_| io::Error::other("the system has no random bytes"))?;
            Ok(der.as_ref().to_vec())
        })?;
        Ok(Self {
            private: EncodingKey::from_ed_der(&der),
            public: signatures::public_half(&der).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?,
        })
    }

    /// The public key.
    pub(crate) fn public(&self) -> KeySet {
        KeySet::of(KEY_ID, Algorithm::EdDSA, self.public.clone())
    }

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
