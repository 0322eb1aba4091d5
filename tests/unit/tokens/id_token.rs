use chrono::{TimeZone, Utc};
use serde_json::{Map, Value, json};

use super::{ExpectedIdToken, check};
use crate::tokens::Refusal;

const EXPECTED: ExpectedIdToken = ExpectedIdToken {
    issuer: "https://login.example.se",
    client_id: "insatskatalog",
    nonce: "a1b2",
};

fn checked(change: impl FnOnce(&mut Map<String, Value>)) -> Result<(), Refusal> {
    let now = Utc.timestamp_opt(1_800_000_000, 0).unwrap();
    let claims = json!({
        "iss": "https://login.example.se", "aud": "insatskatalog", "nonce": "a1b2",
        "iat": 1_799_999_990, "exp": 1_800_000_300,
    });
    let Value::Object(mut claims) = claims else {
        unreachable!("an object")
    };
    change(&mut claims);
    check(&claims, &EXPECTED, now)
}

#[test]
fn accepts_what_was_asked_for() {
    assert_eq!(checked(|_| {}), Ok(()));
    let several = json!(["another", "insatskatalog"]);
    assert_eq!(
        checked(|claims| {
            claims.insert("aud".into(), several);
            claims.insert("azp".into(), json!("insatskatalog"));
        }),
        Ok(())
    );
}

#[test]
fn refuses_what_is_for_others() {
    let with = |name: &str, value: Value| {
        checked(|claims| {
            claims.insert(name.into(), value);
        })
    };
    assert_eq!(with("iss", json!("https://other.example.se")), Err(Refusal::Issuer));
    assert_eq!(with("aud", json!("another")), Err(Refusal::Audience));
    assert_eq!(with("aud", json!(["another"])), Err(Refusal::Audience));
    assert_eq!(with("azp", json!("another")), Err(Refusal::Audience));
    assert_eq!(
        with("nonce", json!("of another browser")),
        Err(Refusal::MalformedClaim("nonce"))
    );
    assert_eq!(with("exp", json!(1_799_999_000)), Err(Refusal::Expired));
    assert_eq!(with("iat", json!(1_800_001_000)), Err(Refusal::NotYetValid));
}

#[test]
fn refuses_what_lacks_a_claim() {
    for (name, refusal) in [
        ("iss", Refusal::Issuer),
        ("aud", Refusal::MissingClaim("aud")),
        ("exp", Refusal::MissingClaim("exp")),
        ("nonce", Refusal::MissingClaim("nonce")),
    ] {
        let refused = checked(|claims| {
            claims.remove(name);
        });
        assert_eq!(refused, Err(refusal), "{name}");
    }
}
