//! Finds the subscriptions that wait for events, and delivers to them.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use crate::store::StoreError;
use crate::store::subscriptions::leases::waiting;

use super::deliverer::Deliverer;
use super::lease::Lease;
use super::worker::work;

/// The most subscriptions that one replica delivers to at the same time.
const MAX_AT_ONCE: usize = 256;
/// The most subscriptions that one replica takes at a time, so that others get some too.
const MAX_TAKEN: usize = 16;

/// Delivers to all subscriptions that wait for events, until the service stops. Looks for them at least as often as `every`.
pub(crate) async fn deliver(deliverer: Arc<Deliverer>, every: Duration) {
    let mut at_work = JoinSet::new();
    let mut away = false;
    while !deliverer.is_stopping() {
        while at_work.try_join_next().is_some() {}
        let room = (MAX_AT_ONCE - at_work.len()).min(MAX_TAKEN);
        let now = deliverer.clock.now().naive_utc();
        let most = i64::try_from(room).unwrap_or_default();
        let found = deliverer
            .store
            .look(move |connection| waiting(connection, now, most))
            .await;
        let is_full = found.as_ref().is_ok_and(|found| found.len() == MAX_TAKEN);
        match found {
            Ok(found) => {
                away = false;
                for id in found {
                    at_work.spawn_local(deliver_to(Arc::clone(&deliverer), id));
                }
            }
            Err(error) if !away => {
                log::warn!("the subscriptions that wait for events cannot be read: {error}");
                away = true;
            }
            Err(_) => {}
        }
        // Whose lease was not taken yet would be found again.
        let pause = if is_full {
            every.min(Duration::from_millis(50))
        } else {
            every
        };
        let _ = tokio::time::timeout(pause, deliverer.something_new.notified()).await;
    }
    // A message on its way is delivered again with the same id if its end is not awaited.
    while at_work.join_next().await.is_some() {}
}

async fn deliver_to(deliverer: Arc<Deliverer>, id: String) {
    let done: Result<(), StoreError> = async {
        match Lease::take(&deliverer.store, &id, &deliverer.owner).await? {
            Some((lease, subscription)) => work(&deliverer, subscription, lease).await,
            None => Ok(()),
        }
    }
    .await;
    if let Err(error) = done {
        log::warn!("events could not be delivered: {error}");
    }
}
