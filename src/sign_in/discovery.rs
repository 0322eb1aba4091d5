//! What the issuer says about itself (OpenID Connect Discovery 1.0).

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use serde::Deserialize;
use url::Url;

use crate::tokens::is_loopback;
use crate::tokens::issuer_client::{IssuerClient, NotFetched};

/// How long a description is used.
const MAX_AGE: Duration = Duration::from_mins(10);
/// The path of the description, below the issuer.
const PATH: &str = ".well-known/openid-configuration";

/// Where the issuer signs people in, as far as the sign-in needs it.
#[derive(Deserialize)]
pub(super) struct IssuerMetadata {
    issuer: String,
    pub authorization_endpoint: Url,
    pub token_endpoint: Url,
    /// Where people sign out.
    pub end_session_endpoint: Option<Url>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
}

/// The description of an issuer, kept for a while.
pub(super) struct Discovery {
    issuer: String,
    address: Url,
    known: ArcSwapOption<Known>,
}

/// A description, and when it was fetched.
pub(super) struct Known {
    pub metadata: IssuerMetadata,
    fetched_at: Duration,
}

impl Discovery {
    pub(super) fn new(issuer: String, mut address: Url) -> Self {
        let path = format!("{}/{PATH}", address.path().trim_end_matches('/'));
        address.set_path(&path);
        Self {
            issuer,
            address,
            known: ArcSwapOption::empty(),
        }
    }

    /// The description, as it was fetched a while ago or is now.
    pub(super) async fn metadata(&self, client: &IssuerClient, now: Duration) -> Result<Arc<Known>, NotFetched> {
        let known = self.known.load_full();
        match known.filter(|known| now.saturating_sub(known.fetched_at) < MAX_AGE) {
            Some(known) => Ok(known),
            None => self.current(client, now).await,
        }
    }

    /// The description as it is now: an issuer that is away gives none.
    pub(super) async fn current(&self, client: &IssuerClient, now: Duration) -> Result<Arc<Known>, NotFetched> {
        let json = client.get(self.address.clone()).await?;
        let metadata: IssuerMetadata = serde_json::from_slice(&json).map_err(|_| NotFetched::NoMetadata)?;
        if metadata.issuer != self.issuer || !metadata.is_safe() {
            return Err(NotFetched::NoMetadata);
        }
        let known = Arc::new(Known {
            metadata,
            fetched_at: now,
        });
        self.known.store(Some(Arc::clone(&known)));
        Ok(known)
    }
}

impl IssuerMetadata {
    /// Whether the client's secret must be in the body of requests, instead of in their header.
    pub(super) fn wants_secret_in_body(&self) -> bool {
        let has = |method: &str| {
            self.token_endpoint_auth_methods_supported
                .iter()
                .any(|one| one == method)
        };
        has("client_secret_post") && !has("client_secret_basic")
    }

    /// Whether codes and passwords are only sent by https, or stay on this machine.
    fn is_safe(&self) -> bool {
        let endpoints = [&self.authorization_endpoint, &self.token_endpoint];
        endpoints
            .into_iter()
            .chain(&self.end_session_endpoint)
            .all(|address| address.scheme() == "https" || (address.scheme() == "http" && is_loopback(address)))
    }
}
