//! Laws of publishing in any order: versions never overlap, and each day shows what a calendar painted day by day
//! shows.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use insatskatalog::documents::embedded::TOMELILLA;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::insatser::decision::BoardDecision;
use insatskatalog::domain::insatser::document::{Change, Document};
use insatskatalog::domain::insatser::insats::{Insats, Standing};
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::insatser::version::Version;
use insatskatalog::domain::publishing::plan::plan;
use insatskatalog::domain::publishing::proposal::{Ending, Judgement, Proposal, Proposed, Reach, Way};
use insatskatalog::domain::text::Text;
use proptest::prelude::*;

/// The number of painted days. A version without an end lasts longer.
const HORIZON: u64 = 400;

fn day(offset: u64) -> NaiveDate {
    insatskatalog::domain::day::parse("2026-01-01").expect("a day") + Days::new(offset)
}

/// A step, in days from the first; days may lie before and after the day of the step.
#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    Publish {
        from: u64,
        length: Option<u64>,
        decided: u8,
    },
    PublishAgain {
        pick: usize,
        length: Option<u64>,
        decided: u8,
    },
    Edit {
        pick: usize,
        presented: u8,
    },
    Withdraw {
        last: u64,
        only: Option<usize>,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let length = || proptest::option::of(0..40_u64);
    prop_oneof![
        (1..15_u64).prop_map(Step::Wait),
        (20..160_u64, length(), 0..3_u8).prop_map(|(from, length, decided)| Step::Publish { from, length, decided }),
        (0..6_usize, length(), 0..3_u8).prop_map(|(pick, length, decided)| Step::PublishAgain {
            pick,
            length,
            decided
        }),
        (0..6_usize, 0..3_u8).prop_map(|(pick, presented)| Step::Edit { pick, presented }),
        (20..160_u64, proptest::option::of(0..6_usize)).prop_map(|(last, only)| Step::Withdraw { last, only }),
    ]
}

/// A version in the calendar; days as offsets.
#[derive(Clone, Debug)]
struct Decided {
    end: Option<u64>,
    withdrawn: Option<u64>,
    decided: u8,
    presented: u8,
}

impl Decided {
    fn is_void(&self, from: u64) -> bool {
        self.withdrawn.is_some_and(|last| last < from)
    }
}

/// The decided versions, by first day.
type Ledger = BTreeMap<u64, Decided>;

/// Paints every version in order, over everything after its first day.
fn painted(ledger: &Ledger) -> Vec<Option<u64>> {
    let mut calendar = vec![None; usize::try_from(HORIZON).expect("small")];
    for (from, version) in ledger {
        if version.is_void(*from) {
            continue;
        }
        let last = version.end.unwrap_or(HORIZON).min(version.withdrawn.unwrap_or(HORIZON));
        for (at, painted) in (0_u64..).zip(&mut calendar) {
            if at >= *from {
                *painted = (at <= last).then_some(*from);
            }
        }
    }
    calendar
}

/// Performs a step by the written rules. Returns whether it is allowed.
fn enact(ledger: &mut Ledger, today: u64, step: &Step) -> bool {
    let picked = |pick: usize| ledger.keys().copied().nth(pick);
    match step {
        Step::Wait(_) => true,
        Step::Publish { from, length, decided } => {
            let (from, end) = (*from, length.map(|length| from + length));
            publish(ledger, today, from, end, *decided)
        }
        Step::PublishAgain { pick, length, decided } => {
            picked(*pick).is_none_or(|from| publish(ledger, today, from, length.map(|length| from + length), *decided))
        }
        Step::Edit { pick, presented } => {
            if let Some(version) = picked(*pick).and_then(|from| ledger.get_mut(&from)) {
                version.presented = *presented;
            }
            true
        }
        Step::Withdraw { last, only } => {
            let only = only.map(|pick| picked(pick).unwrap_or(HORIZON));
            withdraw(ledger, today, *last, only)
        }
    }
}

fn publish(ledger: &mut Ledger, today: u64, from: u64, end: Option<u64>, decided: u8) -> bool {
    let version = Decided {
        end,
        withdrawn: None,
        decided,
        presented: 0,
    };
    if let Some(published) = ledger.get_mut(&from) {
        // Only a new decision brings back a version that was withdrawn before it took effect, or ends it earlier.
        if (published.end, published.decided) == (end, decided) {
            published.presented = 0;
            return true;
        }
        if from > today {
            let is_kept = |last: &u64| *last >= from && end.is_none_or(|end| end >= *last);
            let withdrawn = published.withdrawn.filter(is_kept);
            *published = Decided { withdrawn, ..version };
        }
        return from > today;
    }
    let has_later = ledger
        .iter()
        .any(|(other, version)| *other > from && !version.is_void(*other));
    if from <= today && has_later {
        return false;
    }
    ledger.insert(from, version);
    true
}

fn withdraw(ledger: &mut Ledger, today: u64, last: u64, only: Option<u64>) -> bool {
    let calendar = painted(ledger);
    let last_painted = |from: u64| {
        (0_u64..)
            .zip(&calendar)
            .filter(|(_, held)| **held == Some(from))
            .map(|(at, _)| at)
            .max()
    };
    let ends: Vec<u64> = match only {
        Some(only) => ledger.keys().copied().filter(|from| *from == only).collect(),
        None => ledger
            .keys()
            .copied()
            .filter(|from| last_painted(*from).is_some_and(|own| own > last))
            .collect(),
    };
    let may_end = |from: &u64| {
        let version = &ledger[from];
        let ends_before = version.end.is_some_and(|end| end < last);
        !ends_before && (last >= *from || *from > today || version.is_void(*from))
    };
    if ends.is_empty() || !ends.iter().all(may_end) {
        return false;
    }
    for from in ends {
        ledger.get_mut(&from).expect("picked from it").withdrawn = Some(last);
    }
    true
}

/// The real catalogue after the same steps.
struct Real {
    municipality: Municipality,
    base: Version,
}

impl Real {
    fn new() -> Self {
        let file = CatalogueFile::read(TOMELILLA, None).expect("reads");
        let documents = || {
            file.documents.iter().filter_map(|proposed| match &proposed.proposal {
                Proposal::Put(document) => Some(document.clone()),
                Proposal::End(_) | Proposal::Remove(_) => None,
            })
        };
        let own = documents().find_map(|document| match document {
            Document::Municipality(own) => Some(own),
            _ => None,
        });
        let base = documents().find_map(|document| match document {
            Document::Version(version) if version.slug.as_str() == "trygghetslarm" => Some(*version),
            _ => None,
        });
        let mut municipality = Municipality::new(own.expect("Tomelilla itself"), 1);
        for document in documents() {
            if matches!(document, Document::Provider(_) | Document::Agreement { .. }) {
                municipality.apply(Change::Put(document), 1).expect("in order");
            }
        }
        Self {
            municipality,
            base: base.expect("its alarm"),
        }
    }

    fn versions(&self) -> Vec<(Version, Option<NaiveDate>, bool)> {
        let insats = self.municipality.insatser().get(&self.base.slug);
        insats
            .into_iter()
            .flat_map(Insats::versions)
            .map(|version| {
                (
                    version.held.version.clone(),
                    version.last_day,
                    version.held.takes_effect(),
                )
            })
            .collect()
    }

    fn picked(&self, pick: usize) -> Option<Version> {
        self.versions().into_iter().nth(pick).map(|(version, ..)| version)
    }

    fn withdrawn(&self, pick: usize) -> Option<NaiveDate> {
        let insats = self.municipality.insatser().get(&self.base.slug)?;
        let version = insats.versions().nth(pick)?;
        Some(version.held.withdrawal.as_ref()?.last_day)
    }

    fn version(&self, from: NaiveDate, length: Option<u64>, decided: u8) -> Proposal {
        let word = format!("{decided}");
        Proposal::Put(Document::Version(Box::new(Version {
            valid_from: from,
            valid_to: length.map(|length| from + Days::new(length)),
            target_group: Some(Text::new(word.clone(), word).into()),
            summary: Text::fixed("0", "0").into(),
            ..self.base.clone()
        })))
    }

    fn proposal(&self, step: &Step) -> Option<Proposal> {
        match step {
            Step::Wait(_) => None,
            Step::Publish { from, length, decided } => Some(self.version(day(*from), *length, *decided)),
            Step::PublishAgain { pick, length, decided } => {
                Some(self.version(self.picked(*pick)?.valid_from, *length, *decided))
            }
            Step::Edit { pick, presented } => {
                let word = format!("{presented}");
                let version = Version {
                    summary: Text::new(word.clone(), word).into(),
                    ..self.picked(*pick)?
                };
                Some(Proposal::Put(Document::Version(Box::new(version))))
            }
            Step::Withdraw { last, only } => Some(Proposal::End(Ending {
                insats: self.base.slug.clone(),
                valid_from: only.map(|pick| self.picked(pick).map_or(day(HORIZON), |version| version.valid_from)),
                last_day: day(*last),
                decision: BoardDecision {
                    follow_up_due: None,
                    ..self.base.decision.clone().expect("decided")
                },
                note: None,
            })),
        }
    }

    fn take(&mut self, today: u64, proposal: Proposal) -> bool {
        let proposed = Proposed {
            proposal,
            pointer: String::new(),
        };
        let judgement = Judgement {
            today: day(today),
            way: Way::Api,
            reach: Reach::ALL,
        };
        let Ok(changes) = plan(Some(&self.municipality), &[proposed], &judgement) else {
            return false;
        };
        for change in changes {
            let revision = self.municipality.revision() + 1;
            self.municipality.apply(change, revision).expect("planned");
        }
        true
    }

    /// The first day, the decided and the presented word of the version in force on a day.
    fn on(&self, at: u64) -> Option<(NaiveDate, String, String)> {
        let insats = self.municipality.insatser().get(&self.base.slug)?;
        match insats.on(day(at))? {
            Standing::InForce(version) => {
                let version = &version.held.version;
                let decided = version.target_group.as_ref().expect("a word").sv.clone();
                Some((version.valid_from, decided, version.summary.sv.clone()))
            }
            Standing::Upcoming(_) | Standing::Ended(_) => None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_day_gives_what_a_plain_calendar_gives(steps in proptest::collection::vec(step(), 1..24)) {
        let mut real = Real::new();
        let mut ledger = Ledger::new();
        let mut today = 60;
        for step in &steps {
            if let Step::Wait(days) = step {
                today += days;
            }
            let may = enact(&mut ledger, today, step);
            if let Some(proposal) = real.proposal(step) {
                prop_assert_eq!(real.take(today, proposal), may, "{:?} on day {}", step, today);
            }
            let calendar = painted(&ledger);
            for (at, held) in (0_u64..).zip(&calendar) {
                let wanted = held.map(|from| {
                    let version = &ledger[&from];
                    (day(from), version.decided.to_string(), version.presented.to_string())
                });
                prop_assert_eq!(real.on(at), wanted, "day {} after {:?}", at, step);
            }
        }
    }

    #[test]
    fn versions_never_overlap(steps in proptest::collection::vec(step(), 1..24)) {
        let mut real = Real::new();
        let mut today = 60;
        for step in &steps {
            if let Step::Wait(days) = step {
                today += days;
            } else if let Some(proposal) = real.proposal(step) {
                real.take(today, proposal);
            }
            let versions = real.versions();
            let in_force: Vec<_> = versions.iter().filter(|(_, _, takes_effect)| *takes_effect).collect();
            for pair in in_force.windows(2) {
                let (earlier, later) = (pair[0], pair[1]);
                prop_assert!(earlier.1.is_some_and(|last| last < later.0.valid_from), "{:?}", step);
                prop_assert!(earlier.1 >= Some(earlier.0.valid_from), "a version that takes effect has a day");
            }
        }
    }

    /// A later step never changes a past day, unless it is dated back or corrects a last day.
    #[test]
    fn what_held_stays(steps in proptest::collection::vec(step(), 1..24)) {
        let mut real = Real::new();
        let mut today = 60;
        let mut held: BTreeMap<u64, Option<(NaiveDate, String)>> = BTreeMap::new();
        for step in &steps {
            match step {
                Step::Wait(days) => {
                    for at in today..today + days {
                        held.insert(at, real.on(at).map(|(from, decided, _)| (from, decided)));
                    }
                    today += days;
                }
                Step::Publish { from, .. } => held.retain(|at, _| at < from),
                Step::Withdraw { last, only } => {
                    // A moved last day changes the days from the earlier of the two.
                    let earlier = only.and_then(|pick| real.withdrawn(pick));
                    held.retain(|at, _| at <= last && earlier.is_none_or(|earlier| day(*at) <= earlier));
                }
                Step::PublishAgain { .. } | Step::Edit { .. } => {}
            }
            if let Some(proposal) = real.proposal(step) {
                real.take(today, proposal);
            }
            for (at, then) in &held {
                prop_assert_eq!(&real.on(*at).map(|(from, decided, _)| (from, decided)), then, "day {} after {:?}", at, step);
            }
        }
    }
}
