//! Tests of `environment.rs`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::config::Config;

use super::{PREFIX, settings, unknown};

const COMPOSE: &str = include_str!("../../../docker-compose.yml");

/// What only clients use: the token of `records post`.
const OF_CLIENTS: [&str; 1] = ["INSATSKATALOG_TOKEN"];

#[test]
fn the_example_lists_every_setting_that_is_read() {
    let asked = RefCell::new(BTreeSet::new());
    let read = Config::read(|name| {
        asked.borrow_mut().insert(name.to_owned());
        // With keys, everything about tokens is read.
        match name {
            "INSATSKATALOG_JWKS_FILE" => Some("keys.json".into()),
            "INSATSKATALOG_JWT_ISSUER" | "INSATSKATALOG_JWT_AUDIENCE" => Some("x".into()),
            _ => None,
        }
    });
    assert!(read.is_ok());
    let own = |name: &&str| name.starts_with(PREFIX) && !OF_CLIENTS.contains(name);
    let listed: BTreeSet<String> = settings().filter(own).map(str::to_owned).collect();
    let mut asked = asked.into_inner();
    asked.retain(|name| name.starts_with(PREFIX));
    assert_eq!(asked, listed);
    assert!(listed.len() > 15, "{listed:?}");
}

#[test]
fn compose_passes_every_setting_on() {
    let missing: Vec<&str> = settings()
        .filter(|name| !OF_CLIENTS.contains(name) && !COMPOSE.contains(&format!("\n    {name}: ")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn an_unknown_name_is_refused_with_the_one_that_is_meant() {
    let names = [
        "INSATSKATALOG_LISTNE",
        "INSATSKATALOG_LISTEN",
        "INSATSKATALOG_X",
        "LISTEN",
        "RUST_LOG",
    ];
    let found: Vec<String> = unknown(names.into_iter().map(str::to_owned))
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("INSATSKATALOG_LISTNE: no setting has this name. Do you mean INSATSKATALOG_LISTEN?"));
    assert!(
        found[1].starts_with("INSATSKATALOG_X: no setting has this name."),
        "{found:?}"
    );
}
