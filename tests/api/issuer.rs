//! An issuer of tokens: real keys, real signatures.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::app::NOW;

pub const ISSUER: &str = "https://login.example.se";
pub const AUDIENCE: &str = "insatskatalog";

/// A key pair of an issuer.
pub struct Key {
    pub id: String,
    pub algorithm: Algorithm,
    signing: EncodingKey,
    /// The public half as a JWK.
    pub jwk: Value,
}

fn base64url(bytes: &[u8]) -> String {
    let text = openssl::base64::encode_block(bytes);
    text.trim_end_matches('=').replace('+', "-").replace('/', "_")
}

impl Key {
    pub fn ed25519(id: &str) -> Self {
        let key = PKey::generate_ed25519().expect("a key");
        Self {
            id: id.into(),
            algorithm: Algorithm::EdDSA,
            signing: EncodingKey::from_ed_der(&key.private_key_to_pkcs8().expect("DER")),
            jwk: json!({"kty": "OKP", "crv": "Ed25519", "kid": id, "use": "sig",
                "x": base64url(&key.raw_public_key().expect("raw"))}),
        }
    }

    pub fn rsa(id: &str, algorithm: Algorithm) -> Self {
        let key = Rsa::generate(2048).expect("a key");
        Self {
            id: id.into(),
            algorithm,
            signing: EncodingKey::from_rsa_der(&key.private_key_to_der().expect("DER")),
            jwk: json!({"kty": "RSA", "kid": id, "n": base64url(&key.n().to_vec()), "e": base64url(&key.e().to_vec())}),
        }
    }

    pub fn p256(id: &str) -> Self {
        let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("the curve");
        let key = EcKey::generate(&group).expect("a key");
        let (mut x, mut y) = (BigNum::new().expect("a number"), BigNum::new().expect("a number"));
        let mut context = BigNumContext::new().expect("a context");
        key.public_key()
            .affine_coordinates(&group, &mut x, &mut y, &mut context)
            .expect("coordinates");
        let padded = |number: &BigNum| base64url(&number.to_vec_padded(32).expect("fits"));
        let jwk = json!({"kty": "EC", "crv": "P-256", "kid": id, "x": padded(&x), "y": padded(&y)});
        let der = PKey::from_ec_key(key)
            .expect("a key")
            .private_key_to_pkcs8()
            .expect("DER");
        Self {
            id: id.into(),
            algorithm: Algorithm::ES256,
            signing: EncodingKey::from_ec_der(&der),
            jwk,
        }
    }

    /// A token with these claims, and this header.
    pub fn sign(&self, header: &Header, claims: &Value) -> String {
        encode(header, claims, &self.signing).expect("signed")
    }

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

/// The key of the issuer that every service under test believes.
pub static KEY: LazyLock<Key> = LazyLock::new(|| Key::ed25519("test"));

static JWKS: LazyLock<(TempDir, String)> = LazyLock::new(|| {
    let folder = TempDir::new().expect("a temporary folder");
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, jwks(&[&KEY]).to_string()).expect("written");
    let path = path.display().to_string();
    (folder, path)
});

/// Where the public half of that key is.
pub fn jwks_file() -> &'static str {
    &JWKS.1
}

/// Removes what all tests shared.
pub fn remove_files() {
    if let Some((folder, _)) = LazyLock::get(&JWKS) {
        let _ = std::fs::remove_dir_all(folder.path());
    }
}

/// The claims of a token that is good for a year from when tests begin.
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
