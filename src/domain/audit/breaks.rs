//! What can be wrong with an audit chain: in itself, and held against the changes that it tells of.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{DateTime, Utc};

use super::{AuditEvent, Head, to_the_millisecond};

/// A change of the catalogue, as far as an event tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// Its number.
    pub revision: i64,
    /// The kind of object.
    pub object_kind: String,
    /// The object's key within municipality and kind.
    pub object_key: String,
    /// When, where that can be read.
    pub at: Option<DateTime<Utc>>,
    /// The SHA-256 that stands with the document; absent when the object is gone.
    pub sha256: Option<String>,
    /// Whether the document gives that SHA-256.
    pub gives_its_hash: bool,
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
    /// The event stands outside the chain, which goes from 1 to its head.
    Beyond(i64),
    /// The head is gone.
    NoHead,
    /// The document of this revision does not give its own hash.
    DocumentChanged(i64),
    /// No event tells of this revision.
    Untold(i64),
    /// More than one event tells of this revision.
    ToldAgain(i64),
    /// The revision is another than an event tells: the revision and the event.
    ToldOtherwise(i64, i64),
    /// The event tells of a revision that is not there: the event and the revision.
    NotWritten(i64, i64),
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(seq) => write!(f, "event {seq} was changed"),
            Self::Missing(seq) => write!(f, "event {seq} is missing"),
            Self::Moved(seq, from) => write!(f, "event {seq} stands in the wrong place: it comes from place {from}"),
            Self::CutOff(seq) => write!(f, "the chain was cut off: event {seq} was its last"),
            Self::Beyond(seq) => write!(f, "event {seq} stands outside the chain"),
            Self::NoHead => f.write_str("no head: the row that says where the chain ends is gone"),
            Self::DocumentChanged(revision) => write!(f, "the document of revision {revision} was changed"),
            Self::Untold(revision) => write!(f, "revision {revision} has no event"),
            Self::ToldAgain(revision) => write!(f, "revision {revision} has more than one event"),
            Self::ToldOtherwise(revision, seq) => write!(f, "revision {revision} is not what event {seq} tells of it"),
            Self::NotWritten(seq, revision) => {
                write!(f, "event {seq} tells of revision {revision}, which is not there")
            }
        }
    }
}

/// Finds everything that is wrong with a chain: its events in order of their numbers, its head, and the changes that it
/// tells of.
///
/// Events, head and changes that were all made anew, or cut off together, are whole: a head kept elsewhere tells, when
/// none of the events has its hash.
pub(crate) fn breaks(kommunkod: &str, events: &[AuditEvent], head: Option<&Head>, changes: &[Written]) -> Vec<Break> {
    let mut found = Vec::new();
    if head.is_none() && !(events.is_empty() && changes.is_empty()) {
        found.push(Break::NoHead);
    }
    found.extend(breaks_of_chain(kommunkod, events, head));
    found.extend(told_otherwise(events, changes));
    found
}

fn breaks_of_chain(kommunkod: &str, events: &[AuditEvent], head: Option<&Head>) -> Vec<Break> {
    let mut found = Vec::new();
    // Without a head the chain ends where its events do.
    let last = head.map_or(i64::MAX, |head| head.seq);
    // Which hash the chain itself expects at each place: what the next event, or the head, says of it.
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

/// Holds the changes against what is told of them. What is no change of the catalogue is told without a revision.
fn told_otherwise(events: &[AuditEvent], changes: &[Written]) -> Vec<Break> {
    let mut found = Vec::new();
    let mut told: BTreeMap<i64, Vec<&AuditEvent>> = BTreeMap::new();
    for event in events {
        if let Some(revision) = event.audit_entry.revision {
            told.entry(revision).or_default().push(event);
        }
    }
    for change in changes {
        if !change.gives_its_hash {
            found.push(Break::DocumentChanged(change.revision));
        }
        match told.remove(&change.revision).as_deref() {
            None => found.push(Break::Untold(change.revision)),
            Some([event]) if tells_of(event, change) => {}
            Some([event]) => found.push(Break::ToldOtherwise(change.revision, event.seq)),
            Some(_) => found.push(Break::ToldAgain(change.revision)),
        }
    }
    for (revision, events) in told {
        found.extend(events.iter().map(|event| Break::NotWritten(event.seq, revision)));
    }
    found
}

fn tells_of(event: &AuditEvent, change: &Written) -> bool {
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

    /// The changes that a chain of so many events tells of; every fifth event tells of none.
    fn changes(length: usize) -> Vec<Written> {
        let told = (0..length).filter(|at| !at.is_multiple_of(5)).map(|at| Written {
            revision: revision(at),
            object_kind: "version".into(),
            object_key: "x@2026-01-01".into(),
            at: Some("2026-01-01T10:00:00.123456Z".parse().expect("an instant")),
            sha256: Some("0".into()),
            gives_its_hash: true,
        });
        told.collect()
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
    fn a_whole_chain_has_no_break() {
        let (events, head) = chain(20);
        assert_eq!(breaks("1270", &events, Some(&head), &changes(20)), []);
        assert_eq!(breaks("1270", &[], Some(&Head::beginning()), &[]), []);
        assert_eq!(breaks("1270", &[], None, &[]), []);
        let of_another = breaks("0188", &events, Some(&head), &changes(20));
        assert!(!of_another.is_empty(), "another's chain");
    }

    #[test]
    fn every_break_is_found_and_told() {
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
        // Made anew from one place on, with hashes that fit.
        let mut anew = events[..9].to_vec();
        let mut at = anew[8].head();
        for place in 100..111 {
            let event = AuditEvent::after(&at, "1270", audit_entry(place));
            at = event.head();
            anew.push(event);
        }
        assert!(!breaks("1270", &anew, &head).is_empty());
    }

    #[test]
    fn a_head_that_is_gone_is_told() {
        let (events, _) = chain(20);
        assert_eq!(breaks("1270", &events, None, &changes(20)), [Break::NoHead]);
        let found = breaks("1270", &[], None, &changes(2));
        assert_eq!(found, [Break::NoHead, Break::Untold(101)]);
    }

    #[test]
    fn what_was_changed_and_what_is_told_of_it_must_agree() {
        let (events, head) = chain(20);
        let with = |change: &dyn Fn(&mut Vec<Written>)| {
            let mut changed = changes(20);
            change(&mut changed);
            breaks("1270", &events, Some(&head), &changed)
        };
        let otherwise = [Break::ToldOtherwise(101, 2)];
        assert_eq!(with(&|all| all[0].sha256 = Some("1".into())), otherwise);
        assert_eq!(with(&|all| all[0].sha256 = None), otherwise);
        assert_eq!(with(&|all| all[0].object_kind = "agreement".into()), otherwise);
        assert_eq!(with(&|all| all[0].object_key = "y".into()), otherwise);
        assert_eq!(with(&|all| all[0].at = None), otherwise);
        assert_eq!(
            with(&|all| all[0].gives_its_hash = false),
            [Break::DocumentChanged(101)]
        );
        assert_eq!(with(&|all| drop(all.remove(0))), [Break::NotWritten(2, 101)]);
        // Cut off, with the head moved back: the change is still there.
        let cut = breaks("1270", &events[..19], Some(&events[18].head()), &changes(20));
        assert_eq!(cut, [Break::Untold(119)]);
        let twice = AuditEvent::after(&head, "1270", audit_entry(19));
        let found = breaks(
            "1270",
            &[events, vec![twice.clone()]].concat(),
            Some(&twice.head()),
            &changes(20),
        );
        assert_eq!(found, [Break::ToldAgain(119)]);
    }
}
