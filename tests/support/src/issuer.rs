//! A token issuer with real keys and real signatures.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, Header};
use ring::rand::SystemRandom;
use ring::rsa::KeyPair as RsaKeyPair;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384,
    RSA_PSS_SHA256, RsaPublicKeyComponents,
};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::NOW;

/// The issuer (`iss`) of tokens.
pub const ISSUER: &str = "https://login.example.se";
/// The audience (`aud`) of tokens.
pub const AUDIENCE: &str = "insatskatalog";

/// A key pair of an issuer.
pub struct Key {
    /// Its `kid`.
    pub id: String,
    /// Its signature algorithm.
    pub algorithm: Algorithm,
    signing: Signing,
    /// The public key as a JWK.
    pub jwk: Value,
}

enum Signing {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair),
    Rsa(RsaKeyPair),
}

/// Private RSA keys with 2,048 bits (PKCS #1), made by `openssl genpkey` only for these tests, because ring creates
/// none.
const RSA_KEYS: [&[u8]; 2] = [include_bytes!("rsa-2048-a.der"), include_bytes!("rsa-2048-b.der")];

fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Key {
    /// A new Ed25519 key.
    pub fn ed25519(id: &str) -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let key = Ed25519KeyPair::from_pkcs8(der.as_ref()).expect("a key");
        Self {
            id: id.into(),
            algorithm: Algorithm::EdDSA,
            jwk: json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "use": "sig", "x": base64url(key.public_key())}),
            signing: Signing::Ed25519(key),
        }
    }

    /// A key for RS256 or PS256, always the same for each.
    pub fn rsa(id: &str, algorithm: Algorithm) -> Self {
        let der = RSA_KEYS[usize::from(algorithm == Algorithm::PS256)];
        let key = RsaKeyPair::from_der(der).expect("a key");
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public());
        let jwk = json!({"kty": "RSA", "kid": id, "n": base64url(public.n), "e": base64url(public.e)});
        Self {
            id: id.into(),
            algorithm,
            jwk,
            signing: Signing::Rsa(key),
        }
    }

    /// A new key for ES256.
    pub fn p256(id: &str) -> Self {
        let random = SystemRandom::new();
        let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.as_ref(), &random).expect("a key");
        // A point without compression: 4, x, y (SEC 1, 2.3.3).
        let (x, y) = key.public_key().as_ref()[1..].split_at(32);
        let jwk = json!({"kty": "EC", "crv": "P-256", "kid": id, "x": base64url(x), "y": base64url(y)});
        Self {
            id: id.into(),
            algorithm: Algorithm::ES256,
            jwk,
            signing: Signing::P256(key),
        }
    }

    /// A token with these claims and this header.
    pub fn sign(&self, header: &Header, claims: &Value) -> String {
        let written = serde_json::to_vec(header).expect("JSON");
        let message = format!("{}.{}", base64url(written), base64url(claims.to_string()));
        let signature = self.signature(header.alg, message.as_bytes());
        format!("{message}.{}", base64url(signature))
    }

    fn signature(&self, algorithm: Algorithm, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.signing {
            Signing::Ed25519(key) => key.sign(message).as_ref().to_vec(),
            Signing::P256(key) => key.sign(&random, message).expect("signed").as_ref().to_vec(),
            Signing::Rsa(key) => {
                let padding = match algorithm {
                    Algorithm::RS384 => &RSA_PKCS1_SHA384,
                    Algorithm::PS256 => &RSA_PSS_SHA256 as &dyn ring::signature::RsaEncoding,
                    _ => &RSA_PKCS1_SHA256,
                };
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(padding, &random, message, &mut signature).expect("signed");
                signature
            }
        }
    }

    /// The header of a token of this key.
    pub fn header(&self) -> Header {
        Header {
            kid: Some(self.id.clone()),
            ..Header::new(self.algorithm)
        }
    }
}

/// Keys as an issuer publishes them.
pub fn jwks(keys: &[&Key]) -> Value {
    json!({"keys": keys.iter().map(|key| key.jwk.clone()).collect::<Vec<_>>()})
}

/// The issuer's key that every service under test accepts.
pub static KEY: LazyLock<Key> = LazyLock::new(|| Key::ed25519("test"));

static JWKS: LazyLock<(TempDir, String)> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, jwks(&[&KEY]).to_string()).expect("written");
    let path = path.display().to_string();
    (folder, path)
});

/// The file with its public key.
pub fn jwks_file() -> &'static str {
    &JWKS.1
}

/// Deletes what all tests shared.
pub fn remove_files() {
    if let Some((folder, _)) = LazyLock::get(&JWKS) {
        let _ = std::fs::remove_dir_all(folder.path());
    }
}

/// The claims of a token that is valid for a year from the start of the tests.
pub fn claims(scope: &str, municipalities: &[&str]) -> Value {
    let now: DateTime<Utc> = NOW.parse().expect("an instant");
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "8f14e45f", "client_id": "test-client",
        "iat": now.timestamp(), "exp": now.timestamp() + 365 * 24 * 3600,
        "scope": scope, "municipalities": municipalities,
    })
}

/// A token of the municipality itself.
pub fn token(scope: &str, municipality: &str) -> String {
    signed(&claims(scope, &[municipality]))
}

/// A token that acts for one provider, as `kommunkod/slug`.
pub fn provider_token(scope: &str, provider: &str) -> String {
    let (kommunkod, _) = provider.split_once('/').expect("kommunkod/slug");
    let mut claims = claims(scope, &[kommunkod]);
    claims["providers"] = json!([provider]);
    signed(&claims)
}

/// A token with these claims.
pub fn signed(claims: &Value) -> String {
    KEY.sign(&KEY.header(), claims)
}
