//! Tokens for a service on this machine.

use chrono::TimeDelta;
use clap::Args;

use super::{Failure, kommunkod, print};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::tokens::local::{LocalGrant, LocalKey};

/// Makes a token for a service on this machine.
#[derive(Args)]
pub struct Token {
    /// What it may be used for, such as catalogue:write; may stand several times.
    #[arg(long, required = true, value_name = "SCOPE")]
    scope: Vec<String>,
    /// In which municipality; may stand several times.
    #[arg(long, required = true, value_parser = kommunkod, value_name = "KOMMUNKOD")]
    municipality: Vec<Kommunkod>,
    /// For which provider only; may stand several times.
    #[arg(long, value_parser = provider, value_name = "KOMMUNKOD/SLUG")]
    provider: Vec<String>,
    /// For how many hours.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(i64).range(1..=24))]
    hours: i64,
}

impl Token {
    /// Makes the token and prints it.
    pub fn make(self) -> Result<(), Failure> {
        let config = Config::from_environment()?;
        let key = LocalKey::of_folder(&config.data)
            .map_err(|error| Failure::Other(format!("INSATSKATALOG_DATA: the local key cannot be used: {error}")))?;
        let grant = LocalGrant {
            scopes: self.scope,
            municipalities: self.municipality.iter().map(ToString::to_string).collect(),
            providers: self.provider,
            lifetime: TimeDelta::hours(self.hours),
        };
        let token = key.token(&grant, Clock::system().now());
        let token = token.map_err(|_| Failure::Other("INSATSKATALOG_DATA: local-tokens.key is no key".into()))?;
        print(&format!("{token}\n"));
        Ok(())
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
