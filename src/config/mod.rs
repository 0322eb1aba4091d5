//! Every setting, read once from environment variables.

mod error;
mod open_data;
mod sign_in;
mod tokens;
mod value;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::secret::Secret;
use crate::sign_in::SignInSettings;
use crate::store::{Address, encryption};
use crate::tokens::{KeySource, TokenSettings, is_loopback};

pub use error::{ConfigError, ConfigErrors};
pub use open_data::OpenData;
pub use value::{CertificateFiles, ForwardedHeader, LogFormat, MetricsListen};

use open_data::open_data;
use sign_in::sign_in_settings;
use tokens::token_settings;
use value::{
    certificate_files, contact_email, cors_origin, each, forwarded_header, interval, listening_address, log_format,
    metrics_listen, network, parsed, public_url, questions_per_minute, spans_endpoint, stop_delay_seconds,
};

const TRUSTED_PROXIES: &str = "INSATSKATALOG_TRUSTED_PROXIES";
const WEBHOOK_NETWORKS: &str = "INSATSKATALOG_WEBHOOK_NETWORKS";

/// Every setting of the service.
#[derive(Clone)]
pub struct Config {
    /// `DATABASE_URL`: `sqlite:PATH` or `postgres://…`; absent: an SQLite file in the data folder.
    pub database: Address,
    /// Whether `DATABASE_URL` is absent. Only then are the embedded catalogues imported into an empty database.
    pub is_default_database: bool,
    /// `INSATSKATALOG_LISTEN`: the address and port to listen on; default `127.0.0.1:8080`.
    pub listen: SocketAddr,
    /// `INSATSKATALOG_TLS_CERTIFICATE_FILE` and `INSATSKATALOG_TLS_KEY_FILE`: the certificate of the service and its key;
    /// default none: something in front of the service terminates TLS.
    pub certificate: Option<CertificateFiles>,
    /// `INSATSKATALOG_MAX_CONNECTIONS`: the most connections at the same time; default 10,000. One network has at most a
    /// quarter of them.
    pub max_connections: Option<NonZeroUsize>,
    /// `INSATSKATALOG_METRICS_LISTEN`: the address and port of `/metrics`, or `off`; default `127.0.0.1:9464`.
    pub metrics_listen: MetricsListen,
    /// `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, or `OTEL_EXPORTER_OTLP_ENDPOINT` and `/v1/traces`: the address that spans are
    /// sent to; default none. None either with `OTEL_SDK_DISABLED=true` or `OTEL_TRACES_EXPORTER=none`.
    pub spans_endpoint: Option<Url>,
    /// `INSATSKATALOG_DATA`: the folder for the SQLite file and for local keys; default `./var`.
    pub data: PathBuf,
    /// `INSATSKATALOG_PUBLIC_URL`: the addresses at which clients reach the service, separated by commas. The first is
    /// used if none matches the request. Default: `http://` and the listening address.
    pub public_urls: Vec<Url>,
    /// `INSATSKATALOG_TRUSTED_PROXIES`: addresses or networks, separated by commas, whose `Forwarded` and
    /// `X-Forwarded-For` are trusted; default none.
    pub trusted_proxies: Vec<IpNet>,
    /// `INSATSKATALOG_FORWARDED_HEADER`: which of these headers the trusted proxies write, `Forwarded` or
    /// `X-Forwarded-For`; default both, and the proxy counts as the client where they name different ones.
    pub forwarded_header: Option<ForwardedHeader>,
    /// `INSATSKATALOG_MAX_WAITING_PER_CLIENT`: the most requests of one client address that wait for changes at the same
    /// time; default 4.
    pub max_waiting_per_client: Option<NonZeroUsize>,
    /// `INSATSKATALOG_QUESTIONS_PER_MINUTE`: the questions of one client in a minute; default 60,000; 0 for no limit.
    pub questions_per_minute: Option<u32>,
    /// `INSATSKATALOG_BODY_MEMORY_MIB`: the memory of the bodies of all requests in progress together; default 48.
    pub body_memory_mib: Option<NonZeroUsize>,
    /// `INSATSKATALOG_WEBHOOK_NETWORKS`: networks or addresses, separated by commas, that may receive webhooks although they are
    /// not public; default none.
    pub webhook_networks: Vec<IpNet>,
    /// `INSATSKATALOG_CORS_ORIGINS`: the origins, separated by commas, whose web pages may send tokens; default none.
    pub cors_origins: Vec<String>,
    /// `INSATSKATALOG_CONTACT_EMAIL`: the operator's e-mail address, shown in the specification; default none.
    pub contact_email: Option<String>,
    /// Who publishes the data, and where to report a vulnerability.
    pub open_data: OpenData,
    /// `INSATSKATALOG_REFRESH_MILLIS`: how often the catalogue is compared with the database; default 1000.
    pub refresh_every: Duration,
    /// `INSATSKATALOG_WORKERS`: the number of server threads; default one per core.
    pub workers: Option<usize>,
    /// `INSATSKATALOG_STOP_DELAY_SECONDS`: how long the service still accepts requests after SIGTERM; default 5.
    pub stop_delay: Duration,
    /// How tokens are verified.
    ///
    /// - `INSATSKATALOG_JWKS_URL` or `INSATSKATALOG_JWKS_FILE`: the issuer's keys; without either, every token is
    ///   refused.
    /// - `INSATSKATALOG_JWT_ISSUER`: the required `iss`.
    /// - `INSATSKATALOG_JWT_AUDIENCE` and `INSATSKATALOG_JWT_TYPE`: the accepted `aud` and `typ`, separated by commas;
    ///   `absent` accepts a token without it; the default `typ` is `JWT,at+jwt`.
    /// - `INSATSKATALOG_JWT_SCOPE_PREFIX`: what each scope begins with; other scopes are ignored.
    /// - `INSATSKATALOG_CLIENTS_FILE`: a JSON file that grants scopes, municipalities, providers and bodies to clients.
    /// - The names of the claims, each a name or a JSON Pointer: `INSATSKATALOG_JWT_SCOPE_CLAIM` and
    ///   `INSATSKATALOG_JWT_CLIENT_CLAIM` (separated by commas, the first present is used; default `scope` and
    ///   `client_id,azp`), `INSATSKATALOG_JWT_MUNICIPALITIES_CLAIM`, `INSATSKATALOG_JWT_PROVIDERS_CLAIM`,
    ///   `INSATSKATALOG_JWT_BODIES_CLAIM` (default `municipalities`, `providers`, `bodies`).
    pub tokens: TokenSettings,
    /// How people sign in to the pages for providers; `None` without `INSATSKATALOG_OIDC_CLIENT_ID`.
    ///
    /// - `INSATSKATALOG_OIDC_CLIENT_ID` and `INSATSKATALOG_OIDC_CLIENT_SECRET`: the service as a client of the issuer.
    /// - `INSATSKATALOG_OIDC_ISSUER`: the issuer of ID tokens; default `INSATSKATALOG_JWT_ISSUER`.
    /// - `INSATSKATALOG_OIDC_SCOPES`: the requested scopes, separated by spaces; default `openid`, and `records:read` and
    ///   `records:write` with the prefix of scopes.
    /// - `INSATSKATALOG_OIDC_RESOURCE`: the service that the access token is for (RFC 8707); default none.
    pub sign_in: Option<SignInSettings>,
    /// `INSATSKATALOG_JWKS_REFRESH_SECONDS`: how often the issuer's keys are fetched again; default 300.
    pub refresh_keys_every: Duration,
    /// `INSATSKATALOG_SECRET`: the secret key for keyed hashes in the audit log and in idempotency keys. At least 32
    /// characters, the same for all replicas. Default: a file in the data folder, created if missing.
    pub secret: Option<Secret>,
    /// `INSATSKATALOG_LOG_FORMAT`: `text` or `json`; default `text`. `RUST_LOG` sets the log level.
    pub log_format: LogFormat,
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
        let listen = errors.collect(listening_address(
            "INSATSKATALOG_LISTEN",
            listen.as_deref().unwrap_or("127.0.0.1:8080"),
        ));
        let certificate = certificate_files(
            get("INSATSKATALOG_TLS_CERTIFICATE_FILE"),
            get("INSATSKATALOG_TLS_KEY_FILE"),
        );
        let certificate = errors.collect(certificate);
        let count = |name: &'static str| {
            get(name)
                .map(|count| parsed(name, &count, "a number from 1 up"))
                .transpose()
        };
        let max_connections = errors.collect(count("INSATSKATALOG_MAX_CONNECTIONS"));
        let metrics_listen = errors.collect(metrics_listen(get("INSATSKATALOG_METRICS_LISTEN").as_deref()));
        let spans_endpoint = errors.collect(spans_endpoint(&get));
        let public_urls = errors.collect(each(get("INSATSKATALOG_PUBLIC_URL").as_deref(), public_url));
        let trusted_proxies = errors.collect(each(get(TRUSTED_PROXIES).as_deref(), |text| {
            network(TRUSTED_PROXIES, text)
        }));
        let webhook_networks = get(WEBHOOK_NETWORKS);
        let webhook_networks = each(webhook_networks.as_deref(), |text| network(WEBHOOK_NETWORKS, text));
        let webhook_networks = errors.collect(webhook_networks);
        let forwarded_header = get("INSATSKATALOG_FORWARDED_HEADER").map(|text| forwarded_header(&text));
        let forwarded_header = errors.collect(forwarded_header.transpose());
        let max_waiting_per_client = errors.collect(count("INSATSKATALOG_MAX_WAITING_PER_CLIENT"));
        let questions = get("INSATSKATALOG_QUESTIONS_PER_MINUTE").map(|number| questions_per_minute(&number));
        let questions_per_minute = errors.collect(questions.transpose());
        let body_memory_mib = errors.collect(count("INSATSKATALOG_BODY_MEMORY_MIB"));
        let cors_origins = errors.collect(each(get("INSATSKATALOG_CORS_ORIGINS").as_deref(), cors_origin));
        let contact_email = errors.collect(get("INSATSKATALOG_CONTACT_EMAIL").map(contact_email).transpose());
        let open_data = open_data(&get, &mut errors);
        let refresh_millis = get("INSATSKATALOG_REFRESH_MILLIS");
        let refresh_every = errors.collect(interval(
            "INSATSKATALOG_REFRESH_MILLIS",
            refresh_millis.as_deref().unwrap_or("1000"),
            Duration::from_millis,
            "a number of milliseconds from 1 to 86400000, such as 1000",
        ));
        let workers = errors.collect(count("INSATSKATALOG_WORKERS"));
        let stop_delay = get("INSATSKATALOG_STOP_DELAY_SECONDS");
        let stop_delay = errors.collect(stop_delay_seconds(stop_delay.as_deref().unwrap_or("5")));
        let tokens = token_settings(&get, &mut errors);
        let sign_in = sign_in_settings(&get, tokens.as_ref(), &mut errors);
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
                certificate: certificate?,
                max_connections: max_connections?,
                metrics_listen: metrics_listen?,
                spans_endpoint: spans_endpoint?,
                data,
                public_urls: public_urls?,
                trusted_proxies: trusted_proxies?,
                forwarded_header: forwarded_header?,
                max_waiting_per_client: max_waiting_per_client?,
                questions_per_minute: questions_per_minute?,
                body_memory_mib: body_memory_mib?,
                webhook_networks: webhook_networks?,
                cors_origins: cors_origins?,
                contact_email: contact_email?,
                open_data,
                refresh_every: refresh_every?,
                workers: workers?.map(NonZeroUsize::get),
                stop_delay: stop_delay?,
                tokens: tokens?,
                sign_in,
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
    /// Every setting that lets other machines reach the service, or names the keys of an issuer.
    pub(crate) fn with_local_tokens(self) -> Result<Self, ConfigErrors> {
        let mut errors = ConfigErrors(Vec::new());
        let mut refuse = |variable: &'static str, problem: &str| errors.0.push(ConfigError::new(variable, problem));
        if !self.public_urls.iter().all(is_loopback) {
            refuse(
                "INSATSKATALOG_PUBLIC_URL",
                "names an address that other machines can reach; --dev-tokens is for this machine only",
            );
        }
        if !self.listen.ip().is_loopback() {
            refuse(
                "INSATSKATALOG_LISTEN",
                "must be 127.0.0.1 or ::1 with --dev-tokens, which is for this machine only",
            );
        }
        let together = "and --dev-tokens cannot be used together";
        match self.tokens.keys {
            KeySource::Address(_) => refuse("INSATSKATALOG_JWKS_URL", together),
            KeySource::File(_) => refuse("INSATSKATALOG_JWKS_FILE", together),
            KeySource::None | KeySource::Local(_) => {}
        }
        if self.sign_in.is_some() {
            refuse("INSATSKATALOG_OIDC_CLIENT_ID", together);
        }
        if !errors.0.is_empty() {
            return Err(errors);
        }
        let tokens = TokenSettings::local(self.data.clone());
        Ok(Self { tokens, ..self })
    }

    /// Whether there is a secret key, so that none has to be made.
    pub(crate) fn has_secret(&self) -> bool {
        self.secret.is_some() || Secret::is_in_folder(&self.data)
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

#[cfg(test)]
#[path = "../../tests/unit/config.rs"]
mod tests;
