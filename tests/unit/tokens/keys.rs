//! Tests of `tokens/keys.rs`.

use jsonwebtoken::Algorithm;
use serde_json::json;

use super::KeySet;

fn finds(key: &serde_json::Value, id: Option<&str>, algorithm: Algorithm) -> bool {
    let set = json!({"keys": [{"kty": "oct", "kid": "h", "k": "AAAA"}, key]}).to_string();
    let set = KeySet::read(set.as_bytes()).expect("a set");
    set.find(id, algorithm).is_some()
}

#[test]
fn a_key_verifies_only_what_fits_its_own_type() {
    let ed = json!({"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    assert!(finds(&ed, Some("a"), Algorithm::EdDSA));
    assert!(finds(&ed, None, Algorithm::EdDSA));
    assert!(!finds(&ed, Some("a"), Algorithm::RS256));
    assert!(!finds(&ed, Some("b"), Algorithm::EdDSA));
    for (member, value) in [
        ("use", json!("enc")),
        ("alg", json!("RS256")),
        ("alg", json!("SOMETHING")),
        ("key_ops", json!(["sign"])),
        ("crv", json!("X25519")),
    ] {
        let mut odd = ed.clone();
        odd[member] = value;
        assert!(!finds(&odd, Some("a"), Algorithm::EdDSA), "{member}");
    }
    // A symmetric key must not verify a token.
    assert!(!finds(&ed, Some("h"), Algorithm::HS256));
    let short = json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": "AQAB".repeat(40)});
    assert!(!finds(&short, Some("r"), Algorithm::RS256), "1024 bits");
    let long = json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": "AQAB".repeat(86)});
    assert!(finds(&long, Some("r"), Algorithm::PS256));
    assert!(KeySet::read(b"{}").is_none());
}

#[test]
fn without_an_id_only_the_one_that_fits_is_found() {
    let ed = json!({"kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let rsa = json!({"kty": "RSA", "kid": "r", "e": "AQAB", "n": "AQAB".repeat(86)});
    let set = |keys: &[&serde_json::Value]| KeySet::read(json!({"keys": keys}).to_string().as_bytes());
    let finds = |keys: &[&serde_json::Value]| set(keys).expect("a set").find(None, Algorithm::EdDSA).is_some();
    assert!(finds(&[&ed, &rsa]));
    assert!(!finds(&[&rsa]));
    assert!(!finds(&[&ed, &rsa, &ed]), "two keys fit");
    // Two keys with one id: neither is trusted for the algorithm that both verify.
    let with_id =
        |id, keys: &[&serde_json::Value]| set(keys).expect("a set").find(Some(id), Algorithm::EdDSA).is_some();
    assert!(!with_id("a", &[&ed, &ed]));
    let mut same = rsa;
    same["kid"] = json!("a");
    assert!(with_id("a", &[&ed, &same]), "keys of different types");
}
