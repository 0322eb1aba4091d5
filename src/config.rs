//! Every setting, read once from environment variables.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::secret::Secret;
use crate::store::{Address, encryption};
use crate::tokens::{ClaimNames, KeySource, TokenSettings, is_loopback};

/// Every setting of the service.
#[derive(Clone)]
pub struct Config {
    /// `DATABASE_URL`: `sqlite:PATH` or `postgres://…`; absent: an SQLite file in the data folder.
    pub database: Address,
    /// Whether `DATABASE_URL` is absent. Only then are the embedded catalogues imported into an empty database.
    pub is_default_database: bool,
    /// `INSATSKATALOG_LISTEN`: the address and port to listen on; default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// `INSATSKATALOG_DATA`: the folder for the SQLite file and for local keys; default `./var`.
    pub data: PathBuf,
    /// `INSATSKATALOG_PUBLIC_URL`: the addresses at which clients reach the service, separated by commas. The first is
    /// used if none matches the request. Default: `http://` and the listening address.
    pub public_urls: Vec<Url>,
    /// `INSATSKATALOG_TRUSTED_PROXIES`: addresses or networks, separated by commas, whose `Forwarded` and
    /// `X-Forwarded-For` are trusted; default none.
    pub trusted_proxies: Vec<IpNet>,
    /// `INSATSKATALOG_MAX_WAITING_PER_CLIENT`: the most requests of one client address that wait for changes at the same
    /// time; default 4.
    pub max_waiting_per_client: Option<NonZeroUsize>,
    /// `INSATSKATALOG_CORS_ORIGINS`: the origins, separated by commas, whose web pages may send tokens; default none.
    pub cors_origins: Vec<String>,
    /// `INSATSKATALOG_CONTACT_EMAIL`: the operator's e-mail address, shown in the specification; default none.
    pub contact_email: Option<String>,
    /// `INSATSKATALOG_REFRESH_MILLIS`: how often the catalogue is compared with the database; default 1000.
    pub refresh_every: Duration,
    /// `INSATSKATALOG_WORKERS`: the number of server threads; default one per core.
    pub workers: Option<usize>,
    /// How tokens are verified. `INSATSKATALOG_JWKS_URL` or `INSATSKATALOG_JWKS_FILE`: the issuer's keys; without
    /// either, every token is refused. `INSATSKATALOG_JWT_ISSUER` and `INSATSKATALOG_JWT_AUDIENCE`: the required `iss`
    /// and `aud`. `INSATSKATALOG_JWT_TYPE`: the required `typ`, default `JWT`. The names of the claims, each a name or
    /// a JSON Pointer: `INSATSKATALOG_JWT_SCOPE_CLAIM` and `INSATSKATALOG_JWT_CLIENT_CLAIM` (comma-separated, the first
    /// present is used; default `scope` and `client_id,azp`), `INSATSKATALOG_JWT_MUNICIPALITIES_CLAIM`,
    /// `INSATSKATALOG_JWT_PROVIDERS_CLAIM`, `INSATSKATALOG_JWT_BODIES_CLAIM` (default `municipalities`, `providers`,
    /// `bodies`).
    pub tokens: TokenSettings,
    /// `INSATSKATALOG_JWKS_REFRESH_SECONDS`: how often the issuer's keys are fetched again; default 300.
    pub refresh_keys_every: Duration,
    /// `INSATSKATALOG_SECRET`: the secret key for keyed hashes in the audit log and in idempotency keys. At least 32
    /// characters, the same for all replicas. Default: a file in the data folder, created if missing.
    pub secret: Option<Secret>,
    /// `INSATSKATALOG_LOG_FORMAT`: `text` or `json`; default `text`. `RUST_LOG` sets the log level.
    pub log_format: LogFormat,
}

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines of text.
    Text,
    /// One JSON object per line.
    Json,
}

/// A setting with an invalid value.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    /// The name of the environment variable.
    pub variable: &'static str,
    /// What is wrong, and what is allowed. Never quotes the value.
    pub problem: String,
}

impl ConfigError {
    fn new(variable: &'static str, problem: impl Into<String>) -> Self {
        Self {
            variable,
            problem: problem.into(),
        }
    }
}

impl Config {
    /// Reads the settings from the environment of the process.
    pub(crate) fn from_environment() -> Result<Self, ConfigError> {
        Self::read(|variable| std::env::var(variable).ok())
    }

    /// Reads the settings from any source of variables. An empty variable counts as missing.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let get = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let data = PathBuf::from(get("INSATSKATALOG_DATA").unwrap_or_else(|| "./var".into()));
        let database_url = get("DATABASE_URL");
        let is_default_database = database_url.is_none();
        let database = match database_url {
            Some(url) => Address::parse(&url).map_err(|error| ConfigError::new("DATABASE_URL", error.to_string()))?,
            None => Address::Sqlite(data.join("insatskatalog.db")),
        };
        if let Address::Postgres(url) = &database
            && !encryption::HAS_TLS
            && !encryption::may_be_plain_text(url, &variable)
        {
            return Err(ConfigError::new("DATABASE_URL", encryption::REFUSAL));
        }
        let listen: SocketAddr = parsed(
            "INSATSKATALOG_LISTEN",
            get("INSATSKATALOG_LISTEN").as_deref().unwrap_or("127.0.0.1:8080"),
            "an address and port, such as 127.0.0.1:8080",
        )?;
        let public_urls = match get("INSATSKATALOG_PUBLIC_URL") {
            Some(urls) => urls.split(',').map(public_url).collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let trusted_proxies = match get("INSATSKATALOG_TRUSTED_PROXIES") {
            Some(list) => list.split(',').map(network).collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let max_waiting_per_client = match get("INSATSKATALOG_MAX_WAITING_PER_CLIENT") {
            Some(count) => Some(parsed(
                "INSATSKATALOG_MAX_WAITING_PER_CLIENT",
                &count,
                "a number from 1 up",
            )?),
            None => None,
        };
        let cors_origins = match get("INSATSKATALOG_CORS_ORIGINS") {
            Some(list) => list.split(',').map(cors_origin).collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        let refresh_millis: u64 = parsed(
            "INSATSKATALOG_REFRESH_MILLIS",
            get("INSATSKATALOG_REFRESH_MILLIS").as_deref().unwrap_or("1000"),
            "a number of milliseconds, such as 1000",
        )?;
        let workers = match get("INSATSKATALOG_WORKERS") {
            Some(count) => {
                let count: NonZeroUsize = parsed("INSATSKATALOG_WORKERS", &count, "a number from 1 up")?;
                Some(count.get())
            }
            None => None,
        };
        let tokens = token_settings(&get)?;
        let refresh_keys_seconds: u64 = parsed(
            "INSATSKATALOG_JWKS_REFRESH_SECONDS",
            get("INSATSKATALOG_JWKS_REFRESH_SECONDS").as_deref().unwrap_or("300"),
            "a number of seconds, such as 300",
        )?;
        let secret = get("INSATSKATALOG_SECRET").map(|key| {
            Secret::new(key.as_bytes()).ok_or_else(|| {
                ConfigError::new(
                    "INSATSKATALOG_SECRET",
                    "must have at least 32 characters; make one with openssl rand -base64 32",
                )
            })
        });
        let log_format = match get("INSATSKATALOG_LOG_FORMAT").as_deref() {
            None | Some("text") => LogFormat::Text,
            Some("json") => LogFormat::Json,
            Some(_) => {
                return Err(ConfigError::new("INSATSKATALOG_LOG_FORMAT", "must be text or json"));
            }
        };
        Ok(Self {
            database,
            is_default_database,
            listen,
            data,
            public_urls,
            trusted_proxies,
            max_waiting_per_client,
            cors_origins,
            contact_email: get("INSATSKATALOG_CONTACT_EMAIL"),
            refresh_every: Duration::from_millis(refresh_millis.max(1)),
            workers,
            tokens,
            refresh_keys_every: Duration::from_secs(refresh_keys_seconds.max(1)),
            secret: secret.transpose()?,
            log_format,
        })
    }

    /// Accepts tokens made on this machine with `insatskatalog token`.
    ///
    /// # Errors
    /// If other machines can reach the service, or an issuer is configured.
    pub(crate) fn with_local_tokens(self) -> Result<Self, ConfigError> {
        if !self.public_urls.iter().all(is_loopback) {
            return Err(ConfigError::new(
                "INSATSKATALOG_PUBLIC_URL",
                "names an address that other machines can reach; --dev-tokens is for this machine only",
            ));
        }
        if !self.listen.ip().is_loopback() {
            return Err(ConfigError::new(
                "INSATSKATALOG_LISTEN",
                "must be 127.0.0.1 or ::1 with --dev-tokens, which is for this machine only",
            ));
        }
        if self.tokens.keys != KeySource::None {
            return Err(ConfigError::new(
                "INSATSKATALOG_JWKS_URL",
                "and --dev-tokens cannot be used together",
            ));
        }
        let tokens = TokenSettings::local(self.data.clone());
        Ok(Self { tokens, ..self })
    }

    /// The configured secret key, or the key in the data folder.
    pub(crate) fn secret(&self) -> std::io::Result<Secret> {
        match &self.secret {
            Some(secret) => Ok(secret.clone()),
            None => Secret::of_folder(&self.data),
        }
    }
}

fn token_settings(get: &impl Fn(&str) -> Option<String>) -> Result<TokenSettings, ConfigError> {
    let address = get("INSATSKATALOG_JWKS_URL")
        .map(|text| jwks_address(&text))
        .transpose()?;
    let file = get("INSATSKATALOG_JWKS_FILE").map(PathBuf::from);
    let keys = match (address, file) {
        (None, None) => return Ok(TokenSettings::none()),
        (Some(address), None) => KeySource::Address(address),
        (None, Some(file)) => KeySource::File(file),
        (Some(_), Some(_)) => {
            return Err(ConfigError::new(
                "INSATSKATALOG_JWKS_FILE",
                "and INSATSKATALOG_JWKS_URL cannot be used together",
            ));
        }
    };
    let needed = |variable: &'static str| {
        get(variable).ok_or_else(|| {
            ConfigError::new(
                variable,
                "is required with INSATSKATALOG_JWKS_URL or INSATSKATALOG_JWKS_FILE",
            )
        })
    };
    let list = |variable: &str| -> Option<Vec<String>> {
        Some(get(variable)?.split(',').map(|name| name.trim().to_owned()).collect())
    };
    let default = ClaimNames::default();
    Ok(TokenSettings {
        keys,
        issuer: needed("INSATSKATALOG_JWT_ISSUER")?,
        audience: needed("INSATSKATALOG_JWT_AUDIENCE")?,
        token_type: get("INSATSKATALOG_JWT_TYPE").unwrap_or_else(|| "JWT".into()),
        claims: ClaimNames {
            scope: list("INSATSKATALOG_JWT_SCOPE_CLAIM").unwrap_or(default.scope),
            municipalities: get("INSATSKATALOG_JWT_MUNICIPALITIES_CLAIM").unwrap_or(default.municipalities),
            providers: get("INSATSKATALOG_JWT_PROVIDERS_CLAIM").unwrap_or(default.providers),
            bodies: get("INSATSKATALOG_JWT_BODIES_CLAIM").unwrap_or(default.bodies),
            client_id: list("INSATSKATALOG_JWT_CLIENT_CLAIM").unwrap_or(default.client_id),
        },
    })
}

/// Accepts https, and http from this machine.
fn jwks_address(text: &str) -> Result<Url, ConfigError> {
    const WANTED: &str =
        "an https address, such as https://login.example.se/realms/kommun/protocol/openid-connect/certs";
    let url: Url = parsed("INSATSKATALOG_JWKS_URL", text, WANTED)?;
    if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)) {
        Ok(url)
    } else {
        Err(ConfigError::new("INSATSKATALOG_JWKS_URL", format!("must be {WANTED}")))
    }
}

fn parsed<T: std::str::FromStr>(variable: &'static str, value: &str, wanted: &str) -> Result<T, ConfigError> {
    value
        .trim()
        .parse()
        .map_err(|_| ConfigError::new(variable, format!("must be {wanted}")))
}

fn public_url(text: &str) -> Result<Url, ConfigError> {
    bare_address("INSATSKATALOG_PUBLIC_URL", text)
}

/// An origin as browsers write it.
fn cors_origin(text: &str) -> Result<String, ConfigError> {
    let address = bare_address("INSATSKATALOG_CORS_ORIGINS", text)?;
    Ok(address.origin().ascii_serialization())
}

/// An http or https address without a path.
fn bare_address(variable: &'static str, text: &str) -> Result<Url, ConfigError> {
    let url: Url = parsed(variable, text, "one or more addresses such as https://api.example.se")?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() || !is_bare {
        return Err(ConfigError::new(
            variable,
            "must be http or https with a host and no path, such as https://api.example.se",
        ));
    }
    Ok(url)
}

fn network(text: &str) -> Result<IpNet, ConfigError> {
    let text = text.trim();
    text.parse().or_else(|_| {
        parsed::<std::net::IpAddr>(
            "INSATSKATALOG_TRUSTED_PROXIES",
            text,
            "addresses or networks such as 10.0.0.0/8",
        )
        .map(IpNet::from)
    })
}

#[cfg(test)]
#[path = "../tests/unit/config.rs"]
mod tests;
