//! The clients that wait for a change. Their number has a limit, and all get an answer when the process stops.

use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::client::places::{Place, Places};

/// The most requests that wait at the same time.
const MAX_WAITING: usize = 2000;
/// The most requests of one client that wait at the same time, unless the operator sets another number.
pub const MAX_WAITING_OF_CLIENT: usize = 4;

/// The length of the part of an IPv6 address that a network operator assigns. The client chooses the rest itself.
const ASSIGNED_BITS: u32 = 64;

/// The clients that wait. All clients without a known address count as one.
pub struct Waiting {
    changed: Notify,
    places: Places<Option<IpAddr>>,
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

impl Waiting {
    /// Nobody waits yet. `most_of_client` is the most requests of one client that wait at the same time.
    pub fn new(most_of_client: usize) -> Self {
        Self {
            changed: Notify::new(),
            places: Places::new(MAX_WAITING, most_of_client),
        }
    }

    /// Takes a place for a client; `None` if too many wait already.
    pub(crate) fn take_place(&self, client: Option<IpAddr>) -> Option<Place<Option<IpAddr>>> {
        self.places.take(client.map(counted))
    }

    /// The number of requests that wait.
    pub(crate) fn taken(&self) -> usize {
        self.places.taken()
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

#[cfg(test)]
#[path = "../../tests/unit/http/waiting.rs"]
mod tests;
