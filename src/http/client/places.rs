//! Places that clients share: a limited number in all, and a limited number for each client.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places for clients, each of whom has a key.
pub struct Places<K> {
    taken: Arc<Mutex<Taken<K>>>,
    most: usize,
    most_of_client: usize,
}

/// A place of a client, which is free again when the value is dropped.
pub(crate) struct Place<K: Eq + Hash> {
    client: K,
    taken: Arc<Mutex<Taken<K>>>,
}

struct Taken<K> {
    all: usize,
    by_client: HashMap<K, usize>,
}

impl<K: Clone + Eq + Hash> Places<K> {
    /// All places are free: `most` in all, and `most_of_client` for each client.
    pub fn new(most: usize, most_of_client: usize) -> Self {
        let taken = Taken {
            all: 0,
            by_client: HashMap::new(),
        };
        Self {
            taken: Arc::new(Mutex::new(taken)),
            most,
            most_of_client,
        }
    }

    /// Takes a place for a client; `None` if the client has all of its places, or if no place is free.
    pub(crate) fn take(&self, client: K) -> Option<Place<K>> {
        let mut taken = locked(&self.taken);
        let own = taken.by_client.get(&client).copied().unwrap_or(0);
        if taken.all >= self.most || own >= self.most_of_client {
            return None;
        }
        taken.all += 1;
        taken.by_client.insert(client.clone(), own + 1);
        Some(Place {
            client,
            taken: Arc::clone(&self.taken),
        })
    }

    /// The number of places that are taken.
    pub(crate) fn taken(&self) -> usize {
        locked(&self.taken).all
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut taken = locked(&self.taken);
        taken.all -= 1;
        if let Some(own) = taken.by_client.get_mut(&self.client) {
            *own -= 1;
            if *own == 0 {
                taken.by_client.remove(&self.client);
            }
        }
    }
}

fn locked<K>(taken: &Mutex<Taken<K>>) -> MutexGuard<'_, Taken<K>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}
