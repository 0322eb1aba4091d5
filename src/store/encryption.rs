//! Refuses a PostgreSQL address that would be used without encryption over a network.
//!
//! By default, libpq encrypts if it can and otherwise continues without notice. A build without TLS never encrypts.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;

/// Whether this build can encrypt connections to PostgreSQL.
pub(crate) const HAS_TLS: bool = cfg!(feature = "postgres-tls");

/// The problem with a refused address.
pub(crate) const REFUSAL: &str = "names another machine, and this build cannot encrypt the connection (TLS): build it with \
     cargo build --release --features postgres-tls, or add sslmode=disable where plain text is safe";

/// Whether plain text to a PostgreSQL address stays on this machine, or is allowed by `sslmode=disable`.
///
/// `variable` reads the environment, where libpq looks for what the address omits.
pub(crate) fn may_be_plain_text(url: &str, variable: impl Fn(&str) -> Option<String>) -> bool {
    let parts = Parts::of(url);
    let setting = |name: &str, variable_name: &str| {
        let given = parts.parameter(name).or_else(|| variable(variable_name));
        given.filter(|value| !value.is_empty())
    };
    match setting("sslmode", "PGSSLMODE").as_deref() {
        Some("disable") => return true,
        None | Some("allow" | "prefer") => {}
        // The address asks for TLS.
        Some(_) => return false,
    }
    let is_elsewhere = setting("service", "PGSERVICE").is_some() || parts.parameter("ssl").is_some();
    let hosts = setting("hostaddr", "PGHOSTADDR").or_else(|| setting("host", "PGHOST"));
    !is_elsewhere && hosts.is_none_or(|hosts| hosts.split(',').all(is_this_machine))
}

/// An empty host and a path are local sockets, and so is a name after `@`.
fn is_this_machine(host: &str) -> bool {
    let is_loopback = |ip: IpAddr| ip.is_loopback();
    host.is_empty() || host.starts_with(['/', '@']) || host == "localhost" || host.parse().is_ok_and(is_loopback)
}

struct Parts<'a> {
    hosts: &'a str,
    query: &'a str,
}

impl<'a> Parts<'a> {
    fn of(url: &'a str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        // The user ends at the first @, unless a slash comes before it.
        let after_user = match rest.find(['@', '/']) {
            Some(at) if rest[at..].starts_with('@') => &rest[at + 1..],
            _ => rest,
        };
        Self {
            hosts: after_user.split(['/', '?']).next().unwrap_or_default(),
            query: after_user.split_once('?').map_or("", |(_, query)| query),
        }
    }

    /// The value of a parameter; the last occurrence counts.
    fn parameter(&self, name: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let mut values = pairs
            .filter(|(key, _)| decoded(key) == name)
            .map(|(_, value)| decoded(value));
        let last = values.next_back();
        if name == "host" && last.is_none() {
            let hosts: Vec<String> = self.hosts.split(',').map(without_port).map(decoded).collect();
            return Some(hosts.join(",")).filter(|hosts| !hosts.is_empty());
        }
        last
    }
}

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[').and_then(|ip| ip.split_once(']')) {
        Some((ip, _)) => ip,
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
#[path = "../../tests/unit/store/encryption.rs"]
mod tests;
