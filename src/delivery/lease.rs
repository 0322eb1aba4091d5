//! The right of this replica to deliver to a subscription, for a few seconds at a time.

use std::pin::pin;
use std::time::{Duration, Instant};

use crate::store::subscriptions::leases::{LEASE_SECONDS, release, renew, take};
use crate::store::subscriptions::progress::{Progress, Standing, record};
use crate::store::subscriptions::rows::KeptSubscription;
use crate::store::{Store, StoreError};

/// How long a lease surely lasts: the clock of the database counts whole seconds.
const SURE: Duration = Duration::from_secs(LEASE_SECONDS.unsigned_abs() - 1);
/// How often a lease is made longer while a receiver is slow.
const RENEW_EVERY: Duration = Duration::from_secs(2);

/// A lease of a subscription.
pub(super) struct Lease {
    store: Store,
    id: String,
    owner: String,
    /// Until when this replica surely has it.
    until: Instant,
}

impl Lease {
    /// Takes the lease of a subscription; `None` if another replica has it.
    pub(super) async fn take(
        store: &Store,
        id: &str,
        owner: &str,
    ) -> Result<Option<(Self, KeptSubscription)>, StoreError> {
        let asked = Instant::now();
        let (of, by) = (id.to_owned(), owner.to_owned());
        let taken = store.write(move |connection| take(connection, &of, &by)).await?;
        let lease = Self {
            store: store.clone(),
            id: id.to_owned(),
            owner: owner.to_owned(),
            until: asked + SURE,
        };
        Ok(taken.map(|subscription| (lease, subscription)))
    }

    /// Runs something that may take long, and makes the lease longer meanwhile. `None` if the lease was lost: what ran is
    /// ended.
    pub(super) async fn during<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        loop {
            let left = self.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            if let Ok(done) = tokio::time::timeout(left.min(RENEW_EVERY), work.as_mut()).await {
                return Some(done);
            }
            let asked = Instant::now();
            let (id, owner) = (self.id.clone(), self.owner.clone());
            let renewal = self.store.write(move |connection| renew(connection, &id, &owner));
            // The message goes on while the database answers, and ends with the lease if it does not.
            let left = self.until.saturating_duration_since(asked);
            match tokio::time::timeout(left, renewal).await {
                Ok(Ok(true)) => self.until = asked + SURE,
                Ok(Ok(false)) => return None,
                Ok(Err(_)) | Err(_) => {}
            }
        }
    }

    /// Writes what was delivered, and makes the lease longer.
    pub(super) async fn record(&mut self, progress: Progress) -> Result<Standing, StoreError> {
        let asked = Instant::now();
        let (id, owner) = (self.id.clone(), self.owner.clone());
        let recorded = self
            .store
            .write(move |connection| record(connection, &id, &owner, &progress));
        let standing = recorded.await?;
        self.until = asked + SURE;
        Ok(standing)
    }

    /// Ends the lease, so that any replica can take it at once.
    pub(super) async fn end(self) -> Result<(), StoreError> {
        let Self { store, id, owner, .. } = self;
        store.write(move |connection| release(connection, &id, &owner)).await
    }
}
