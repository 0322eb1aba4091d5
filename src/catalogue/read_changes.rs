//! What is kept of each change that was read, in parts that catalogues share.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Utc};

/// How many revisions a part has at most. A catalogue after one change copies one part.
const PART: i64 = 512;

/// What is kept of a change that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadChange {
    /// A number that another change with the same revision, made after a restore, does not have.
    pub mark: i64,
    /// When it was published.
    pub at: DateTime<Utc>,
}

/// What is kept of all changes that were read, by revision.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadChanges(BTreeMap<i64, Arc<HashMap<i64, ReadChange>>>);

impl ReadChanges {
    pub(super) fn get(&self, revision: i64) -> Option<ReadChange> {
        self.0.get(&(revision / PART))?.get(&revision).copied()
    }

    /// Adds what is kept of other changes.
    pub(super) fn join(&mut self, other: Self) {
        for (at, part) in other.0 {
            let own = Arc::make_mut(self.0.entry(at).or_default());
            own.extend(part.iter().map(|(revision, change)| (*revision, *change)));
        }
    }

    pub(super) fn extend(&mut self, read: impl IntoIterator<Item = (i64, ReadChange)>) {
        for (revision, change) in read {
            let part = self.0.entry(revision / PART).or_default();
            Arc::make_mut(part).insert(revision, change);
        }
    }
}

#[cfg(test)]
#[path = "../../tests/unit/catalogue/read_changes.rs"]
mod tests;
