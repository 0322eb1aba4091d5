//! Reads the values of settings. An error names the setting and what is allowed, and never quotes the value.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::domain::contact::is_email;

use super::error::ConfigError;

/// The format of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines of text.
    Text,
    /// One JSON object per line.
    Json,
}

/// Where the measurements are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsListen {
    /// Nowhere.
    Off,
    /// At the default address, unless another process uses it.
    Default(SocketAddr),
    /// At an address that the operator chose.
    At(SocketAddr),
}

/// The files of the certificate with which the service terminates TLS, in PEM form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate, followed by those of the authorities between.
    pub certificate: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// The header in which the trusted proxies state their clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `Forwarded` (RFC 7239).
    Forwarded,
    /// `X-Forwarded-For`.
    XForwardedFor,
}

impl ForwardedHeader {
    /// The name of the header, in lower case.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Forwarded => "forwarded",
            Self::XForwardedFor => "x-forwarded-for",
        }
    }
}

/// An address and port. `localhost` is 127.0.0.1, whatever this machine calls itself.
pub(super) fn listening_address(variable: &'static str, text: &str) -> Result<SocketAddr, ConfigError> {
    let text = text.trim();
    let address = match text.split_once(':') {
        Some((host, port)) if host.eq_ignore_ascii_case("localhost") => format!("127.0.0.1:{port}"),
        _ => text.to_owned(),
    };
    parsed(
        variable,
        &address,
        "an address and port, such as 127.0.0.1:8080 or localhost:8080",
    )
}

/// The address of the measurements.
pub(super) fn metrics_listen(text: Option<&str>) -> Result<MetricsListen, ConfigError> {
    const VARIABLE: &str = "INSATSKATALOG_METRICS_LISTEN";
    match text.map(str::trim) {
        None => Ok(MetricsListen::Default(SocketAddr::from(([127, 0, 0, 1], 9464)))),
        Some("off") => Ok(MetricsListen::Off),
        Some(text) => listening_address(VARIABLE, text)
            .map(MetricsListen::At)
            .map_err(|_| ConfigError::new(VARIABLE, "must be an address and port, such as 127.0.0.1:9464, or off")),
    }
}

/// The address that spans are sent to, by the rules of OpenTelemetry; `None` if they are sent nowhere.
pub(super) fn spans_endpoint(get: &impl Fn(&str) -> Option<String>) -> Result<Option<Url>, ConfigError> {
    const ALL: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const TRACES: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    const WANTED: &str = "an http or https address, such as http://localhost:4318";
    let is = |variable: &str, value: &str| get(variable).is_some_and(|text| text.trim().eq_ignore_ascii_case(value));
    if is("OTEL_SDK_DISABLED", "true") || is("OTEL_TRACES_EXPORTER", "none") {
        return Ok(None);
    }
    let (variable, address) = match (get(TRACES), get(ALL)) {
        (Some(own), _) => (TRACES, own),
        (None, Some(all)) => (ALL, format!("{}/v1/traces", all.trim().trim_end_matches('/'))),
        (None, None) => return Ok(None),
    };
    let url: Url = parsed(variable, &address, WANTED)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ConfigError::new(variable, format!("must be {WANTED}")));
    }
    Ok(Some(url))
}

/// The certificate of the service and its key; `None` if TLS is terminated elsewhere.
pub(super) fn certificate_files(
    certificate: Option<String>,
    key: Option<String>,
) -> Result<Option<CertificateFiles>, ConfigError> {
    match (certificate, key) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => Ok(Some(CertificateFiles {
            certificate: certificate.into(),
            key: key.into(),
        })),
        (Some(_), None) => Err(ConfigError::new(
            "INSATSKATALOG_TLS_KEY_FILE",
            "is required with INSATSKATALOG_TLS_CERTIFICATE_FILE",
        )),
        (None, Some(_)) => Err(ConfigError::new(
            "INSATSKATALOG_TLS_CERTIFICATE_FILE",
            "is required with INSATSKATALOG_TLS_KEY_FILE",
        )),
    }
}

/// The parts of a list, separated by commas; none if it is absent.
pub(super) fn each<T>(
    list: Option<&str>,
    read: impl Fn(&str) -> Result<T, ConfigError>,
) -> Result<Vec<T>, ConfigError> {
    list.iter().flat_map(|list| list.split(',')).map(read).collect()
}

/// The e-mail address of a function.
pub(super) fn contact_email(text: String) -> Result<String, ConfigError> {
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
pub(super) fn interval(
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

/// A number of seconds, also none, that leaves the grace period of an orchestrator room for the end.
pub(super) fn stop_delay_seconds(text: &str) -> Result<Duration, ConfigError> {
    const VARIABLE: &str = "INSATSKATALOG_STOP_DELAY_SECONDS";
    const WANTED: &str = "a number of seconds from 0 to 300, such as 5";
    match parsed(VARIABLE, text, WANTED)? {
        seconds @ 0..=300 => Ok(Duration::from_secs(seconds)),
        _ => Err(ConfigError::new(VARIABLE, format!("must be {WANTED}"))),
    }
}

/// The questions of a client in a minute: at least the questions of the largest batch, or 0 for no limit.
pub(super) fn questions_per_minute(text: &str) -> Result<u32, ConfigError> {
    const NAME: &str = "INSATSKATALOG_QUESTIONS_PER_MINUTE";
    const WANTED: &str = "a number from 10000 up, or 0 for no limit";
    let number = parsed(NAME, text, WANTED)?;
    if (1..10_000).contains(&number) {
        return Err(ConfigError::new(NAME, format!("must be {WANTED}")));
    }
    Ok(number)
}

/// The format of the log; `Text` if the setting is absent.
pub(super) fn log_format(text: Option<&str>) -> Result<LogFormat, ConfigError> {
    match text {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(_) => Err(ConfigError::new("INSATSKATALOG_LOG_FORMAT", "must be text or json")),
    }
}

/// A value of a type; `wanted` says which values are allowed.
pub(super) fn parsed<T: std::str::FromStr>(
    variable: &'static str,
    value: &str,
    wanted: &str,
) -> Result<T, ConfigError> {
    value
        .trim()
        .parse()
        .map_err(|_| ConfigError::new(variable, format!("must be {wanted}")))
}

/// An address at which clients reach the service.
pub(super) fn public_url(text: &str) -> Result<Url, ConfigError> {
    bare_address("INSATSKATALOG_PUBLIC_URL", text)
}

/// An origin as browsers write it.
pub(super) fn cors_origin(text: &str) -> Result<String, ConfigError> {
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

/// The header in which proxies state their clients.
pub(super) fn forwarded_header(text: &str) -> Result<ForwardedHeader, ConfigError> {
    let named = |header: &ForwardedHeader| text.trim().eq_ignore_ascii_case(header.name());
    let header = [ForwardedHeader::Forwarded, ForwardedHeader::XForwardedFor]
        .into_iter()
        .find(named);
    header.ok_or_else(|| ConfigError::new("INSATSKATALOG_FORWARDED_HEADER", "must be Forwarded or X-Forwarded-For"))
}

/// A network, or one address as a network.
pub(super) fn network(variable: &'static str, text: &str) -> Result<IpNet, ConfigError> {
    let text = text.trim();
    text.parse()
        .or_else(|_| parsed::<IpAddr>(variable, text, "addresses or networks such as 10.0.0.0/8").map(IpNet::from))
}
