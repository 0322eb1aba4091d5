//! The clients that wait for a change. Their number has a limit, and all get an answer when the process stops.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

const MAX_WAITING: usize = 200;
const MAX_WAITING_OF_CLIENT: usize = 4;

/// The clients that wait.
#[derive(Default)]
pub struct Waiting {
    changed: Notify,
    places: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place for one waiting request, which ends when the value is dropped.
pub struct Place {
    client: String,
    places: Arc<Mutex<HashMap<String, usize>>>,
}

fn locked(places: &Mutex<HashMap<String, usize>>) -> MutexGuard<'_, HashMap<String, usize>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// Takes a place for a client; `None` if too many wait already.
    pub(crate) fn take_place(&self, client: &str) -> Option<Place> {
        let mut places = locked(&self.places);
        let all: usize = places.values().sum();
        let own = places.get(client).copied().unwrap_or(0);
        if all >= MAX_WAITING || own >= MAX_WAITING_OF_CLIENT {
            return None;
        }
        places.insert(client.to_owned(), own + 1);
        Some(Place {
            client: client.to_owned(),
            places: Arc::clone(&self.places),
        })
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
