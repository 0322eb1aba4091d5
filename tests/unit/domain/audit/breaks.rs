//! Tests of `domain/audit/breaks.rs`.

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
