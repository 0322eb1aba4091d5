//! Opens connections to PostgreSQL that notice a dead network, and says why one cannot be opened.

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, ConnectionError, PgConnection};

use crate::store::error::StoreError;

/// What every address gets, unless it states it. Without these, a connection whose packets disappear is noticed by the
/// operating system's own limits only, after a quarter of an hour or more.
const DEFAULTS: [(&str, &str); 6] = [
    ("connect_timeout", "5"),
    ("keepalives_idle", "10"),
    ("keepalives_interval", "5"),
    ("keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
    ("fallback_application_name", "insatskatalog"),
];

/// The parameter that chooses among several hosts, and the value by which a standby is passed over.
const CHOICE_OF_HOST: (&str, &str) = ("target_session_attrs", "read-write");

/// Limits the time of a statement, fixes the format of instants, and plans each statement for the current size of the
/// tables: a plan made for an empty table would always scan it. (Compatible engines may lack that setting.)
const SETTINGS: &str = "SET statement_timeout = '10s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '30s'; SET TIME ZONE 'UTC'; SET DateStyle = 'ISO'; \
     SELECT set_config(name, 'force_custom_plan', false) FROM pg_settings WHERE name = 'plan_cache_mode';";

/// Opens and configures a connection.
pub(super) fn connect(url: &str) -> Result<PgConnection, StoreError> {
    let mut connection = PgConnection::establish(&with_defaults(url)).map_err(|error| refused(&error))?;
    connection.batch_execute(SETTINGS)?;
    Ok(connection)
}

/// The address with the defaults that it does not state.
pub(super) fn with_defaults(url: &str) -> String {
    let (hosts, query) = url.split_once('?').unwrap_or((url, ""));
    let states = |name: &str| {
        query
            .split('&')
            .any(|parameter| parameter.split('=').next() == Some(name))
    };
    // A password cannot have a comma that is not percent-encoded.
    let has_several_hosts = hosts.contains(',');
    let chosen = DEFAULTS
        .into_iter()
        .chain(has_several_hosts.then_some(CHOICE_OF_HOST))
        .filter(|(name, _)| !states(name))
        .map(|(name, value)| format!("{name}={value}"));
    let parameters: Vec<String> = (!query.is_empty())
        .then(|| query.to_owned())
        .into_iter()
        .chain(chosen)
        .collect();
    format!("{hosts}?{}", parameters.join("&"))
}

/// A cause, and the words by which the client library states it, in any of its versions.
const CAUSES: [(&[&str], &str, bool); 11] = [
    (
        &["password authentication failed", "no password supplied", "fe_sendauth"],
        "the user or the password is wrong",
        false,
    ),
    (
        &["no pg_hba.conf entry", "authentication failed for user"],
        "the server does not accept this user from here, or not without TLS",
        false,
    ),
    (
        &["server does not support SSL", "certificate", "SSL error", "sslmode"],
        "TLS fails: compare sslmode, the certificate and the name of the host",
        false,
    ),
    (
        &[
            "too many clients",
            "remaining connection slots",
            "too many connections",
            "no more connections allowed",
        ],
        "the server has too many connections",
        true,
    ),
    (
        &["could not translate host name", "Name or service not known"],
        "the name of the host is unknown",
        true,
    ),
    (
        &["Connection refused", "No such file or directory"],
        "no server listens there",
        true,
    ),
    (
        &["timeout expired", "timed out"],
        "the server does not answer in time",
        true,
    ),
    (
        &["session is read-only", "hot standby", "read-write"],
        "the server accepts no writes: it is a standby, or read-only",
        true,
    ),
    (
        &[
            "the database system is",
            "server closed the connection",
            "not accepting connections",
        ],
        "the server starts, stops or refuses connections",
        true,
    ),
    (&["does not exist"], "the database or the user does not exist", false),
    (
        &["No route to host", "Network is unreachable", "Connection reset"],
        "the network does not reach the server",
        true,
    ),
];

/// Why a connection cannot be opened. The client library's own words may contain values, so only known ones count.
fn refused(error: &ConnectionError) -> StoreError {
    let message = error.to_string();
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    let known = CAUSES.into_iter().find(|(words, ..)| says(words));
    let (cause, may_pass) = known.map_or(
        ("the client library states no known cause", true),
        |(_, cause, may_pass)| (cause, may_pass),
    );
    StoreError::NotConnected { cause, may_pass }
}

#[cfg(test)]
#[path = "../../../tests/unit/store/postgres.rs"]
mod tests;
