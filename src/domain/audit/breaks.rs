//! Finds what is wrong with an audit chain: in the chain itself, and compared with the catalogue's changes.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{DateTime, Utc};

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

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(seq) => write!(f, "event {seq} was changed"),
            Self::Missing(seq) => write!(f, "event {seq} is missing"),
            Self::Moved(seq, from) => write!(f, "event {seq} is in the wrong position: it comes from position {from}"),
            Self::CutOff(seq) => write!(f, "the chain was cut off: event {seq} was its last"),
            Self::Beyond(seq) => write!(f, "event {seq} is outside the chain"),
            Self::NoHead => f.write_str("no head: the row with the end of the chain is missing"),
            Self::DocumentChanged(revision) => write!(f, "the document of revision {revision} was changed"),
            Self::NoEvent(revision) => write!(f, "revision {revision} has no event"),
            Self::SeveralEvents(revision) => write!(f, "revision {revision} has more than one event"),
            Self::EventDiffers(revision, seq) => write!(f, "revision {revision} differs from event {seq}"),
            Self::NoRevision(seq, revision) => {
                write!(f, "event {seq} names revision {revision}, which does not exist")
            }
        }
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
mod tests {
    use crate::domain::audit::{AuditEntry, AuditEvent, Head};

    use super::{Break, Written, breaks};

    fn audit_entry(at: usize) -> AuditEntry {
        AuditEntry {
            at: "2026-01-01T10:00:00.123456Z".parse().expect("an instant"),
            client_id: format!("client-{at}"),
            actor: "k:0".into(),
            action: "put".into(),
            object_kind: "version".into(),
            object_key: "x@2026-01-01".into(),
            revision: (!at.is_multiple_of(5)).then(|| revision(at)),
            before_sha256: None,
            after_sha256: Some("0".into()),
            trace_id: "t".into(),
        }
    }

    fn revision(at: usize) -> i64 {
        100 + i64::try_from(at).expect("fits")
    }

    /// The changes of a chain with `length` events; every fifth event has no change.
    fn changes(length: usize) -> Vec<Written> {
        let changes = (0..length).filter(|at| !at.is_multiple_of(5)).map(|at| Written {
            revision: revision(at),
            object_kind: "version".into(),
            object_key: "x@2026-01-01".into(),
            at: Some("2026-01-01T10:00:00.123456Z".parse().expect("an instant")),
            sha256: Some("0".into()),
            gives_its_hash: true,
        });
        changes.collect()
    }

    fn chain(length: usize) -> (Vec<AuditEvent>, Head) {
        let mut head = Head::beginning();
        let mut events = Vec::new();
        for at in 0..length {
            let event = AuditEvent::after(&head, "1270", audit_entry(at));
            head = event.head();
            events.push(event);
        }
        (events, head)
    }

    #[test]
    fn an_intact_chain_has_no_break() {
        let (events, head) = chain(20);
        assert_eq!(breaks("1270", &events, Some(&head), &changes(20)), []);
        assert_eq!(breaks("1270", &[], Some(&Head::beginning()), &[]), []);
        assert_eq!(breaks("1270", &[], None, &[]), []);
        let of_another = breaks("0188", &events, Some(&head), &changes(20));
        assert!(!of_another.is_empty(), "another's chain");
    }

    #[test]
    fn finds_every_break() {
        let (events, head) = chain(20);
        let breaks =
            |kommunkod: &str, events: &[AuditEvent], head: &Head| super::breaks_of_chain(kommunkod, events, Some(head));
        let mut changed = events.clone();
        changed[7].audit_entry.client_id = "someone".into();
        assert_eq!(breaks("1270", &changed, &head), [Break::Changed(8)]);
        for smaller in [1_000, 1] {
            let mut changed = events.clone();
            changed[7].audit_entry.at += chrono::TimeDelta::nanoseconds(smaller);
            assert_eq!(breaks("1270", &changed, &head), [Break::Changed(8)]);
        }
        let mut missing = events.clone();
        missing.remove(7);
        assert_eq!(breaks("1270", &missing, &head), [Break::Missing(8)]);
        let mut last = events.clone();
        last.pop();
        assert_eq!(breaks("1270", &last, &head), [Break::CutOff(20)]);
        let mut outside = events.clone();
        outside.insert(
            0,
            AuditEvent {
                seq: -3,
                ..events[4].clone()
            },
        );
        outside.push(AuditEvent {
            seq: 30,
            ..events[4].clone()
        });
        assert_eq!(breaks("1270", &outside, &head), [Break::Beyond(-3), Break::Beyond(30)]);
        let mut swapped = events.clone();
        swapped.swap(4, 11);
        (swapped[4].seq, swapped[11].seq) = (5, 12);
        let found = breaks("1270", &swapped, &head);
        assert!(
            found.contains(&Break::Moved(5, 12)) && found.contains(&Break::Moved(12, 5)),
            "{found:?}"
        );
        // Rebuilt from one position on, with hashes that fit.
        let mut rebuilt = events[..9].to_vec();
        let mut at = rebuilt[8].head();
        for place in 100..111 {
            let event = AuditEvent::after(&at, "1270", audit_entry(place));
            at = event.head();
            rebuilt.push(event);
        }
        assert!(!breaks("1270", &rebuilt, &head).is_empty());
    }

    #[test]
    fn a_missing_head_is_found() {
        let (events, _) = chain(20);
        assert_eq!(breaks("1270", &events, None, &changes(20)), [Break::NoHead]);
        let found = breaks("1270", &[], None, &changes(2));
        assert_eq!(found, [Break::NoHead, Break::NoEvent(101)]);
    }

    #[test]
    fn changes_and_events_must_agree() {
        let (events, head) = chain(20);
        let with = |change: &dyn Fn(&mut Vec<Written>)| {
            let mut changed = changes(20);
            change(&mut changed);
            breaks("1270", &events, Some(&head), &changed)
        };
        let differs = [Break::EventDiffers(101, 2)];
        assert_eq!(with(&|all| all[0].sha256 = Some("1".into())), differs);
        assert_eq!(with(&|all| all[0].sha256 = None), differs);
        assert_eq!(with(&|all| all[0].object_kind = "agreement".into()), differs);
        assert_eq!(with(&|all| all[0].object_key = "y".into()), differs);
        assert_eq!(with(&|all| all[0].at = None), differs);
        assert_eq!(
            with(&|all| all[0].gives_its_hash = false),
            [Break::DocumentChanged(101)]
        );
        assert_eq!(with(&|all| drop(all.remove(0))), [Break::NoRevision(2, 101)]);
        // Cut off, with the head moved back: the change still exists.
        let cut = breaks("1270", &events[..19], Some(&events[18].head()), &changes(20));
        assert_eq!(cut, [Break::NoEvent(119)]);
        let twice = AuditEvent::after(&head, "1270", audit_entry(19));
        let found = breaks(
            "1270",
            &[events, vec![twice.clone()]].concat(),
            Some(&twice.head()),
            &changes(20),
        );
        assert_eq!(found, [Break::SeveralEvents(119)]);
    }
}
