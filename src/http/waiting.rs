//! Those who wait for a change: not too many, and all of them answered when the process stops.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// The most who may wait at once.
const MOST: usize = 200;
/// The most of one client.
const MAX_OF_ONE: usize = 4;

/// Those who wait.
#[derive(Default)]
pub struct Waiting {
    changed: Notify,
    places: Arc<Mutex<HashMap<String, usize>>>,
}

/// A place among those who wait, given up when dropped.
pub struct Place {
    client: String,
    places: Arc<Mutex<HashMap<String, usize>>>,
}

fn locked(places: &Mutex<HashMap<String, usize>>) -> MutexGuard<'_, HashMap<String, usize>> {
    places.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// A place for a client, unless too many wait already.
    pub(crate) fn take_place(&self, client: &str) -> Option<Place> {
        let mut places = locked(&self.places);
        let all: usize = places.values().sum();
        let own = places.get(client).copied().unwrap_or(0);
        if all >= MOST || own >= MAX_OF_ONE {
            return None;
        }
        places.insert(client.to_owned(), own + 1);
        Some(Place {
            client: client.to_owned(),
            places: Arc::clone(&self.places),
        })
    }

    /// Waits until something holds, but no longer than that.
    pub(crate) async fn until(&self, longest: Duration, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        loop {
            // Taken before the look, so that no change falls between the two.
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
mod tests {
    use super::{MAX_OF_ONE, MOST, Waiting};

    #[test]
    fn places_are_few_and_given_up() {
        let waiting = Waiting::default();
        let own: Vec<_> = (0..MAX_OF_ONE)
            .map(|_| waiting.take_place("a").expect("a place"))
            .collect();
        assert!(waiting.take_place("a").is_none());
        assert!(waiting.take_place("b").is_some());
        drop(own);
        let all: Vec<_> = (0..MOST)
            .filter_map(|at| waiting.take_place(&format!("{}", at / 2)))
            .collect();
        assert_eq!(all.len(), MOST);
        assert!(waiting.take_place("z").is_none());
    }
}
