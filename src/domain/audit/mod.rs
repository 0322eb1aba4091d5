//! The audit chain of a municipality. Each event contains the hash of the previous one, so that a changed, removed,
//! moved or truncated event is found.

pub(crate) mod breaks;

use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use serde_json::json;

use crate::domain::hash::sha256;

/// The previous hash of the first event.
pub(crate) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An action in the audit log, without its position in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// The client that did it.
    pub client_id: String,
    /// A keyed hash of issuer and subject, prefixed with the key's id. Hashed since a subject may be an identity
    /// number.
    pub actor: String,
    /// What was done, such as `put`, `remove` or `redact`.
    pub action: String,
    /// The kind of object.
    pub object_kind: String,
    /// The object's key within municipality and kind.
    pub object_key: String,
    /// The catalogue revision that it created.
    pub revision: Option<i64>,
    /// The SHA-256 of the object before.
    pub before_sha256: Option<String>,
    /// The SHA-256 of the object afterwards.
    pub after_sha256: Option<String>,
    /// The trace id of the request.
    pub trace_id: String,
}

/// An event of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its number within the municipality, from 1 without gaps.
    pub seq: i64,
    /// What was done.
    pub audit_entry: AuditEntry,
    /// The hash of the event before.
    pub prev_hash: String,
    /// The hash of this event.
    pub hash: String,
}

/// The end of a chain. A copy saved elsewhere reveals a rebuilt chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last event; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

impl Head {
    pub(crate) fn beginning() -> Self {
        Self {
            seq: 0,
            hash: BEGINNING.into(),
        }
    }
}

impl AuditEvent {
    /// The event after a head. Its time is cut to milliseconds, which is what databases store.
    pub fn after(head: &Head, kommunkod: &str, audit_entry: AuditEntry) -> Self {
        let seq = head.seq + 1;
        let audit_entry = AuditEntry {
            at: to_the_millisecond(audit_entry.at),
            ..audit_entry
        };
        Self {
            hash: hash(kommunkod, seq, &audit_entry, &head.hash),
            seq,
            audit_entry,
            prev_hash: head.hash.clone(),
        }
    }

    pub(crate) fn gives_its_hash(&self, kommunkod: &str) -> bool {
        hash(kommunkod, self.seq, &self.audit_entry, &self.prev_hash) == self.hash
    }

    pub(crate) fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}

pub(crate) fn to_the_millisecond(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(3)
}

/// The time as hashed. Nanoseconds that someone added in the database change the hash.
fn written(at: DateTime<Utc>) -> String {
    let precision = if at == to_the_millisecond(at) {
        SecondsFormat::Millis
    } else {
        SecondsFormat::Nanos
    };
    at.to_rfc3339_opts(precision, true)
}

/// The hash of an event. The input is a JSON list, so that two different events never give the same text.
fn hash(kommunkod: &str, seq: i64, audit_entry: &AuditEntry, prev_hash: &str) -> String {
    let written = json!([
        1,
        kommunkod,
        seq,
        written(audit_entry.at),
        audit_entry.client_id,
        audit_entry.actor,
        audit_entry.action,
        audit_entry.object_kind,
        audit_entry.object_key,
        audit_entry.revision,
        audit_entry.before_sha256,
        audit_entry.after_sha256,
        audit_entry.trace_id,
        prev_hash,
    ]);
    sha256(written.to_string())
}
