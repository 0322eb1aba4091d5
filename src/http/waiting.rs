//! The clients that wait for a change. Their number has a limit, and all get an answer when the process stops.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The most requests that wait at the same time.
const MAX_WAITING: usize = 200;
/// The most requests of one client that wait at the same time, unless the operator sets another number.
pub const MAX_WAITING_OF_CLIENT: usize = 4;

/// The length of the part of an IPv6 address that a network operator assigns. The client chooses the rest itself.
const ASSIGNED_BITS: u32 = 64;

/// The waiting requests of each client. All clients without a known address count as one.
type Places = HashMap<Option<IpAddr>, usize>;

/// The clients that wait.
pub struct Waiting {
    changed: Notify,
    places: Arc<Mutex<Places>>,
    most_of_client: usize,
}

/// A place for one waiting request, which ends when the value is dropped.
pub struct Place {
    client: Option<IpAddr>,
    places: Arc<Mutex<Places>>,
}

/// The address that all addresses of a client count as: the network of an IPv6 address.
fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let network = address.to_bits() & (u128::MAX << (u128::BITS - ASSIGNED_BITS));
            Ipv6Addr::from_bits(network).into()
        }
    }
}

fn locked(places: &Mutex<Places>) -> MutexGuard<'_, Places> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// Nobody waits yet. `most_of_client` is the most requests of one client that wait at the same time.
    pub fn new(most_of_client: usize) -> Self {
        Self {
            changed: Notify::new(),
            places: Arc::default(),
            most_of_client,
        }
    }

    /// Takes a place for a client; `None` if too many wait already.
    pub(crate) fn take_place(&self, client: Option<IpAddr>) -> Option<Place> {
        let client = client.map(counted);
        let mut places = locked(&self.places);
        let all: usize = places.values().sum();
        let own = places.get(&client).copied().unwrap_or(0);
        if all >= MAX_WAITING || own >= self.most_of_client {
            return None;
        }
        places.insert(client, own + 1);
        Some(Place {
            client,
            places: Arc::clone(&self.places),
        })
    }

    /// The number of requests that wait.
    pub(crate) fn taken(&self) -> usize {
        locked(&self.places).values().sum()
    }

    /// Waits until a condition holds, for a limited time.
    pub(crate) async fn until(&self, longest: Duration, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        loop {
            // Subscribes before it checks, so that no change is missed in between.
            let changed = self.changed.notified();
            let left = longest.saturating_sub(begun.elapsed());
            if holds() || left.is_zero() || tokio::time::timeout(left, changed).await.is_err() {
                return;
            }
        }
    }

    pub(crate) fn wake_all(&self) {
        self.changed.notify_waiters();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = locked(&self.places);
        if let Some(own) = places.get_mut(&self.client) {
            *own -= 1;
            if *own == 0 {
                places.remove(&self.client);
            }
        }
    }
}

#[cfg(test)]
#[path = "../../tests/unit/http/waiting.rs"]
mod tests;
