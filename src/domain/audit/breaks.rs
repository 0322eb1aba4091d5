//! Finds what is wrong with an audit chain: in the chain itself, and compared with the catalogue's changes.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{DateTime, Utc};

use crate::domain::Text;
use crate::domain::text::{composed, text};

use super::{AuditEvent, Head, to_the_millisecond};

/// A change of the catalogue, reduced to what its event records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub revision: i64,
    pub object_kind: String,
    pub object_key: String,
    /// When the change was made; `None` if the stored time is unreadable.
    pub at: Option<DateTime<Utc>>,
    /// The stored hash of the document; `None` if the object is removed.
    pub sha256: Option<String>,
    /// Whether the document matches `sha256`.
    pub gives_its_hash: bool,
}

/// What is wrong with a chain, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    Changed(i64),
    Missing(i64),
    /// The event is at the first position and comes from the second.
    Moved(i64, i64),
    /// The last event that the head names; it and maybe earlier ones are missing at the end.
    CutOff(i64),
    /// The event is outside the chain, which goes from 1 to its head.
    Beyond(i64),
    NoHead,
    /// The document of this revision does not match its hash.
    DocumentChanged(i64),
    NoEvent(i64),
    SeveralEvents(i64),
    /// A revision and the event that differs from it.
    EventDiffers(i64, i64),
    /// An event and the revision that it names, which does not exist.
    NoRevision(i64, i64),
}

impl Break {
    /// What is wrong, in words.
    pub(crate) fn in_words(&self) -> Text {
        match self {
            Self::Changed(seq) => composed!("händelse {seq} har ändrats", "event {seq} was changed"),
            Self::Missing(seq) => composed!("händelse {seq} saknas", "event {seq} is missing"),
            Self::Moved(seq, from) => composed!(
                "händelse {seq} är på fel plats: den kommer från plats {from}",
                "event {seq} is in the wrong position: it comes from position {from}"
            ),
            Self::CutOff(seq) => composed!(
                "kedjan är avkortad: händelse {seq} var den sista",
                "the chain was cut off: event {seq} was its last"
            ),
            Self::Beyond(seq) => composed!("händelse {seq} är utanför kedjan", "event {seq} is outside the chain"),
            Self::NoHead => text!(
                "inget huvud: raden med kedjans slut saknas",
                "no head: the row with the end of the chain is missing"
            ),
            Self::DocumentChanged(revision) => composed!(
                "dokumentet i revision {revision} har ändrats",
                "the document of revision {revision} was changed"
            ),
            Self::NoEvent(revision) => composed!(
                "revision {revision} har ingen händelse",
                "revision {revision} has no event"
            ),
            Self::SeveralEvents(revision) => composed!(
                "revision {revision} har mer än en händelse",
                "revision {revision} has more than one event"
            ),
            Self::EventDiffers(revision, seq) => composed!(
                "revision {revision} skiljer sig från händelse {seq}",
                "revision {revision} differs from event {seq}"
            ),
            Self::NoRevision(seq, revision) => composed!(
                "händelse {seq} anger revision {revision}, som inte finns",
                "event {seq} names revision {revision}, which does not exist"
            ),
        }
    }
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words().en)
    }
}

/// Finds everything that is wrong with a chain. `events` are in order of their numbers.
///
/// If events, head and changes are all rebuilt or truncated together, nothing is found here. Compare with a head saved
/// elsewhere.
pub(crate) fn breaks(kommunkod: &str, events: &[AuditEvent], head: Option<&Head>, changes: &[Written]) -> Vec<Break> {
    let mut found = Vec::new();
    if head.is_none() && !(events.is_empty() && changes.is_empty()) {
        found.push(Break::NoHead);
    }
    found.extend(breaks_of_chain(kommunkod, events, head));
    found.extend(mismatches(events, changes));
    found
}

fn breaks_of_chain(kommunkod: &str, events: &[AuditEvent], head: Option<&Head>) -> Vec<Break> {
    let mut found = Vec::new();
    // Without a head, the chain ends at its last event.
    let last = head.map_or(i64::MAX, |head| head.seq);
    // The hash expected at each position, according to the next event or the head.
    let mut expected: HashMap<i64, &str> = events
        .iter()
        .map(|event| (event.seq - 1, event.prev_hash.as_str()))
        .collect();
    expected.extend(head.map(|head| (head.seq, head.hash.as_str())));
    let place_of: HashMap<&str, i64> = expected.iter().map(|(seq, hash)| (*hash, *seq)).collect();
    let mut next = 1;
    for event in events {
        if !(1..=last).contains(&event.seq) {
            found.push(Break::Beyond(event.seq));
            continue;
        }
        found.extend((next..event.seq).map(Break::Missing));
        next = event.seq + 1;
        let moved_from = place_of.get(event.hash.as_str()).filter(|place| **place != event.seq);
        if !event.gives_its_hash(kommunkod) {
            found.push(match moved_from {
                Some(place) => Break::Moved(event.seq, *place),
                None => Break::Changed(event.seq),
            });
        } else if expected.get(&event.seq).is_some_and(|expected| *expected != event.hash) {
            found.push(Break::Changed(event.seq));
        }
    }
    if head.is_some() && next <= last {
        found.push(Break::CutOff(last));
    }
    found
}

/// Compares the changes with their events. An event without a revision changed nothing in the catalogue.
fn mismatches(events: &[AuditEvent], changes: &[Written]) -> Vec<Break> {
    let mut found = Vec::new();
    let mut by_revision: BTreeMap<i64, Vec<&AuditEvent>> = BTreeMap::new();
    for event in events {
        if let Some(revision) = event.audit_entry.revision {
            by_revision.entry(revision).or_default().push(event);
        }
    }
    for change in changes {
        if !change.gives_its_hash {
            found.push(Break::DocumentChanged(change.revision));
        }
        match by_revision.remove(&change.revision).as_deref() {
            None => found.push(Break::NoEvent(change.revision)),
            Some([event]) if records(event, change) => {}
            Some([event]) => found.push(Break::EventDiffers(change.revision, event.seq)),
            Some(_) => found.push(Break::SeveralEvents(change.revision)),
        }
    }
    for (revision, events) in by_revision {
        found.extend(events.iter().map(|event| Break::NoRevision(event.seq, revision)));
    }
    found
}

fn records(event: &AuditEvent, change: &Written) -> bool {
    let audit_entry = &event.audit_entry;
    audit_entry.after_sha256 == change.sha256
        && audit_entry.object_kind == change.object_kind
        && audit_entry.object_key == change.object_key
        && change.at.map(to_the_millisecond) == Some(audit_entry.at)
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/audit/breaks.rs"]
mod tests;
