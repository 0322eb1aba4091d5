//! The decision on a month from all stored data, and the months that need no new decision.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use insatskatalog::domain::insatser::body::{MunicipalityDocument, Settings};
use insatskatalog::domain::insatser::figure_split::{Division, RootPeriod, SplitOrder};
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::records::monthly_sum::{Genders, SumKey, Sums};
use insatskatalog::domain::statistics::month::Month;
use insatskatalog::domain::statistics::release::basis::ReleaseBasis;
use insatskatalog::domain::statistics::release::counted::CountedStream;
use insatskatalog::domain::statistics::release::decision::{Decision, Outcome, ReleaseRequest, decide, too_early};
use insatskatalog::domain::statistics::release::kept_release::KeptRelease;
use insatskatalog::domain::statistics::release::kept_root::KeptRoot;
use insatskatalog::domain::statistics::release::published::{Pending, Published, Release, WhyPending};
use insatskatalog::domain::statistics::release::root::{Listed, Root};
use insatskatalog::domain::statistics::release::sum_changes::{CountedMonth, StreamMonth, SumChanges};
use insatskatalog::domain::statistics::release::{Counted, Expected, ExpectedMonth, ExpectedStream, release};
use insatskatalog::domain::statistics::stream::Stream;

fn month(text: &str) -> Month {
    Month::parse(text).expect("a month")
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 10).expect("a day")
}

fn stream() -> Stream {
    Stream {
        insats: "sangcafe".into(),
        provider: "egen-regi".into(),
    }
}

fn municipality() -> Municipality {
    let document = MunicipalityDocument {
        kommunkod: Kommunkod::parse("0114").expect("a code"),
        settings: Settings::default(),
        catalogue_complete: None,
        letterhead: None,
        bodies: Vec::new(),
        risk_conclusions: Vec::new(),
        questions: Vec::new(),
        source_documents: Vec::new(),
    };
    Municipality::new(document, 1)
}

fn kept(text: &str) -> KeptRelease {
    KeptRelease::of(
        Release::empty(month(text), 5),
        today().and_hms_opt(9, 0, 0).expect("a time"),
    )
}

/// The decision on a month with the catalogue at revision 7.
fn decided(text: &str, earlier: &[&str], catalogue_revision: i64) -> String {
    let municipality = municipality();
    let request = ReleaseRequest {
        month: month(text),
        today: today(),
        municipality: &municipality,
        catalogue_revision: 7,
    };
    let basis = ReleaseBasis {
        earlier: earlier.iter().map(|text| kept(text)).collect(),
        catalogue_revision,
        ..ReleaseBasis::default()
    };
    match decide(request, basis) {
        Decision::Release(new) => format!("{} is new", new.release.month),
        Decision::Nothing(Outcome::Before(kept)) => format!("{} was before", kept.month),
        Decision::Nothing(Outcome::OutOfOrder(next)) => format!("{next} is next"),
        Decision::Nothing(outcome) => format!("{outcome:?}"),
        Decision::Stale => "stale".into(),
    }
}

#[test]
fn months_are_released_once_and_in_order() {
    // Without anything to report, releases begin with this month or an earlier one.
    assert_eq!(decided("2025-08", &[], 7), "2025-08 is new");
    assert_eq!(decided("2025-12", &[], 7), "2025-12 is new");
    assert_eq!(decided("2026-01", &[], 7), "2025-12 is next");
    assert_eq!(decided("2025-09", &["2025-08"], 7), "2025-09 is new");
    assert_eq!(decided("2025-10", &["2025-08"], 7), "2025-09 is next");
    assert_eq!(decided("2025-07", &["2025-08"], 7), "2025-09 is next");
    assert_eq!(decided("2025-08", &["2025-08", "2025-09"], 7), "2025-08 was before");
}

#[test]
fn only_the_catalogue_that_holds_decides() {
    assert_eq!(decided("2025-09", &["2025-08"], 8), "stale");
    assert_eq!(decided("2025-10", &["2025-08"], 8), "stale", "not even the order");
    assert_eq!(decided("2025-08", &["2025-08"], 8), "2025-08 was before");
}

#[test]
fn a_month_that_is_not_closed_is_too_early() {
    let too_early = |text| too_early(&municipality(), month(text), today());
    assert_eq!(too_early("2025-06"), Some(Outcome::BeforeTheAct));
    assert_eq!(too_early("2025-11"), None);
    let last = month("2025-12").last_day();
    assert_eq!(too_early("2025-12"), Some(Outcome::NotClosed(last)));
}

/// Two roots, of July and August and of September, with the number of changes of their sums now and at the decision.
fn basis(counted: [i64; 3], judged: [i64; 3]) -> ReleaseBasis {
    let months = ["2025-07", "2025-08", "2025-09"];
    let root = |months: &[&str]| Root {
        months: months.iter().map(|text| month(text)).collect(),
        k: 5,
        order: SplitOrder::OF_MONTHS,
        period: RootPeriod::Month,
        unproved: Vec::new(),
        listed: Listed::default(),
        cells: Vec::new(),
    };
    let mut published = Published::default();
    published.add_root(stream(), root(&months[..2]));
    published.add_root(stream(), root(&months[2..]));
    let by_month = |changes: [i64; 3]| -> BTreeMap<StreamMonth, i64> {
        let months = months.iter().map(|text| (stream(), month(text)));
        months.zip(changes).collect()
    };
    let counted = by_month(counted).into_iter().map(|(of, changes)| {
        let ratings = Sums::default();
        (of, CountedMonth { changes, ratings })
    });
    ReleaseBasis {
        changes: SumChanges {
            counted: counted.collect(),
            judged: by_month(judged),
        },
        published,
        ..ReleaseBasis::default()
    }
}

#[test]
fn a_root_is_looked_at_again_when_a_month_of_it_changed_or_a_cell_waits() {
    let judged_again = |counted, waiting: &[&str]| {
        let mut basis = basis(counted, [3, 3, 3]);
        let waiting: Vec<String> = waiting.iter().map(ToString::to_string).collect();
        basis.unchanged = basis.changes.unchanged(&basis.published, &waiting);
        let release = Release::empty(month("2025-10"), 5);
        let judged = basis.judged_by(&release).into_iter();
        judged
            .map(|((_, month), changes)| format!("{month} {changes}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(judged_again([3, 3, 3], &[]), "");
    assert_eq!(judged_again([3, 4, 3], &[]), "2025-07 3, 2025-08 4");
    assert_eq!(judged_again([3, 3, 5], &[]), "2025-09 5");
    assert_eq!(
        judged_again([3, 3, 3], &["sangcafe.egen-regi.2025-08.1"]),
        "2025-07 3, 2025-08 3"
    );
}

#[test]
fn a_root_that_was_stored_by_the_first_rules_is_read() {
    let stored = r#"{"months": ["2025-07"], "k": 5, "listed": {"places": ["alby", "runby"], "activities": ["fika"]},
        "groups": [
            {"places": [0], "groups": [{"activities": [0], "cells": [
                {"genders": ["women"], "value": 18}, {"genders": ["men", "otherOrUnknown"], "value": 12}]}]},
            {"places": [1], "groups": [{"activities": [0], "cells": [
                {"genders": ["women", "men", "otherOrUnknown"], "value": 17}]}]}]}"#;
    let root: Root = serde_json::from_str::<KeptRoot>(stored).expect("a root").into();
    assert_eq!(root.division(), Division::OF_MONTHS);
    let cells: Vec<_> = root
        .cells
        .iter()
        .map(|cell| {
            (
                cell.path,
                &cell.places[..],
                &cell.activities[..],
                cell.genders.len(),
                cell.value,
            )
        })
        .collect();
    // The last group has the unlisted places and activities, which have the number after the last.
    assert_eq!(
        cells,
        [
            ([1, 1, 1], &[0][..], &[0, 1][..], 1, 18),
            ([1, 1, 2], &[0], &[0, 1], 2, 12),
            ([2, 1, 1], &[1, 2], &[0, 1], 3, 17),
        ]
    );
    // As it is stored now, it is read as the same.
    let again = serde_json::to_string(&root).expect("JSON");
    assert_eq!(
        Root::from(serde_json::from_str::<KeptRoot>(&again).expect("a root")),
        root
    );
}

/// The sums of a month's only record, a session.
fn session(month: &str, women: i32) -> (SumKey, Sums) {
    let sums = Sums {
        records: 1,
        sessions: 1,
        participations: Genders {
            total: women,
            women,
            ..Genders::default()
        },
        ..Sums::default()
    };
    let sum_key = SumKey {
        insats: stream().insats,
        provider: stream().provider,
        activity: String::new(),
        place: String::new(),
        month: month.into(),
    };
    (sum_key, sums.with_peaks(false))
}

#[test]
fn a_month_that_older_rules_found_too_small_proves_nothing_later() {
    let mut published = Published::default();
    let mut first = Release::empty(month("2025-07"), 5);
    first.report.pending.push(Pending {
        stream: stream(),
        months: vec![month("2025-07")],
        k: 5,
        division: None,
        judged: None,
        listed: Listed::default(),
        why: WhyPending::TooFew,
    });
    published.take(&first);
    let months = ["2025-07", "2025-08"].map(|text| {
        let expected = ExpectedMonth {
            division: Division::OF_MONTHS,
            ..ExpectedMonth::default()
        };
        (month(text), expected)
    });
    let months = ExpectedStream { months: months.into() };
    let expected = Expected::from([(stream(), months)]);
    let released = |of_august: &[i32]| {
        let august = of_august.iter().map(|women| session("2025-08", *women));
        let counted = CountedStream {
            sums: [session("2025-07", 8)].into_iter().chain(august).collect(),
            ..CountedStream::default()
        };
        let counted = Counted::from([(stream(), counted)]);
        release(&published, month("2025-08"), 5, &expected, &counted)
    };
    // The session of July has enough for 5, but only one of August proves it.
    let waits = released(&[4, 4, 4]);
    assert!(waits.roots.is_empty());
    let judged = waits.report.pending[0].judged.clone().expect("judged");
    assert_eq!(
        (judged.months.len(), &judged.unproved[..]),
        (2, &[month("2025-07")][..])
    );
    let root = &released(&[5]).roots[0].1;
    assert_eq!((root.cells[0].value, &root.unproved[..]), (13, &[month("2025-07")][..]));
}
