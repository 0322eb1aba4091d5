//! Tests of `config.rs`.

use crate::store::Address;
use crate::tokens::KeySource;

use super::{Config, LogFormat};

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
    let settings = include_str!("../../src/config.txt").lines().skip(1);
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

#[test]
fn every_wrong_setting_is_named_at_once() {
    let error = read(&[
        ("INSATSKATALOG_LISTEN", "secret"),
        ("INSATSKATALOG_WORKERS", "0"),
        ("INSATSKATALOG_JWKS_URL", "secret"),
        ("INSATSKATALOG_LOG_FORMAT", "xml"),
    ]);
    let error = error.err().expect("refused");
    let named: Vec<&str> = error.lines().filter_map(|line| Some(line.split_once(':')?.0)).collect();
    assert_eq!(
        named,
        [
            "INSATSKATALOG_LISTEN",
            "INSATSKATALOG_WORKERS",
            "INSATSKATALOG_JWKS_URL",
            "INSATSKATALOG_LOG_FORMAT"
        ]
    );
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
