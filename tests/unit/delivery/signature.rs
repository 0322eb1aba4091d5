//! Tests of `delivery/signature.rs`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use ring::hmac::{HMAC_SHA256, Key};

use super::{KeptSecrets, NewSecret, PREFIX, PURPOSE, Secret, SigningSecrets, Unreadable};

fn now() -> DateTime<Utc> {
    "2026-01-01T00:00:00Z".parse().expect("an instant")
}

#[test]
fn the_vector_of_standard_webhooks_is_signed_alike() {
    // From the reference libraries of Standard Webhooks.
    let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("Base64");
    let secrets = SigningSecrets(vec![Key::new(HMAC_SHA256, &secret)]);
    let signature = secrets.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b"{\"test\": 2432232314}");
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn a_secret_is_stored_encrypted_and_only_the_same_key_reads_it() {
    let key = Secret::new(&[1; 32]).expect("long enough");
    let NewSecret { shown, encrypted } = NewSecret::random(&key);
    let bytes = STANDARD
        .decode(shown.strip_prefix(PREFIX).expect("a prefix"))
        .expect("Base64");
    assert_eq!(bytes.len(), 32);
    assert_eq!(key.decrypt(PURPOSE, &encrypted), Some(bytes));
    assert_eq!(key.decrypt("something else", &encrypted), None);
    let other = Secret::new(&[2; 32]).expect("long enough");
    let kept = KeptSecrets {
        current: encrypted.clone(),
        previous: None,
    };
    assert!(SigningSecrets::read(&key, &kept, now()).is_ok());
    assert_eq!(SigningSecrets::read(&other, &kept, now()).err(), Some(Unreadable));
    assert_ne!(NewSecret::random(&key).encrypted, encrypted);
}

#[test]
fn two_secrets_sign_until_the_end_of_the_rotation() {
    let key = Secret::new(&[1; 32]).expect("long enough");
    let [current, previous] = [(); 2].map(|()| NewSecret::random(&key).encrypted);
    let kept = KeptSecrets {
        current,
        previous: Some((previous, now())),
    };
    let count = |at| {
        let secrets = SigningSecrets::read(&key, &kept, at).expect("readable");
        secrets.sign("id", 1, b"{}").split(' ').count()
    };
    assert_eq!(count(now() - TimeDelta::seconds(1)), 2);
    assert_eq!(count(now()), 1);
}
