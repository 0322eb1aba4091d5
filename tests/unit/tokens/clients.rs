//! Tests of `tokens/clients.rs`.

use super::Clients;

#[test]
fn every_fault_of_the_file_is_reported_without_its_value() {
    let faults = [
        ("{", "line 1, column 1: not JSON"),
        (
            r#"{"clients": [{"clientId": "a", "scope": "secret"}]}"#,
            "line 1, column 38",
        ),
        (r#"{"clients": [{"scopes": []}]}"#, "line 1, column 27"),
        (
            r#"{"clients": [{"clientId": "a", "scopes": ["secret"]}]}"#,
            "/clients/0/scopes/0",
        ),
        (
            r#"{"clients": [{"clientId": "a", "municipalities": ["0188", "secret"]}]}"#,
            "/clients/0/municipalities/1",
        ),
        (
            r#"{"clients": [{"clientId": "a", "providers": ["secret"]}]}"#,
            "/clients/0/providers/0",
        ),
        (
            r#"{"clients": [{"clientId": "a", "municipalities": ["0188"], "providers": ["1270/x"]}]}"#,
            "/clients/0/providers/0: its municipality is missing",
        ),
        (
            r#"{"clients": [{"clientId": "a"}, {"clientId": "a"}]}"#,
            "/clients/1: the same client",
        ),
    ];
    for (json, expected) in faults {
        let error = Clients::read(json.as_bytes()).map(|_| ()).expect_err(json);
        assert!(
            error.starts_with(expected) && !error.contains("secret"),
            "{json}: {error}"
        );
    }
    let both = r#"{"clients": [{"clientId": "a", "scopes": ["x", "y"], "providers": ["z"]}]}"#;
    let error = Clients::read(both.as_bytes()).map(|_| ()).expect_err("faults");
    assert_eq!(error.lines().count(), 3, "{error}");
}

#[test]
fn an_entry_for_a_subject_comes_first() {
    let json = r#"{"clients": [{"clientId": "a", "scopes": []}, {"clientId": "a", "subject": "s", "bodies": []},
        {"clientId": "b", "subject": "s"}]}"#;
    let clients = Clients::read(json.as_bytes()).expect("clients");
    let has_bodies = |id, subject| clients.find(id, subject).map(|client| client.bodies.is_some());
    assert_eq!(has_bodies("a", "s"), Some(true));
    assert_eq!(has_bodies("a", "other"), Some(false));
    assert_eq!(has_bodies("b", "other"), None);
    assert_eq!(has_bodies("c", "s"), None);
}
