//! Tests of `config/`.

use std::path::Path;

use crate::store::Address;
use crate::tokens::KeySource;

use super::{Config, ForwardedHeader, LogFormat};

fn read(variables: &[(&str, &str)]) -> Result<Config, String> {
    Config::read(|name| {
        let found = variables.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, value)| (*value).to_owned())
    })
    .map_err(|error| error.to_string())
}

#[test]
fn works_without_any_setting() {
    let config = read(&[]).expect("defaults");
    assert!(config.is_default_database);
    assert!(config.database == Address::Sqlite("./var/insatskatalog.db".into()));
    assert!(config.public_urls.is_empty());
    assert_eq!(config.log_format, LogFormat::Text);
}

#[test]
fn names_the_variable_that_is_wrong_and_never_its_value() {
    let settings = include_str!("../../src/config/invalid_values.txt").lines().skip(1);
    for (variable, value) in settings.map(|line| line.split_once('=').expect("a value")) {
        let error = read(&[(variable, value)]).err().expect("refused");
        assert!(error.starts_with(variable), "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn localhost_is_a_listening_address() {
    for (text, address) in [
        ("localhost:8080", "127.0.0.1:8080"),
        ("LOCALHOST:0", "127.0.0.1:0"),
        ("[::1]:8080", "[::1]:8080"),
    ] {
        let config = read(&[("INSATSKATALOG_LISTEN", text)]).expect("an address");
        assert_eq!(config.listen.to_string(), address);
    }
}

/// The names of the settings that errors are about, in order.
fn named(error: &str) -> Vec<&str> {
    error.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect()
}

#[test]
fn every_wrong_setting_is_named_at_once() {
    for (settings, wrong) in [
        (
            &[
                ("INSATSKATALOG_LISTEN", "secret"),
                ("INSATSKATALOG_WORKERS", "0"),
                ("INSATSKATALOG_JWKS_URL", "secret"),
                ("INSATSKATALOG_JWT_TYPE", "a secret"),
                ("INSATSKATALOG_LOG_FORMAT", "xml"),
            ][..],
            &[
                "INSATSKATALOG_LISTEN",
                "INSATSKATALOG_WORKERS",
                "INSATSKATALOG_JWKS_URL",
                "INSATSKATALOG_JWT_ISSUER",
                "INSATSKATALOG_JWT_AUDIENCE",
                "INSATSKATALOG_JWT_TYPE",
                "INSATSKATALOG_LOG_FORMAT",
            ][..],
        ),
        (
            &[
                ("INSATSKATALOG_JWKS_URL", "secret"),
                ("INSATSKATALOG_JWKS_FILE", "keys.json"),
                ("INSATSKATALOG_JWT_AUDIENCE", "absent"),
                ("INSATSKATALOG_JWKS_REFRESH_SECONDS", "0"),
            ],
            &[
                "INSATSKATALOG_JWKS_FILE",
                "INSATSKATALOG_JWKS_URL",
                "INSATSKATALOG_JWT_ISSUER",
                "INSATSKATALOG_JWT_AUDIENCE",
                "INSATSKATALOG_JWKS_REFRESH_SECONDS",
            ],
        ),
        // Without keys too.
        (
            &[
                ("INSATSKATALOG_JWT_AUDIENCE", "absent"),
                ("INSATSKATALOG_JWT_TYPE", "a secret"),
            ],
            &["INSATSKATALOG_JWT_AUDIENCE", "INSATSKATALOG_JWT_TYPE"],
        ),
    ] {
        let error = read(settings).err().expect("refused");
        assert_eq!(named(&error), wrong, "{error}");
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn settings_of_tokens_are_read_without_keys_too() {
    let config = read(&[
        ("INSATSKATALOG_CLIENTS_FILE", "clients.json"),
        ("INSATSKATALOG_JWT_SCOPE_CLAIM", "scp, roles"),
    ]);
    let tokens = config.expect("settings").tokens;
    assert!(tokens.keys == KeySource::None);
    assert_eq!(tokens.clients_file.as_deref(), Some(Path::new("clients.json")));
    assert_eq!(tokens.claims.scope, ["scp", "roles"]);
}

#[test]
fn local_tokens_go_with_no_other_keys_and_no_other_machine() {
    for (settings, wrong) in [
        (
            &[("INSATSKATALOG_JWKS_FILE", "keys.json")][..],
            &["INSATSKATALOG_JWKS_FILE"][..],
        ),
        (
            &[
                ("INSATSKATALOG_JWKS_URL", "https://login.example.se/jwks"),
                ("INSATSKATALOG_PUBLIC_URL", "https://api.example.se"),
                ("INSATSKATALOG_LISTEN", "0.0.0.0:8080"),
            ],
            &[
                "INSATSKATALOG_PUBLIC_URL",
                "INSATSKATALOG_LISTEN",
                "INSATSKATALOG_JWKS_URL",
            ],
        ),
    ] {
        let issuer = [
            ("INSATSKATALOG_JWT_ISSUER", "https://login.example.se"),
            ("INSATSKATALOG_JWT_AUDIENCE", "insatskatalog"),
        ];
        let config = read(&[settings, &issuer].concat()).expect("settings");
        let error = config.with_local_tokens().err().expect("refused").to_string();
        assert_eq!(named(&error), wrong, "{error}");
    }
    assert!(read(&[]).expect("defaults").with_local_tokens().is_ok());
}

#[test]
fn proxies_write_one_of_two_headers() {
    let header = |value: &str| read(&[("INSATSKATALOG_FORWARDED_HEADER", value)]).map(|config| config.forwarded_header);
    assert_eq!(header(""), Ok(None));
    assert_eq!(header("forwarded"), Ok(Some(ForwardedHeader::Forwarded)));
    assert_eq!(header("X-Forwarded-For "), Ok(Some(ForwardedHeader::XForwardedFor)));
    assert!(header("X-Real-IP").is_err());
}

#[test]
fn keys_come_over_https_or_from_this_machine() {
    for address in [
        "https://login.example.se/jwks",
        "https://127.0.0.1/jwks",
        "http://127.0.0.1:8081/jwks",
        "http://[::1]:8081/jwks",
        "http://localhost:8081/jwks",
    ] {
        let config = read(&[
            ("INSATSKATALOG_JWKS_URL", address),
            ("INSATSKATALOG_JWT_ISSUER", "https://login.example.se"),
            ("INSATSKATALOG_JWT_AUDIENCE", "insatskatalog"),
        ]);
        let keys = config.expect("settings").tokens.keys;
        assert!(
            keys == KeySource::Address(address.parse().expect("an address")),
            "{address}"
        );
    }
}

#[test]
fn a_publisher_has_a_name_a_kind_and_a_licence() {
    let all = [
        ("INSATSKATALOG_PUBLISHER", "Tomelilla kommun"),
        ("INSATSKATALOG_PUBLISHER_TYPE", "LocalAuthority"),
        (
            "INSATSKATALOG_LICENCE",
            "http://creativecommons.org/publicdomain/zero/1.0/",
        ),
    ];
    let publisher = read(&all).expect("settings").open_data.publisher.expect("a publisher");
    assert_eq!(publisher.name, "Tomelilla kommun");
    assert!(read(&[]).expect("defaults").open_data.publisher.is_none());
    for (at, (variable, _)) in all.iter().enumerate() {
        let one = read(&all[at..=at]).err().expect("refused");
        assert!(named(&one).len() == 2 && !named(&one).contains(variable), "{one}");
    }
    let secure = read(&[("INSATSKATALOG_SECURITY_CONTACT", "it-sakerhet@example.se")]);
    let contact = secure.expect("settings").open_data.security_contact;
    assert_eq!(contact.as_deref(), Some("mailto:it-sakerhet@example.se"));
}

#[test]
fn a_sign_in_needs_keys_and_an_issuer_by_https() {
    let keys = [
        ("INSATSKATALOG_JWKS_URL", "https://login.example.se/jwks"),
        ("INSATSKATALOG_JWT_ISSUER", "https://login.example.se/realms/kommun"),
        ("INSATSKATALOG_JWT_AUDIENCE", "insatskatalog"),
    ];
    let client = ("INSATSKATALOG_OIDC_CLIENT_ID", "page");
    assert!(read(&keys).expect("settings").sign_in.is_none());
    let sign_in = read(&[&keys[..], &[client]].concat())
        .expect("settings")
        .sign_in
        .expect("a sign-in");
    assert_eq!(sign_in.issuer, "https://login.example.se/realms/kommun");
    assert_eq!(sign_in.scopes, ["openid", "records:read", "records:write"]);
    assert!(sign_in.client_secret.is_none() && sign_in.resource.is_none());
    let prefix = ("INSATSKATALOG_JWT_SCOPE_PREFIX", "api/");
    let sign_in = read(&[&keys[..], &[client, prefix]].concat())
        .expect("settings")
        .sign_in;
    assert_eq!(
        sign_in.expect("a sign-in").scopes,
        ["openid", "api/records:read", "api/records:write"]
    );
    let without_keys = read(&[client]).err().expect("refused");
    assert_eq!(named(&without_keys), ["INSATSKATALOG_OIDC_CLIENT_ID"]);
    let by_http = ("INSATSKATALOG_OIDC_ISSUER", "http://login.example.se");
    let refused = read(&[&keys[..], &[client, by_http]].concat()).err().expect("refused");
    assert_eq!(named(&refused), ["INSATSKATALOG_OIDC_ISSUER"]);
    assert!(!refused.contains("login.example.se"), "{refused}");
    let here = ("INSATSKATALOG_OIDC_ISSUER", "http://127.0.0.1:9000");
    assert!(read(&[&keys[..], &[client, here]].concat()).is_ok());
}
