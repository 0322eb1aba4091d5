//! The environment of a command: the file `.env` in its folder, and the settings.

use std::path::Path;

use crate::config::{Config, ConfigError, ConfigErrors};
use crate::documents::faults::nearest;

use super::failure::Failure;

/// The file in the current folder whose variables are added to the environment.
const FILE: &str = ".env";
/// Every setting, with its description.
const EXAMPLE: &str = include_str!("../../.env.example");
/// How the names of the settings begin, except those that other programs share.
const PREFIX: &str = "INSATSKATALOG_";
/// How the first variable of a service link ends, after the name of the Service.
const SERVICE_HOST: &str = "_SERVICE_HOST";

/// Adds the variables of `.env` in the current folder to the environment. A variable that is set already keeps its value.
///
/// # Errors
/// If the file exists but cannot be read, with the line that is wrong. Never quotes it.
pub(crate) fn load() -> Result<(), Failure> {
    match dotenvy::from_path(Path::new(FILE)) {
        Ok(()) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::LineParse(wrong, _)) => {
            // The error has the part of the line that cannot be read.
            let text = std::fs::read_to_string(FILE).unwrap_or_default();
            let at = text.lines().position(|line| line.contains(wrong.trim()));
            let line = at.map(|at| format!(":{}", at + 1)).unwrap_or_default();
            Err(Failure::Other(format!(
                "{FILE}{line}: must be NAME=value, with the value in single quotes if it has spaces, # or $"
            )))
        }
        Err(_) => Err(Failure::Other(format!(
            "{FILE}: the file cannot be read. It must be text in UTF-8, and this user must be allowed to read it."
        ))),
    }
}

/// The settings of the environment.
///
/// # Errors
/// Every setting with an invalid value, and every variable that looks like a setting and is none.
pub(crate) fn config() -> Result<Config, ConfigErrors> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut errors = unknown(names);
    match Config::read(|variable| std::env::var(variable).ok()) {
        Ok(config) if errors.is_empty() => Ok(config),
        Ok(_) => Err(ConfigErrors(errors)),
        Err(ConfigErrors(wrong)) => {
            errors.extend(wrong);
            Err(ConfigErrors(errors))
        }
    }
}

/// The names of all settings, as their description lists them.
fn settings() -> impl Iterator<Item = &'static str> {
    let name = |line: &'static str| Some(line.trim_start_matches('#').split_once('=')?.0);
    let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    EXAMPLE.lines().filter_map(name).filter(is_name)
}

fn unknown(names: impl Iterator<Item = String>) -> Vec<ConfigError> {
    let names: Vec<String> = names.filter(|name| name.starts_with(PREFIX)).collect();
    let services: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_suffix(SERVICE_HOST))
        .collect();
    let is_known = |name: &str| settings().any(|setting| setting == name) || is_service_link(name, &services);
    let mut unknown: Vec<String> = names.iter().filter(|name| !is_known(name)).cloned().collect();
    unknown.sort();
    let error = |name: String| {
        let meant = nearest(&name, settings());
        let meant = meant.map(|meant| format!(" Do you mean {meant}?")).unwrap_or_default();
        ConfigError::new(
            name,
            format!("no setting has this name.{meant} .env.example lists all settings."),
        )
    };
    unknown.into_iter().map(error).collect()
}

/// Whether Kubernetes sets a variable. Each container gets the addresses of every Service of its namespace, so a Service
/// that is called insatskatalog brings `INSATSKATALOG_SERVICE_HOST`, `INSATSKATALOG_PORT_8080_TCP_ADDR` and more.
fn is_service_link(name: &str, services: &[&str]) -> bool {
    let is_part = |rest: &str, part: &str| {
        rest.strip_prefix(part)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let mut rests = services.iter().filter_map(|service| name.strip_prefix(service));
    rests.any(|rest| rest == SERVICE_HOST || is_part(rest, "_SERVICE_PORT") || is_part(rest, "_PORT"))
}

#[cfg(test)]
#[path = "../../tests/unit/cli/environment.rs"]
mod tests;
