//! `insatskatalog token`: makes a token for a service on this machine.

use std::path::Path;

use chrono::TimeDelta;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::clock::Clock;
use crate::domain::{Kommunkod, Slug};
use crate::tokens::local::{LocalGrant, LocalKey};
use crate::tokens::scope::SCOPES;

use super::environment;
use super::failure::Failure;
use super::terminal::{kommunkod, print};

/// Makes a token for a service on this machine.
#[derive(Args)]
pub(crate) struct Token {
    /// What the token grants, such as catalogue:write. Separate several with spaces, or repeat the option.
    #[arg(long, required = true, value_parser = scopes, value_name = "SCOPE")]
    scope: Vec<Scopes>,
    /// The municipality; can be repeated.
    #[arg(long, required = true, value_parser = kommunkod, value_name = "KOMMUNKOD")]
    municipality: Vec<Kommunkod>,
    /// Limit the token to this provider; can be repeated.
    #[arg(long, value_parser = provider, value_name = "KOMMUNKOD/SLUG")]
    provider: Vec<String>,
    /// Limit the token to the insatser of this body (name or slug); can be repeated.
    #[arg(long, value_parser = NonEmptyStringValueParser::new(), value_name = "BODY")]
    body: Vec<String>,
    /// Lifetime in hours.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(i64).range(1..=24))]
    hours: i64,
}

#[derive(Clone)]
struct Scopes(Vec<String>);

impl Token {
    pub(crate) fn make(self) -> Result<(), Failure> {
        let config = environment::config()?;
        let key = LocalKey::existing(&config.data)
            .map_err(|error| Failure::Other(format!("INSATSKATALOG_DATA: the local key cannot be used: {error}")))?;
        let key = key.ok_or_else(|| no_service(&config.data))?;
        let grant = LocalGrant {
            scopes: self.scope.into_iter().flat_map(|Scopes(scopes)| scopes).collect(),
            municipalities: self.municipality.iter().map(ToString::to_string).collect(),
            providers: self.provider,
            bodies: self.body,
            lifetime: TimeDelta::hours(self.hours),
        };
        let token = key.token(&grant, Clock::system().now());
        let token =
            token.map_err(|_| Failure::Other("INSATSKATALOG_DATA: local-tokens.key is not a valid key".into()))?;
        print(&format!("{token}\n"));
        Ok(())
    }
}

/// No service has its key in the folder, so none would accept the token.
fn no_service(data: &Path) -> Failure {
    let folder = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    Failure::Other(format!(
        "no service has its key in {}. Start `insatskatalog serve --dev-tokens` first, and run this command in the same \
         folder, with the same INSATSKATALOG_DATA.",
        folder.display()
    ))
}

/// Refuses unknown scopes, because a token with a misspelt scope would silently grant nothing.
fn scopes(text: &str) -> Result<Scopes, String> {
    let scopes: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let are_known = scopes.iter().all(|scope| SCOPES.contains(&scope.as_str()));
    if are_known && !scopes.is_empty() {
        Ok(Scopes(scopes))
    } else {
        Err(format!("the scopes are {}", SCOPES.join(", ")))
    }
}

fn provider(text: &str) -> Result<String, String> {
    let parts = text.split_once('/');
    let is_provider = parts.is_some_and(|(code, slug)| Kommunkod::parse(code).is_some() && Slug::parse(slug).is_some());
    if is_provider {
        Ok(text.to_owned())
    } else {
        Err("a municipality's code and a provider's slug, such as 0188/finska-foreningen".into())
    }
}
