//! A set of public keys (JWKS, RFC 7517), each with the algorithms that it may verify.

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

/// The algorithms by which a token may be signed.
pub const ALGORITHMS: [Algorithm; 4] = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];

/// The fewest characters of an RSA modulus in base64url: 2,048 bits.
const FEWEST_MODULUS_CHARACTERS: usize = 2048 / 8 * 4 / 3;

/// The public keys of an issuer.
#[derive(Default)]
pub struct KeySet(Vec<Key>);

struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    key: DecodingKey,
}

/// What a set has for a token.
pub enum Found<'k> {
    /// The key.
    Key(&'k DecodingKey),
    /// No key of that id: the issuer may have a new one.
    UnknownId,
    /// No key that fits.
    NoneFits,
}

impl KeySet {
    /// Reads a JWKS. Keys that cannot verify a token here are left out.
    #[must_use]
    pub fn read(json: &[u8]) -> Option<Self> {
        let whole: Value = serde_json::from_slice(json).ok()?;
        let keys = whole.get("keys")?.as_array()?;
        Some(Self(keys.iter().filter_map(Key::read).collect()))
    }

    /// A set of one key.
    #[must_use]
    pub fn of(key: &Jwk) -> Self {
        Self(
            serde_json::to_value(key)
                .ok()
                .and_then(|key| Key::read(&key))
                .into_iter()
                .collect(),
        )
    }

    /// The key for a token: by its id where the token names one, else the only one that fits the algorithm.
    #[must_use]
    pub fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Found<'_> {
        let fits = |key: &&Key| key.algorithms.contains(&algorithm);
        let Some(id) = id else {
            let mut fitting = self.0.iter().filter(fits);
            return match (fitting.next(), fitting.next()) {
                (Some(only), None) => Found::Key(&only.key),
                _ => Found::NoneFits,
            };
        };
        let mut of_id = self.0.iter().filter(|key| key.id.as_deref() == Some(id)).peekable();
        if of_id.peek().is_none() {
            return Found::UnknownId;
        }
        of_id.find(fits).map_or(Found::NoneFits, |key| Found::Key(&key.key))
    }
}

impl Key {
    fn read(json: &Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(json.clone()).ok()?;
        let for_signatures = matches!(jwk.common.public_key_use, None | Some(PublicKeyUse::Signature));
        let operations = jwk.common.key_operations.as_ref();
        if !for_signatures || operations.is_some_and(|operations| !operations.contains(&KeyOperations::Verify)) {
            return None;
        }
        let by_type: &[Algorithm] = match &jwk.algorithm {
            AlgorithmParameters::RSA(rsa) if rsa.n.len() >= FEWEST_MODULUS_CHARACTERS => {
                &[Algorithm::RS256, Algorithm::PS256]
            }
            AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => &[Algorithm::ES256],
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => &[Algorithm::EdDSA],
            _ => return None,
        };
        let stated = jwk.common.key_algorithm;
        let algorithms: Vec<Algorithm> = by_type
            .iter()
            .copied()
            .filter(|algorithm| stated.is_none_or(|stated| stated == KeyAlgorithm::from(*algorithm)))
            .collect();
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        (!algorithms.is_empty()).then_some(Self {
            id: jwk.common.key_id,
            algorithms,
            key,
        })
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::Algorithm;
    use serde_json::json;

    use super::{Found, KeySet};

    fn finds(key: &serde_json::Value, id: Option<&str>, algorithm: Algorithm) -> &'static str {
        let set = KeySet::read(
            json!({"keys": [{"kty": "oct", "kid": "h", "k": "AAAA"}, key]})
                .to_string()
                .as_bytes(),
        );
        match set.expect("a set").find(id, algorithm) {
            Found::Key(_) => "key",
            Found::UnknownId => "unknown id",
            Found::NoneFits => "none fits",
        }
    }

    #[test]
    fn a_key_verifies_only_what_fits_its_own_type() {
        let ed =
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        assert_eq!(finds(&ed, Some("a"), Algorithm::EdDSA), "key");
        assert_eq!(finds(&ed, None, Algorithm::EdDSA), "key");
        assert_eq!(finds(&ed, Some("a"), Algorithm::RS256), "none fits");
        assert_eq!(finds(&ed, Some("b"), Algorithm::EdDSA), "unknown id");
        for (member, value) in [
            ("use", json!("enc")),
            ("alg", json!("RS256")),
            ("alg", json!("SOMETHING")),
            ("key_ops", json!(["sign"])),
            ("crv", json!("X25519")),
        ] {
            let mut odd = ed.clone();
            odd[member] = value;
            assert_eq!(finds(&odd, Some("a"), Algorithm::EdDSA), "unknown id", "{member}");
        }
        // A symmetric key verifies nothing.
        assert_eq!(finds(&ed, Some("h"), Algorithm::HS256), "unknown id");
        let short = json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": "AQAB".repeat(40)});
        assert_eq!(finds(&short, Some("r"), Algorithm::RS256), "unknown id", "1024 bits");
        let long = json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": "AQAB".repeat(86)});
        assert_eq!(finds(&long, Some("r"), Algorithm::PS256), "key");
        assert!(KeySet::read(b"{}").is_none());
    }
}
