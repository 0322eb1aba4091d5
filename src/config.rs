//! Every setting, read once from environment variables.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::domain::contact::is_email;
use crate::secret::Secret;
use crate::store::{Address, encryption};
use crate::tokens::{Accepted, ClaimNames, KeySource, TokenSettings, is_loopback};

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
    /// either, every token is refused. `INSATSKATALOG_JWT_ISSUER`: the required `iss`. `INSATSKATALOG_JWT_AUDIENCE` and
    /// `INSATSKATALOG_JWT_TYPE`: the accepted `aud` and `typ`, separated by commas; `absent` accepts a token without it;
    /// the default `typ` is `JWT,at+jwt`. `INSATSKATALOG_JWT_SCOPE_PREFIX`: what each scope begins with; other scopes
    /// are ignored. `INSATSKATALOG_CLIENTS_FILE`: a JSON file that grants scopes, municipalities, providers and bodies
    /// to clients. The names of the claims, each a name or a JSON Pointer: `INSATSKATALOG_JWT_SCOPE_CLAIM` and `INSATSKATALOG_JWT_CLIENT_CLAIM` (comma-separated, the first
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

/// Every setting that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ConfigErrors(pub Vec<ConfigError>);

impl From<ConfigError> for ConfigErrors {
    fn from(error: ConfigError) -> Self {
        Self(vec![error])
    }
}

impl ConfigErrors {
    /// The value, or its error added to the others.
    fn collect<T>(&mut self, read: Result<T, ConfigError>) -> Option<T> {
        read.map_err(|error| self.0.push(error)).ok()
    }
}

/// A setting with an invalid value.
#[derive(Debug, thiserror::Error)]
#[error("{variable}: {problem}")]
pub struct ConfigError {
    /// The name of the environment variable.
    pub variable: Cow<'static, str>,
    /// What is wrong, and what is allowed. Never quotes the value.
    pub problem: String,
}

impl ConfigError {
    pub(crate) fn new(variable: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
            problem: problem.into(),
        }
    }
}

impl Config {
    /// Reads the settings from any source of variables. An empty variable counts as missing.
    ///
    /// # Errors
    /// Every setting with an invalid value.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigErrors> {
        let get = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let mut errors = ConfigErrors(Vec::new());
        let data = PathBuf::from(get("INSATSKATALOG_DATA").unwrap_or_else(|| "./var".into()));
        let is_default_database = get("DATABASE_URL").is_none();
        let database = errors.collect(database(get("DATABASE_URL").as_deref(), &data, &variable));
        let listen = get("INSATSKATALOG_LISTEN");
        let listen = errors.collect(listening_address(listen.as_deref().unwrap_or("127.0.0.1:8080")));
        let public_urls = errors.collect(each(get("INSATSKATALOG_PUBLIC_URL").as_deref(), public_url));
        let trusted_proxies = errors.collect(each(get("INSATSKATALOG_TRUSTED_PROXIES").as_deref(), network));
        let max_waiting = get("INSATSKATALOG_MAX_WAITING_PER_CLIENT");
        let max_waiting =
            max_waiting.map(|count| parsed("INSATSKATALOG_MAX_WAITING_PER_CLIENT", &count, "a number from 1 up"));
        let max_waiting_per_client = errors.collect(max_waiting.transpose());
        let cors_origins = errors.collect(each(get("INSATSKATALOG_CORS_ORIGINS").as_deref(), cors_origin));
        let contact_email = errors.collect(get("INSATSKATALOG_CONTACT_EMAIL").map(contact_email).transpose());
        let refresh_millis = get("INSATSKATALOG_REFRESH_MILLIS");
        let refresh_every = errors.collect(interval(
            "INSATSKATALOG_REFRESH_MILLIS",
            refresh_millis.as_deref().unwrap_or("1000"),
            Duration::from_millis,
            "a number of milliseconds from 1 to 86400000, such as 1000",
        ));
        let workers = get("INSATSKATALOG_WORKERS").map(|count| {
            let count: Result<NonZeroUsize, _> = parsed("INSATSKATALOG_WORKERS", &count, "a number from 1 up");
            count.map(NonZeroUsize::get)
        });
        let workers = errors.collect(workers.transpose());
        let tokens = token_settings(&get, &mut errors);
        let refresh_keys_seconds = get("INSATSKATALOG_JWKS_REFRESH_SECONDS");
        let refresh_keys_every = errors.collect(interval(
            "INSATSKATALOG_JWKS_REFRESH_SECONDS",
            refresh_keys_seconds.as_deref().unwrap_or("300"),
            Duration::from_secs,
            "a number of seconds from 1 to 86400, such as 300",
        ));
        let secret = get("INSATSKATALOG_SECRET").map(|key| {
            Secret::new(key.as_bytes()).ok_or_else(|| {
                ConfigError::new(
                    "INSATSKATALOG_SECRET",
                    "must have at least 32 characters; make one with openssl rand -base64 32",
                )
            })
        });
        let secret = errors.collect(secret.transpose());
        let log_format = errors.collect(log_format(get("INSATSKATALOG_LOG_FORMAT").as_deref()));
        let read = || {
            Some(Self {
                database: database?,
                is_default_database,
                listen: listen?,
                data,
                public_urls: public_urls?,
                trusted_proxies: trusted_proxies?,
                max_waiting_per_client: max_waiting_per_client?,
                cors_origins: cors_origins?,
                contact_email: contact_email?,
                refresh_every: refresh_every?,
                workers: workers?,
                tokens: tokens?,
                refresh_keys_every: refresh_keys_every?,
                secret: secret?,
                log_format: log_format?,
            })
        };
        read().filter(|_| errors.0.is_empty()).ok_or(errors)
    }

    /// Accepts tokens made on this machine with `insatskatalog token`.
    ///
    /// # Errors
    /// If other machines can reach the service, or an issuer is configured.
    pub(crate) fn with_local_tokens(self) -> Result<Self, ConfigErrors> {
        if !self.public_urls.iter().all(is_loopback) {
            return Err(ConfigError::new(
                "INSATSKATALOG_PUBLIC_URL",
                "names an address that other machines can reach; --dev-tokens is for this machine only",
            )
            .into());
        }
        if !self.listen.ip().is_loopback() {
            return Err(ConfigError::new(
                "INSATSKATALOG_LISTEN",
                "must be 127.0.0.1 or ::1 with --dev-tokens, which is for this machine only",
            )
            .into());
        }
        if self.tokens.keys != KeySource::None {
            return Err(ConfigError::new("INSATSKATALOG_JWKS_URL", "and --dev-tokens cannot be used together").into());
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

fn database(
    url: Option<&str>,
    data: &Path,
    variable: &impl Fn(&str) -> Option<String>,
) -> Result<Address, ConfigError> {
    let Some(url) = url else {
        return Ok(Address::Sqlite(data.join("insatskatalog.db")));
    };
    let address = Address::parse(url).map_err(|error| ConfigError::new("DATABASE_URL", error.to_string()))?;
    match &address {
        Address::Postgres(url) if !encryption::HAS_TLS && !encryption::may_be_plain_text(url, variable) => {
            Err(ConfigError::new("DATABASE_URL", encryption::REFUSAL))
        }
        _ => Ok(address),
    }
}

/// An address and port. `localhost` is 127.0.0.1, whatever this machine calls itself.
fn listening_address(text: &str) -> Result<SocketAddr, ConfigError> {
    let text = text.trim();
    let address = match text.split_once(':') {
        Some((host, port)) if host.eq_ignore_ascii_case("localhost") => format!("127.0.0.1:{port}"),
        _ => text.to_owned(),
    };
    parsed(
        "INSATSKATALOG_LISTEN",
        &address,
        "an address and port, such as 127.0.0.1:8080 or localhost:8080",
    )
}

/// The parts of a list, separated by commas; none if it is absent.
fn each<T>(list: Option<&str>, read: fn(&str) -> Result<T, ConfigError>) -> Result<Vec<T>, ConfigError> {
    list.iter().flat_map(|list| list.split(',')).map(read).collect()
}

fn contact_email(text: String) -> Result<String, ConfigError> {
    if is_email(&text) {
        Ok(text)
    } else {
        Err(ConfigError::new(
            "INSATSKATALOG_CONTACT_EMAIL",
            "must be the e-mail address of a function, such as insatskatalog@example.se",
        ))
    }
}

/// An interval of at least one unit and at most a day.
fn interval(
    variable: &'static str,
    value: &str,
    of_number: fn(u64) -> Duration,
    wanted: &str,
) -> Result<Duration, ConfigError> {
    let every = of_number(parsed(variable, value, wanted)?);
    if every.is_zero() || every > Duration::from_hours(24) {
        return Err(ConfigError::new(variable, format!("must be {wanted}")));
    }
    Ok(every)
}

fn log_format(text: Option<&str>) -> Result<LogFormat, ConfigError> {
    match text {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => Err(ConfigError::new("INSATSKATALOG_LOG_FORMAT", "must be text or json")),
    }
}

/// The settings of tokens; `None` if any of them is an error.
fn token_settings(get: &impl Fn(&str) -> Option<String>, errors: &mut ConfigErrors) -> Option<TokenSettings> {
    let address = get("INSATSKATALOG_JWKS_URL").map(|text| jwks_address(&text));
    let address = errors.collect(address.transpose());
    let file = get("INSATSKATALOG_JWKS_FILE").map(PathBuf::from);
    let token_types = get("INSATSKATALOG_JWT_TYPE").map(|list| token_types(&list));
    let token_types = errors.collect(token_types.unwrap_or_else(|| Ok(TokenSettings::none().token_types)));
    let scope_prefix = get("INSATSKATALOG_JWT_SCOPE_PREFIX");
    let keys = match (address?, file) {
        (None, None) => return Some(TokenSettings::none()),
        (Some(address), None) => KeySource::Address(address),
        (None, Some(file)) => KeySource::File(file),
        (Some(_), Some(_)) => {
            errors.0.push(ConfigError::new(
                "INSATSKATALOG_JWKS_FILE",
                "and INSATSKATALOG_JWKS_URL cannot be used together",
            ));
            return None;
        }
    };
    let mut needed = |variable: &'static str| {
        errors.collect(get(variable).ok_or_else(|| {
            ConfigError::new(
                variable,
                "is required with INSATSKATALOG_JWKS_URL or INSATSKATALOG_JWKS_FILE",
            )
        }))
    };
    let (issuer, audience) = (needed("INSATSKATALOG_JWT_ISSUER"), needed("INSATSKATALOG_JWT_AUDIENCE"));
    let audiences = audience.and_then(|list| errors.collect(audiences(&list, scope_prefix.is_some())));
    let list = |variable: &str| -> Option<Vec<String>> {
        Some(get(variable)?.split(',').map(|name| name.trim().to_owned()).collect())
    };
    let default = ClaimNames::default();
    Some(TokenSettings {
        keys,
        issuer: issuer?,
        audiences: audiences?,
        token_types: token_types?,
        scope_prefix,
        clients_file: get("INSATSKATALOG_CLIENTS_FILE").map(PathBuf::from),
        claims: ClaimNames {
            scope: list("INSATSKATALOG_JWT_SCOPE_CLAIM").unwrap_or(default.scope),
            municipalities: get("INSATSKATALOG_JWT_MUNICIPALITIES_CLAIM").unwrap_or(default.municipalities),
            providers: get("INSATSKATALOG_JWT_PROVIDERS_CLAIM").unwrap_or(default.providers),
            bodies: get("INSATSKATALOG_JWT_BODIES_CLAIM").unwrap_or(default.bodies),
            client_id: list("INSATSKATALOG_JWT_CLIENT_CLAIM").unwrap_or(default.client_id),
        },
    })
}

/// Reads the accepted audiences. `absent` needs a scope prefix.
fn audiences(list: &str, has_scope_prefix: bool) -> Result<Accepted, ConfigError> {
    let audiences = Accepted::parse(list);
    if audiences.absent && !has_scope_prefix {
        return Err(ConfigError::new(
            "INSATSKATALOG_JWT_AUDIENCE",
            "may accept absent only with INSATSKATALOG_JWT_SCOPE_PREFIX, which then shows that a token is for this service",
        ));
    }
    Ok(audiences)
}

/// Reads the accepted types, which are subtypes of `application/` (RFC 7515, 4.1.9).
fn token_types(list: &str) -> Result<Accepted, ConfigError> {
    let of_type = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let mut words = list.split(',').map(str::trim);
    if words.all(|word| !word.is_empty() && word.chars().all(of_type)) {
        Ok(Accepted::parse(list))
    } else {
        Err(ConfigError::new(
            "INSATSKATALOG_JWT_TYPE",
            "must be types separated by commas, such as JWT,at+jwt or absent",
        ))
    }
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
