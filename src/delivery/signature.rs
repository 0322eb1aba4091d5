//! Signatures of Standard Webhooks 1.0, and the secrets that make them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use ring::hmac::{HMAC_SHA256, Key, sign};
use ring::rand::{SecureRandom as _, SystemRandom};

use crate::secret::Secret;
use crate::store::subscriptions::rows::KeptSecrets;

/// How a secret begins when it is shown.
const PREFIX: &str = "whsec_";
/// The bytes of a secret.
const BYTES: usize = 32;
/// What the service's key encrypts secrets for.
const PURPOSE: &str = "secrets of subscriptions";

/// A secret was encrypted with another key of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

/// A new secret: as the receiver sees it once, and as it is stored.
pub(crate) struct NewSecret {
    pub shown: String,
    pub encrypted: String,
}

impl NewSecret {
    /// A random secret.
    pub(crate) fn random(secret: &Secret) -> Self {
        let mut bytes = [0; BYTES];
        // The system has random bytes, or the service would not have started.
        SystemRandom::new().fill(&mut bytes).expect("random bytes");
        Self {
            shown: format!("{PREFIX}{}", STANDARD.encode(bytes)),
            encrypted: secret.encrypt(PURPOSE, &bytes),
        }
    }
}

/// The secrets that sign a message: the current one, and for a time after a rotation the one before.
pub(super) struct SigningSecrets(Vec<Key>);

impl SigningSecrets {
    /// Reads the secrets that sign at a time.
    ///
    /// # Errors
    /// [`Unreadable`] if the current one cannot be decrypted.
    pub(super) fn read(secret: &Secret, kept: &KeptSecrets, now: DateTime<Utc>) -> Result<Self, Unreadable> {
        let key = |encrypted: &str| Some(Key::new(HMAC_SHA256, &secret.decrypt(PURPOSE, encrypted)?));
        let mut keys = vec![key(&kept.current).ok_or(Unreadable)?];
        if let Some((previous, until)) = &kept.previous
            && now < *until
        {
            keys.extend(key(previous));
        }
        Ok(Self(keys))
    }

    /// The value of `webhook-signature`: a signature by each secret.
    pub(super) fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let signed = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
        let signature = |key: &Key| format!("v1,{}", STANDARD.encode(sign(key, &signed)));
        self.0.iter().map(signature).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
#[path = "../../tests/unit/delivery/signature.rs"]
mod tests;
