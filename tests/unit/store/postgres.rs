//! Tests of `postgres.rs`.

use diesel::ConnectionError;

use super::{refused, with_defaults};
use crate::store::StoreError;

#[test]
fn an_address_keeps_what_it_states() {
    let filled = with_defaults("postgres://user:pass@host/database?connect_timeout=30&sslmode=verify-full");
    assert!(filled.starts_with("postgres://user:pass@host/database?connect_timeout=30&sslmode=verify-full&"));
    assert_eq!(filled.matches("connect_timeout").count(), 1);
    assert!(filled.contains("&tcp_user_timeout=15000") && !filled.contains("target_session_attrs"));
    assert!(with_defaults("postgres://host/database").starts_with("postgres://host/database?connect_timeout=5&"));
}

#[test]
fn several_hosts_are_asked_for_one_that_accepts_writes() {
    let filled = with_defaults("postgres://user@one:5432,two:5432/database");
    assert!(filled.ends_with("&target_session_attrs=read-write"), "{filled}");
    let chosen = with_defaults("postgres://user@one,two/database?target_session_attrs=any");
    assert_eq!(chosen.matches("target_session_attrs").count(), 1, "{chosen}");
}

#[test]
fn causes_are_named_without_values() {
    let cases = [
        (
            "connection to server at \"10.0.0.7\", port 5432 failed: FATAL:  database \"hemlig\" does not exist",
            "the database or the user does not exist",
            false,
        ),
        (
            "connection to server at \"10.0.0.7\", port 5432 failed: FATAL:  password authentication failed for user \"anna\"",
            "the user or the password is wrong",
            false,
        ),
        (
            "connection to server at \"10.0.0.7\", port 5432 failed: FATAL:  sorry, too many clients already",
            "the server has too many connections",
            true,
        ),
        (
            "connection to server at \"10.0.0.7\", port 5432 failed: session is read-only",
            "the server accepts no writes: it is a standby, or read-only",
            true,
        ),
        (
            "something new about \"anna\"",
            "the client library states no known cause",
            true,
        ),
    ];
    for (message, expected, passes) in cases {
        let error = refused(&ConnectionError::BadConnection(message.into()));
        assert_eq!(error.may_pass(), passes, "{message}");
        let said = error.to_string();
        assert_eq!(said, format!("PostgreSQL cannot be reached: {expected}"));
        assert!(!said.contains("anna") && !said.contains("hemlig"));
        assert!(matches!(error, StoreError::NotConnected { .. }));
    }
}
