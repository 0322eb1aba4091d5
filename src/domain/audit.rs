//! The audit chain of a municipality: each event holds the hash of the one before, so that nothing can be changed,
//! taken out, moved or cut off without being seen.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What stands before the first event.
pub const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Something that was done, without its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: DateTime<Utc>,
    /// Through which client.
    pub client_id: String,
    /// By whom: a keyed hash of issuer and subject, with the key's id before it. A subject may be an identity number.
    pub actor: String,
    /// What was done: `put`, `remove` or `redact`.
    pub action: String,
    /// The kind of object.
    pub object_kind: String,
    /// The object's key within municipality and kind.
    pub object_key: String,
    /// The revision of the catalogue that the deed made, where it made one.
    pub revision: Option<i64>,
    /// The SHA-256 of the object before.
    pub before_sha256: Option<String>,
    /// The SHA-256 of the object afterwards.
    pub after_sha256: Option<String>,
    /// The trace that it was done in.
    pub trace_id: String,
}

/// An event of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its number within the municipality, from 1 without gaps.
    pub seq: i64,
    /// What was done.
    pub deed: Deed,
    /// The hash of the event before.
    pub prev_hash: String,
    /// The hash of this event.
    pub hash: String,
}

/// The end of a chain: kept beside it, and elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last event; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

impl Head {
    /// The head of a chain without events.
    #[must_use]
    pub fn beginning() -> Self {
        Self {
            seq: 0,
            hash: BEGINNING.into(),
        }
    }
}

impl AuditEvent {
    /// The event that follows a head.
    #[must_use]
    pub fn after(head: &Head, kommunkod: &str, deed: Deed) -> Self {
        let seq = head.seq + 1;
        Self {
            hash: hash(kommunkod, seq, &deed, &head.hash),
            seq,
            deed,
            prev_hash: head.hash.clone(),
        }
    }

    /// The head of a chain that ends with this event.
    #[must_use]
    pub fn head(&self) -> Head {
        Head {
            seq: self.seq,
            hash: self.hash.clone(),
        }
    }
}

/// The hash of an event. A list in JSON: no two events can be written alike.
fn hash(kommunkod: &str, seq: i64, deed: &Deed, prev_hash: &str) -> String {
    let written = json!([
        1,
        kommunkod,
        seq,
        deed.at.to_rfc3339_opts(SecondsFormat::Millis, true),
        deed.client_id,
        deed.actor,
        deed.action,
        deed.object_kind,
        deed.object_key,
        deed.revision,
        deed.before_sha256,
        deed.after_sha256,
        deed.trace_id,
        prev_hash,
    ]);
    format!("{:x}", Sha256::digest(written.to_string()))
}

/// What is wrong with a chain, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// The event does not give its own hash.
    Changed(i64),
    /// There is no event of this number.
    Missing(i64),
    /// The event stands in another's place: the one it comes from.
    Moved(i64, i64),
    /// Events up to this number are cut off at the end.
    CutOff(i64),
    /// Events stand beyond the head.
    Beyond(i64),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(seq) => write!(f, "event {seq} was changed"),
            Self::Missing(seq) => write!(f, "event {seq} is missing"),
            Self::Moved(seq, from) => write!(f, "event {seq} stands in the wrong place: it comes from place {from}"),
            Self::CutOff(seq) => write!(f, "the chain was cut off: event {seq} was its last"),
            Self::Beyond(seq) => write!(f, "event {seq} stands beyond the head of the chain"),
        }
    }
}

/// Finds everything that is wrong with a chain: its events in order of their numbers, and its head.
///
/// A chain cut off or made anew together with its head is whole: a head kept elsewhere tells, when none of the events
/// has its hash.
#[must_use]
pub fn breaks(kommunkod: &str, events: &[AuditEvent], head: &Head) -> Vec<Break> {
    let mut found = Vec::new();
    // Which hash the chain itself expects at each place: what the next event, or the head, says of it.
    let mut expected: HashMap<i64, &str> = events
        .iter()
        .map(|event| (event.seq - 1, event.prev_hash.as_str()))
        .collect();
    expected.insert(head.seq, &head.hash);
    let place_of: HashMap<&str, i64> = expected.iter().map(|(seq, hash)| (*hash, *seq)).collect();
    let mut next = 1;
    for event in events {
        found.extend((next..event.seq).map(Break::Missing));
        next = event.seq + 1;
        if event.seq > head.seq {
            found.push(Break::Beyond(event.seq));
            continue;
        }
        let moved_from = place_of.get(event.hash.as_str()).filter(|place| **place != event.seq);
        if hash(kommunkod, event.seq, &event.deed, &event.prev_hash) != event.hash {
            found.push(match moved_from {
                Some(place) => Break::Moved(event.seq, *place),
                None => Break::Changed(event.seq),
            });
        } else if expected.get(&event.seq).is_some_and(|expected| *expected != event.hash) {
            found.push(Break::Changed(event.seq));
        }
    }
    if next <= head.seq {
        found.push(Break::CutOff(head.seq));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{AuditEvent, Break, Deed, Head, breaks};

    fn deed(at: usize) -> Deed {
        Deed {
            at: "2026-01-01T10:00:00Z".parse().expect("an instant"),
            client_id: format!("client-{at}"),
            actor: "k:0".into(),
            action: "put".into(),
            object_kind: "version".into(),
            object_key: "x@2026-01-01".into(),
            revision: Some(1),
            before_sha256: None,
            after_sha256: Some("0".into()),
            trace_id: "t".into(),
        }
    }

    fn chain(length: usize) -> (Vec<AuditEvent>, Head) {
        let mut head = Head::beginning();
        let mut events = Vec::new();
        for at in 0..length {
            let event = AuditEvent::after(&head, "1270", deed(at));
            head = event.head();
            events.push(event);
        }
        (events, head)
    }

    #[test]
    fn a_whole_chain_has_no_break() {
        let (events, head) = chain(20);
        assert_eq!(breaks("1270", &events, &head), []);
        assert_eq!(breaks("1270", &[], &Head::beginning()), []);
        assert!(!breaks("0188", &events, &head).is_empty(), "another's chain");
    }

    #[test]
    fn every_break_is_found_and_told() {
        let (events, head) = chain(20);
        let mut changed = events.clone();
        changed[7].deed.client_id = "someone".into();
        assert_eq!(breaks("1270", &changed, &head), [Break::Changed(8)]);
        let mut missing = events.clone();
        missing.remove(7);
        assert_eq!(breaks("1270", &missing, &head), [Break::Missing(8)]);
        let mut last = events.clone();
        last.pop();
        assert_eq!(breaks("1270", &last, &head), [Break::CutOff(20)]);
        let mut swapped = events.clone();
        swapped.swap(4, 11);
        (swapped[4].seq, swapped[11].seq) = (5, 12);
        let found = breaks("1270", &swapped, &head);
        assert!(
            found.contains(&Break::Moved(5, 12)) && found.contains(&Break::Moved(12, 5)),
            "{found:?}"
        );
        // Made anew from one place on, with hashes that fit.
        let mut anew = events[..9].to_vec();
        let mut at = anew[8].head();
        for place in 100..111 {
            let event = AuditEvent::after(&at, "1270", deed(place));
            at = event.head();
            anew.push(event);
        }
        assert!(!breaks("1270", &anew, &head).is_empty());
    }
}
