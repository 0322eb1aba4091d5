//! Editions: what distinguishes a revision from another with the same number, before a database was restored.

use std::fmt;

use super::hash::sha256_beginning;

/// The hexadecimal digits of an edition.
const DIGITS: usize = 12;

/// The generation of a database: random, and new whenever changes may have been lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generation(String);

impl Generation {
    /// A generation as stored.
    pub fn new(stored: String) -> Self {
        Self(stored)
    }

    /// The generation as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A revision of this generation. The mark is a number that two different changes with this revision do not share.
    pub(crate) fn tagged(&self, revision: i64, mark: i64) -> TaggedRevision {
        let edition = sha256_beginning(format!("{} {mark}", self.0), DIGITS);
        TaggedRevision { revision, edition }
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A revision of an object as its `ETag` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaggedRevision {
    /// The number.
    pub revision: i64,
    /// The edition, as a text for an `ETag`.
    pub edition: String,
}
