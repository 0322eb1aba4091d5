//! Tests of `tokens/claims.rs`.

use serde_json::{Value, json};

use crate::tokens::Caller;
use crate::tokens::clients::Clients;
use crate::tokens::refusal::Refusal;
use crate::tokens::settings::{Accepted, ClaimNames, TokenSettings};

use super::read;

fn settings() -> TokenSettings {
    TokenSettings {
        issuer: "https://issuer".into(),
        audiences: Accepted::parse("here"),
        ..TokenSettings::none()
    }
}

fn with(changes: &Value, settings: &TokenSettings) -> Result<Caller, Refusal> {
    let mut claims = json!({"iss": "https://issuer", "aud": "here", "sub": "s", "client_id": "c", "exp": 2000,
        "scope": "catalogue:write", "municipalities": ["1270"]});
    for (name, value) in changes.as_object().expect("an object") {
        if value == "absent" {
            claims.as_object_mut().expect("an object").remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    let now = chrono::DateTime::from_timestamp(1000, 0).expect("an instant");
    read(
        claims.as_object().expect("an object"),
        settings,
        &Clients::default(),
        now,
    )
}

#[test]
fn claims_are_understood_or_refused() {
    let cases = include_str!("../../../src/tokens/claims.txt").lines();
    let cases: Vec<&str> = cases.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(cases.len(), 42);
    for case in cases {
        let (changes, expected) = case.split_once(" | ").expect("an outcome");
        let changes: Value = serde_json::from_str(changes).expect("claims");
        let outcome = match with(&changes, &settings()) {
            Ok(caller) => {
                let codes = caller.municipalities.iter().map(|code| format!(" {code}"));
                format!("{};{}", caller.scopes.join(" "), codes.collect::<String>())
            }
            Err(refusal) => format!("{refusal:?}"),
        };
        assert_eq!(outcome, expected, "{changes}");
    }
    let none = with(&json!({"providers": []}), &settings()).expect("understood");
    assert!(none.providers.is_some_and(|providers| providers.is_empty()));
}

#[test]
fn claims_may_have_other_names() {
    let mut settings = settings();
    settings.claims = ClaimNames {
        scope: vec!["scp".into(), "/realm_access/roles".into()],
        municipalities: "/ext/kommuner".into(),
        ..ClaimNames::default()
    };
    let claims = json!({"scope": "absent", "municipalities": "absent",
        "realm_access": {"roles": ["audit:read"]}, "ext": {"kommuner": ["0188"]}});
    let caller = with(&claims, &settings).expect("understood");
    assert_eq!(caller.scopes, ["audit:read"]);
    assert_eq!(caller.municipalities.len(), 1);
}

#[test]
fn a_token_without_an_audience_needs_a_scope_with_the_prefix() {
    let mut settings = settings();
    settings.audiences = Accepted::parse("absent, here");
    settings.scope_prefix = Some("here/".into());
    let claims = json!({"aud": "absent", "scope": "here/audit:read there/audit:read audit:read"});
    let caller = with(&claims, &settings).expect("understood");
    assert_eq!(caller.scopes, ["audit:read"]);
    for scope in [json!("there/audit:read"), json!("audit:read"), json!("absent")] {
        let refused = with(&json!({"aud": "absent", "scope": scope}), &settings);
        assert_eq!(refused.err(), Some(Refusal::NoOwnScope), "{scope}");
    }
    assert!(with(&json!({"aud": "there"}), &settings).is_err());
    assert!(with(&json!({"aud": "here"}), &settings).is_ok());
}

#[test]
fn a_token_of_the_client_itself_may_lack_a_subject() {
    let caller = with(&json!({"sub": "absent"}), &settings()).expect("understood");
    assert_eq!(caller.subject, "c");
}
