//! The issuer's keys: fetched, cached and refreshed.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Mutex;
use url::Url;

use super::issuer_client::{IssuerClient, NotFetched};
use super::keys::KeySet;
use super::local::LocalKey;
use super::settings::KeySource;

/// The shortest time between two fetches for tokens with an unknown key.
const BETWEEN_FETCHES: Duration = Duration::from_secs(30);
/// The shortest time between two fetches while no key is known.
const BETWEEN_FIRST_FETCHES: Duration = Duration::from_secs(2);
/// How long cached keys are used if they cannot be refreshed.
const MAX_AGE: Duration = Duration::from_hours(24);

/// The issuer's keys. Every time is the time since the start: a clock that is set back must not stop the refreshes.
pub(crate) struct Keyring {
    source: Option<Arc<Source>>,
    known: Arc<ArcSwap<Known>>,
    /// Locked during a fetch: one at a time, and the others use its result.
    fetching: Arc<Mutex<()>>,
}

/// The address of the keys.
struct Source {
    address: Url,
    client: IssuerClient,
}

#[derive(Clone, Default)]
struct Known {
    keys: Option<Arc<KeySet>>,
    fetched_at: Option<Duration>,
    tried_at: Option<Duration>,
}

/// Why no keys can be used.
#[derive(Debug, thiserror::Error)]
pub enum NoKeyring {
    /// The file cannot be read as a JWKS.
    #[error("INSATSKATALOG_JWKS_FILE: the file cannot be read as a JWKS")]
    File,
    /// The local key cannot be read or created.
    #[error("INSATSKATALOG_DATA: the local key can be neither read nor created: {0}")]
    Local(std::io::Error),
    /// The HTTP client cannot be created.
    #[error("INSATSKATALOG_JWKS_URL: {0}")]
    Client(reqwest::Error),
}

impl Keyring {
    /// The keys of a source. Keys of an address are fetched later.
    pub(crate) fn of(source: &KeySource) -> Result<Self, NoKeyring> {
        let (keys, address) = match source {
            KeySource::None => (Some(KeySet::default()), None),
            KeySource::File(path) => (Some(keys_of_file(path)?), None),
            KeySource::Local(folder) => {
                let key = LocalKey::of_folder(folder).map_err(NoKeyring::Local)?;
                (Some(key.public()), None)
            }
            KeySource::Address(address) => (None, Some(address.clone())),
        };
        Ok(Self {
            source: address.map(Source::new).transpose()?.map(Arc::new),
            known: Arc::new(ArcSwap::from_pointee(Known {
                keys: keys.map(Arc::new),
                ..Known::default()
            })),
            fetching: Arc::default(),
        })
    }

    /// Reads the keys of a file again. An error changes nothing.
    pub(crate) fn reread(&self, source: &KeySource) -> Result<(), NoKeyring> {
        if let KeySource::File(path) = source {
            let keys = Some(Arc::new(keys_of_file(path)?));
            self.known.store(Arc::new(Known {
                keys,
                ..Known::default()
            }));
        }
        Ok(())
    }

    /// The current keys. Fetches them first if none are known or they are too old.
    pub(crate) async fn keys(&self, now: Duration) -> Option<Arc<KeySet>> {
        if let Some(keys) = self.fresh(now) {
            return Some(keys);
        }
        self.fetch(now, BETWEEN_FIRST_FETCHES).await;
        self.fresh(now)
    }

    /// Refreshes the keys unless that was just done, for a token that no current key fits.
    pub(crate) async fn newer_keys(&self, now: Duration) -> Option<Arc<KeySet>> {
        self.fetch(now, BETWEEN_FETCHES).await;
        self.fresh(now)
    }

    /// Fetches the keys, regardless of the latest fetch.
    pub(crate) async fn refresh(&self, now: Duration) {
        self.fetch(now, Duration::ZERO).await;
    }

    /// Whether keys are known, and the seconds since they were fetched.
    pub(crate) fn fetched(&self, now: Duration) -> (bool, u64) {
        let known = self.known.load();
        let age = known.fetched_at.map_or(0, |at| now.saturating_sub(at).as_secs());
        (known.keys.is_some(), age)
    }

    fn fresh(&self, now: Duration) -> Option<Arc<KeySet>> {
        let known = self.known.load();
        let too_old = known.fetched_at.is_some_and(|at| now.saturating_sub(at) > MAX_AGE);
        known.keys.clone().filter(|_| !too_old)
    }

    /// Fetches the keys, unless the latest attempt is more recent than `between`.
    async fn fetch(&self, now: Duration, between: Duration) {
        let Some(source) = &self.source else {
            return;
        };
        let asked_at = self.known.load().tried_at;
        let fetching = Arc::clone(&self.fetching).lock_owned().await;
        let tried_at = self.known.load().tried_at;
        // Another task fetched while this one waited.
        let is_done = tried_at != asked_at;
        let is_soon = tried_at.is_some_and(|at| now.saturating_sub(at) < between);
        if is_done || is_soon {
            return;
        }
        let (source, known) = (Arc::clone(source), Arc::clone(&self.known));
        // The caller may disconnect. A separate task completes the fetch, so that repeated disconnects cannot start one
        // each.
        let fetch = tokio::spawn(async move {
            let fetched = source.fetch().await;
            known.store(Arc::new(known.load().after(fetched, now)));
            drop(fetching);
        });
        let _ = fetch.await;
    }
}

fn keys_of_file(path: &Path) -> Result<KeySet, NoKeyring> {
    let json = std::fs::read(path).map_err(|_| NoKeyring::File)?;
    KeySet::read(&json).ok_or(NoKeyring::File)
}

impl Known {
    /// The keyring after a fetch, which may have failed.
    fn after(&self, fetched: Result<KeySet, NotFetched>, now: Duration) -> Self {
        match fetched {
            Ok(keys) => Self {
                keys: Some(Arc::new(keys)),
                fetched_at: Some(now),
                tried_at: Some(now),
            },
            Err(why) => {
                log::warn!("the keys of the issuer could not be fetched: {why}");
                Self {
                    tried_at: Some(now),
                    ..self.clone()
                }
            }
        }
    }
}

impl Source {
    fn new(address: Url) -> Result<Self, NoKeyring> {
        let client = IssuerClient::of(&address).map_err(NoKeyring::Client)?;
        Ok(Self { address, client })
    }

    async fn fetch(&self) -> Result<KeySet, NotFetched> {
        let json = self.client.get(self.address.clone()).await?;
        KeySet::read(&json).ok_or(NotFetched::NoKeys)
    }
}
