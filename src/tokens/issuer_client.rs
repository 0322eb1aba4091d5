//! Requests to the issuer of tokens, with limits of time and size.

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Request, StatusCode};
use std::time::Duration;
use url::{Host, Url};

use crate::http_client;

/// How long a request may take.
const MAX_TIME: Duration = Duration::from_secs(5);
/// The largest accepted answer, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// An HTTP client for one issuer. It follows no redirects, and asks another machine by https only.
pub(crate) struct IssuerClient(Client);

/// An answer of the issuer.
pub(crate) struct IssuerAnswer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Why an issuer gave no answer. It never contains the address.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub(crate) enum NotFetched {
    #[error("no connection to the issuer")]
    NotConnected,
    #[error("its certificate is not trusted, or TLS fails otherwise")]
    Tls,
    #[error("no answer within {} seconds", MAX_TIME.as_secs())]
    TimedOut,
    #[error("the connection ended within the answer")]
    Interrupted,
    #[error("the answer has the status {0}")]
    Status(u16),
    #[error("the answer is larger than {} KiB", MAX_BYTES / 1024)]
    TooLarge,
    #[error("the answer is not a JWKS")]
    NoKeys,
    #[error("the answer does not describe the configured issuer (OpenID Connect Discovery)")]
    NoMetadata,
}

impl From<reqwest::Error> for NotFetched {
    fn from(error: reqwest::Error) -> Self {
        if http_client::is_of_tls(&error) {
            Self::Tls
        } else if error.is_timeout() {
            Self::TimedOut
        } else if error.is_connect() {
            Self::NotConnected
        } else {
            Self::Interrupted
        }
    }
}

impl IssuerClient {
    /// A client for the issuer at an address.
    pub(crate) fn of(address: &Url) -> reqwest::Result<Self> {
        let client = http_client::builder().redirect(Policy::none()).timeout(MAX_TIME);
        let client = if is_loopback(address) {
            client.no_proxy()
        } else {
            client.https_only(true)
        };
        client.build().map(Self)
    }

    /// Gets a document.
    pub(crate) async fn get(&self, address: Url) -> Result<Vec<u8>, NotFetched> {
        let answer = self.execute(self.0.get(address).build()?).await?;
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(NotFetched::Status(answer.status.as_u16()))
        }
    }

    /// Sends a request, and receives the whole answer.
    pub(crate) async fn execute(&self, request: Request) -> Result<IssuerAnswer, NotFetched> {
        let mut answer = self.0.execute(request).await?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await? {
            if body.len() + piece.len() > MAX_BYTES {
                return Err(NotFetched::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(IssuerAnswer {
            status: answer.status(),
            headers: answer.headers().clone(),
            body,
        })
    }
}

/// Whether an address is on this machine.
pub(crate) fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
