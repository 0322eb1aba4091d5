//! Signatures of tokens: the vectors of Wycheproof and of the RFCs, verified by `jsonwebtoken`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use insatskatalog::tokens::signatures;
use jsonwebtoken::crypto::{sign, verify};
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde_json::json;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify, rsa_pss_verify};

/// One vector: its number, message and signature, and the expected result.
type Vector<'a> = (usize, &'a [u8], &'a [u8], TestResult);

/// Verifies the vectors of a key, and counts them.
fn hold<'a>(algorithm: Algorithm, key: &DecodingKey, vectors: impl Iterator<Item = Vector<'a>>) -> usize {
    signatures::install();
    let mut count = 0;
    for (number, message, signature, expected) in vectors {
        let verdict = verify(&URL_SAFE_NO_PAD.encode(signature), message, key, algorithm).expect("a key that fits");
        match expected {
            TestResult::Valid => assert!(verdict, "{algorithm:?} {number} is valid"),
            TestResult::Invalid => assert!(!verdict, "{algorithm:?} {number} is invalid"),
            TestResult::Acceptable => {}
        }
        count += 1;
    }
    count
}

/// The vectors of each group of a set, with the group's key.
macro_rules! hold_set {
    ($set:expr, $algorithm:expr, |$public:ident| $key:expr) => {
        $set.test_groups
            .iter()
            .map(|group| {
                let tests = group.tests.iter();
                let vectors = tests.map(|test| (test.tc_id, test.msg.as_slice(), test.sig.as_slice(), test.result));
                let $public = &group.key;
                hold($algorithm, &$key, vectors)
            })
            .sum::<usize>()
    };
}

/// The same for RSA keys, over several sets.
macro_rules! hold_rsa_sets {
    ($room:ident, $algorithm:expr, $($name:ident),+) => {{
        let sets = [$($room::TestName::$name),+].map(|name| $room::TestSet::load(name).expect("vectors"));
        let held = sets.iter().map(|set| {
            hold_set!(set, $algorithm, |key| DecodingKey::from_rsa_raw_components(&key.n, &key.e))
        });
        held.sum::<usize>()
    }};
}

#[test]
fn rs256_holds_the_vectors_of_wycheproof() {
    let held = hold_rsa_sets!(
        rsa_pkcs1_verify,
        Algorithm::RS256,
        Rsa2048Sha256,
        Rsa3072Sha256,
        Rsa4096Sha256,
        Rsa8192Sha256
    );
    assert!(held > 900, "{held} vectors");
}

#[test]
fn ps256_holds_the_vectors_of_wycheproof() {
    let held = hold_rsa_sets!(
        rsa_pss_verify,
        Algorithm::PS256,
        RsaPss2048Sha256Mgf1SaltLen32,
        RsaPss3072Sha256Mgf1SaltLen32,
        RsaPss4096Sha256Mgf1SaltLen32
    );
    assert!(held > 300, "{held} vectors");
}

#[test]
fn ps256_takes_a_salt_as_long_as_the_hash_only() {
    use rsa_pss_verify::{TestName, TestSet};
    signatures::install();
    let set = TestSet::load(TestName::RsaPss2048Sha256Mgf1SaltLen0).expect("vectors");
    for group in &set.test_groups {
        let key = DecodingKey::from_rsa_raw_components(&group.key.n, &group.key.e);
        for test in group.tests.iter().filter(|test| test.result == TestResult::Valid) {
            let signature = URL_SAFE_NO_PAD.encode(&test.sig);
            let verdict = verify(&signature, &test.msg, &key, Algorithm::PS256).expect("a key that fits");
            assert!(!verdict, "{} has no salt (RFC 7518, 3.5)", test.tc_id);
        }
    }
}

#[test]
fn es256_holds_the_vectors_of_wycheproof() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).expect("vectors");
    let held = hold_set!(set, Algorithm::ES256, |key| {
        let coordinates = key.key.strip_prefix(&[4]).expect("a point without compression");
        let (x, y) = coordinates.split_at(32);
        DecodingKey::from_ec_components(&URL_SAFE_NO_PAD.encode(x), &URL_SAFE_NO_PAD.encode(y)).expect("a key")
    });
    assert!(held > 200, "{held} vectors");
}

#[test]
fn eddsa_holds_the_vectors_of_wycheproof() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).expect("vectors");
    let held = hold_set!(set, Algorithm::EdDSA, |key| {
        DecodingKey::from_ed_components(&URL_SAFE_NO_PAD.encode(&key.pk)).expect("a key")
    });
    assert!(held > 140, "{held} vectors");
}

/// The message of the examples of RFC 7520, in base64url.
const PAYLOAD: &str = "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4";
/// The modulus of the RSA key of RFC 7520, 3.3.
const MODULUS: &str = "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw";

fn rsa_of_the_cookbook(modulus: &str) -> DecodingKey {
    let jwk = json!({"kty": "RSA", "kid": "bilbo.baggins@hobbiton.example", "use": "sig", "n": modulus, "e": "AQAB"});
    let jwk: Jwk = serde_json::from_value(jwk).expect("a JWK");
    DecodingKey::from_jwk(&jwk).expect("a key")
}

/// RFC 7520, 4.1.
#[test]
fn rs256_holds_the_example_of_the_cookbook() {
    signatures::install();
    let header = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";
    let signature = "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";
    let message = format!("{header}.{PAYLOAD}");
    let modulus = URL_SAFE_NO_PAD.decode(MODULUS).expect("base64url");
    let with_a_leading_zero = URL_SAFE_NO_PAD.encode([vec![0], modulus].concat());
    for key in [rsa_of_the_cookbook(MODULUS), rsa_of_the_cookbook(&with_a_leading_zero)] {
        assert!(verify(signature, message.as_bytes(), &key, Algorithm::RS256).expect("a key that fits"));
        assert!(!verify(signature, &message.as_bytes()[1..], &key, Algorithm::RS256).expect("a key that fits"));
        assert!(!verify(signature, message.as_bytes(), &key, Algorithm::PS256).expect("a key that fits"));
    }
}

/// RFC 7520, 4.2 to 4.4: valid signatures by algorithms that are not accepted.
#[test]
fn other_algorithms_are_refused() {
    signatures::install();
    let key = rsa_of_the_cookbook(MODULUS);
    let message = format!("eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.{PAYLOAD}");
    let signature = "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";
    for algorithm in [
        Algorithm::PS384,
        Algorithm::RS384,
        Algorithm::RS512,
        Algorithm::PS512,
        Algorithm::ES384,
        Algorithm::HS256,
    ] {
        assert!(
            verify(signature, message.as_bytes(), &key, algorithm).is_err(),
            "{algorithm:?}"
        );
    }
    // A key of another family never verifies.
    for algorithm in [Algorithm::ES256, Algorithm::EdDSA] {
        assert!(
            verify(signature, message.as_bytes(), &key, algorithm).is_err(),
            "{algorithm:?}"
        );
    }
}

/// RFC 7515, A.3.
#[test]
fn es256_holds_the_example_of_the_standard() {
    signatures::install();
    let key = DecodingKey::from_ec_components(
        "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    );
    let message = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    assert!(verify(signature, message.as_bytes(), &key.expect("a key"), Algorithm::ES256).expect("a key that fits"));
}

/// RFC 8037, A.4 and A.5: the private key, in PKCS #8 without its public half, makes the same signature.
#[test]
fn eddsa_holds_the_example_of_the_standard() {
    signatures::install();
    let seed = URL_SAFE_NO_PAD.decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let pkcs8 = [
        b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20".as_slice(),
        &seed.expect("a seed"),
    ]
    .concat();
    let message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let made = sign(message, &EncodingKey::from_ed_der(&pkcs8), Algorithm::EdDSA).expect("signed");
    assert_eq!(
        made,
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    );
    let key = DecodingKey::from_ed_components("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").expect("a key");
    assert!(verify(&made, message, &key, Algorithm::EdDSA).expect("a key that fits"));
}
