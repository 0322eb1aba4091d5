//! Tests of `environment.rs`.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::config::Config;

use super::{EXAMPLE, PREFIX, settings, unknown};

const COMPOSE: &str = include_str!("../../../docker-compose.yml");

/// What only clients use: the token of `records post`.
const OF_CLIENTS: [&str; 1] = ["INSATSKATALOG_TOKEN"];

#[test]
fn the_example_lists_every_setting_that_is_read() {
    let asked = RefCell::new(BTreeSet::new());
    let read = Config::read(|name| {
        asked.borrow_mut().insert(name.to_owned());
        None
    });
    assert!(read.is_ok());
    let own = |name: &&str| name.starts_with(PREFIX) && !OF_CLIENTS.contains(name);
    let listed: BTreeSet<String> = settings().filter(own).map(str::to_owned).collect();
    let mut asked = asked.into_inner();
    asked.retain(|name| name.starts_with(PREFIX));
    assert_eq!(asked, listed);
    assert!(listed.len() > 15, "{listed:?}");
}

/// A paragraph describes one setting or several.
#[test]
fn the_example_has_every_default() {
    let without: Vec<&str> = EXAMPLE
        .split("\n\n")
        .filter(|paragraph| paragraph.contains(&format!("\n#{PREFIX}")))
        .filter(|paragraph| {
            !["Default", "The defaults are", "Required"]
                .iter()
                .any(|word| paragraph.contains(word))
        })
        .collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn compose_mounts_the_folder_of_files() {
    assert!(COMPOSE.contains("\n    - ./deploy/tokens:/tokens:ro\n"));
}

#[test]
fn compose_passes_every_setting_on() {
    let missing: Vec<&str> = settings()
        .filter(|name| !OF_CLIENTS.contains(name) && !COMPOSE.contains(&format!("\n    {name}: ")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn addresses_that_kubernetes_sets_are_no_settings() {
    let found = |names: &[&str]| {
        let unknown = unknown(names.iter().map(|name| (*name).to_owned()));
        unknown
            .into_iter()
            .map(|error| error.variable.into_owned())
            .collect::<Vec<_>>()
    };
    for service in ["INSATSKATALOG", "INSATSKATALOG_TEST"] {
        let links = [
            "SERVICE_HOST",
            "SERVICE_PORT",
            "SERVICE_PORT_HTTP",
            "PORT",
            "PORT_8080_TCP",
            "PORT_8080_TCP_PROTO",
            "PORT_8080_TCP_PORT",
            "PORT_8080_TCP_ADDR",
        ];
        let links = links.map(|link| format!("{service}_{link}"));
        assert_eq!(found(&links.each_ref().map(String::as_str)), Vec::<String>::new());
    }
    let of_another = [
        "INSATSKATALOG_TEST_SERVICE_HOST",
        "INSATSKATALOG_PORT",
        "INSATSKATALOG_TEST_PORTS",
    ];
    assert_eq!(found(&of_another), ["INSATSKATALOG_PORT", "INSATSKATALOG_TEST_PORTS"]);
    assert_eq!(
        found(&["INSATSKATALOG_SERVICE_HOST", "INSATSKATALOG_LISTNE"]),
        ["INSATSKATALOG_LISTNE"]
    );
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
