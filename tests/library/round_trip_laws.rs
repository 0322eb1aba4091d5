//! Laws of publishing in any order: export and import lose nothing, a process that loads the catalogue has the same as
//! one that follows it, and a revision changes whenever its object does.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use insatskatalog::documents::embedded::{CATALOGUES, TOMELILLA};
use insatskatalog::documents::readers::file::{CatalogueFile, PublishedText, write};
use insatskatalog::domain::catalogue_text::{CatalogueText, Stated};
use insatskatalog::domain::criteria::{AgeLimit, Condition, Criterion};
use insatskatalog::domain::insatser::body::CatalogueComplete;
use insatskatalog::domain::insatser::document::{Change, Document, Kind};
use insatskatalog::domain::insatser::documentation::{GroupItem, IndividualLevel};
use insatskatalog::domain::insatser::insats::Insats;
use insatskatalog::domain::insatser::municipality::Municipality;
use insatskatalog::domain::insatser::provider::{Agreement, AgreementKind, Provider, ProviderKind};
use insatskatalog::domain::insatser::version::Version;
use insatskatalog::domain::language::Language;
use insatskatalog::domain::publishing::plan::plan;
use insatskatalog::domain::publishing::proposal::{Ending, Judgement, Proposal, Proposed, Reach, Way};
use insatskatalog::domain::slug::Slug;
use insatskatalog::import::judgement;
use proptest::prelude::*;

fn day(offset: u64) -> NaiveDate {
    insatskatalog::domain::day::parse("2025-10-01").expect("a day") + Days::new(offset)
}

/// A step, in days from the first.
#[derive(Clone, Debug)]
enum Step {
    Wait(u64),
    /// A new or changed version.
    Decide {
        insats: usize,
        from: u64,
        length: Option<u64>,
        is_chosen: bool,
        conditions: u8,
        level: u8,
        conclusion: Option<u8>,
    },
    Tell {
        pick: usize,
        word: u8,
    },
    End {
        insats: usize,
        last: u64,
        only: Option<usize>,
    },
    Provider {
        provider: usize,
        word: u8,
        is_own: bool,
    },
    Agree {
        provider: usize,
        agreement: usize,
        covers: u8,
        length: Option<u64>,
        kind: u8,
        part_of: Option<usize>,
    },
    Own {
        conclusions: bool,
        cites: bool,
        has_bodies: bool,
        is_complete: bool,
    },
}

fn step() -> impl Strategy<Value = Step> {
    // Days far apart, so that some repeat.
    let some_day = || (0..9_u64).prop_map(|days| days * 30);
    let length = || proptest::option::of((0..5_u64).prop_map(|days| days * 20));
    prop_oneof![
        2 => (1..40_u64).prop_map(Step::Wait),
        4 => (0..3_usize, some_day(), length(), any::<bool>(), 0..4_u8, 0..4_u8, proptest::option::of(1..4_u8)).prop_map(
            |(insats, from, length, is_chosen, conditions, level, conclusion)| Step::Decide {
                insats,
                from,
                length,
                is_chosen,
                conditions,
                level,
                conclusion
            }
        ),
        2 => (0..12_usize, 0..3_u8).prop_map(|(pick, word)| Step::Tell { pick, word }),
        4 => (0..3_usize, some_day(), -15..15_i64, proptest::option::of(0..4_usize)).prop_map(
            |(insats, last, more, only)| Step::End { insats, last: last.saturating_add_signed(more), only }
        ),
        2 => (0..2_usize, 0..3_u8, any::<bool>())
            .prop_map(|(provider, word, is_own)| Step::Provider { provider, word, is_own }),
        4 => (0..2_usize, 0..3_usize, 1..8_u8, length(), 0..3_u8, proptest::option::of(0..3_usize)).prop_map(
            |(provider, agreement, covers, length, kind, part_of)| Step::Agree {
                provider,
                agreement,
                covers,
                length,
                kind,
                part_of
            }
        ),
        2 => (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(conclusions, cites, has_bodies, is_complete)| Step::Own { conclusions, cites, has_bodies, is_complete }
        ),
    ]
}

const INSATSER: [&str; 3] = ["trygghetslarm", "rebus", "sangcafe"];
const PROVIDERS: [&str; 2] = ["egen-regi", "foreningen"];
const AGREEMENTS: [&str; 3] = ["huvud", "tillagg", "nytt"];

/// A text in Swedish, and for some words in English or in other languages.
fn in_some_languages(word: u8) -> CatalogueText {
    let stated = |is_stated: bool| is_stated.then(|| word.to_string());
    let finnish = Language::parse("fi").zip(stated(word == 2));
    CatalogueText::new(
        word.to_string(),
        stated(word == 1),
        stated(word == 2),
        finnish.into_iter().collect(),
    )
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).expect("a slug")
}

/// A catalogue as one process follows it, and as stored: each current document with its revision.
struct Catalogue {
    followed: Municipality,
    kept: BTreeMap<(Kind, String), (i64, Document)>,
    base: Version,
}

impl Catalogue {
    fn new() -> Self {
        let file = CatalogueFile::read(TOMELILLA, None).expect("reads");
        let changes = plan(None, &file.documents, &judgement(day(0))).expect("lawful");
        let begins = |change: &Change| change.kind() == Kind::Municipality || change.key().starts_with(INSATSER[0]);
        let mut kept = BTreeMap::new();
        for (change, revision) in changes.into_iter().filter(begins).zip(1..) {
            keep(&mut kept, change, revision);
        }
        let followed = loaded(&kept);
        let alarm = &followed.insatser()["trygghetslarm"];
        let base = alarm.versions().next().expect("a version").held.version.clone();
        Self { followed, kept, base }
    }

    fn take(&mut self, today: u64, proposal: Proposal) {
        let proposed = Proposed {
            proposal,
            pointer: String::new(),
        };
        let judgement = Judgement {
            today: day(today),
            way: Way::Api,
            reach: Reach::ALL,
        };
        let Ok(changes) = plan(Some(&self.followed), &[proposed], &judgement) else {
            return;
        };
        for change in changes {
            let revision = self.followed.revision() + 1;
            self.followed.apply(change.clone(), revision).expect("planned");
            keep(&mut self.kept, change, revision);
        }
    }

    fn proposal(&self, step: &Step) -> Option<Proposal> {
        Some(match step {
            Step::Wait(_) => return None,
            Step::Decide {
                insats,
                from,
                length,
                is_chosen,
                conditions,
                level,
                conclusion,
            } => {
                let length = length.map(|length| (length, *is_chosen));
                self.version(INSATSER[*insats], *from, length, (*conditions, *level, *conclusion))
            }
            Step::Tell { pick, word } => {
                let mut versions = self.followed.insatser().values().flat_map(Insats::versions);
                let version = versions.nth(*pick)?.held.version.clone();
                Proposal::Put(Document::Version(Box::new(Version {
                    summary: in_some_languages(*word),
                    ..version
                })))
            }
            Step::End { insats, last, only } => {
                let held = self.followed.insatser().get(INSATSER[*insats])?;
                let only = only.and_then(|pick| held.versions().nth(pick));
                Proposal::End(Ending {
                    insats: slug(INSATSER[*insats]),
                    valid_from: only.map(|version| version.held.version.valid_from),
                    last_day: day(*last),
                    decision: self.base.decision.clone()?,
                    note: None,
                })
            }
            Step::Provider { provider, word, is_own } => Proposal::Put(Document::Provider(Provider {
                slug: slug(PROVIDERS[*provider]),
                name: format!("Utförare {word}"),
                kind: is_own.then_some(ProviderKind::OwnAdministration),
                web_page: None,
                function_phone: Some("0417-180 00".into()),
                availability: None,
                sources: self.base.sources.clone(),
            })),
            Step::Agree {
                provider,
                agreement,
                covers,
                length,
                kind,
                part_of,
            } => {
                let covered = INSATSER.iter().enumerate().filter(|(at, _)| covers & (1 << at) != 0);
                let agreement = Agreement {
                    slug: slug(AGREEMENTS[*agreement]),
                    insatser: covered.map(|(_, insats)| slug(insats)).collect(),
                    valid_from: None,
                    valid_to: length.map(day),
                    kind: [
                        AgreementKind::OwnAdministration,
                        AgreementKind::Main,
                        AgreementKind::AddOn,
                    ][usize::from(*kind)],
                    part_of: part_of.map(|at| slug(AGREEMENTS[at])),
                    reference: None,
                    note: None,
                    service_areas: Vec::new(),
                    sources: self.base.sources.clone(),
                };
                // The reader refuses any other.
                if (agreement.kind == AgreementKind::AddOn) != agreement.part_of.is_some() {
                    return None;
                }
                Proposal::Put(Document::Agreement {
                    provider: slug(PROVIDERS[*provider]),
                    agreement,
                })
            }
            Step::Own {
                conclusions,
                cites,
                has_bodies,
                is_complete,
            } => {
                let mut own = Self::new().followed.document().clone();
                own.settings.risk_conclusion_required = *conclusions;
                if !cites {
                    own.source_documents.clear();
                }
                if !has_bodies {
                    own.bodies.clear();
                }
                own.catalogue_complete = is_complete.then(|| CatalogueComplete { from: day(0) });
                Proposal::Put(Document::Municipality(own))
            }
        })
    }

    /// A version; its length comes with whether its last day is chosen.
    fn version(&self, insats: &str, from: u64, length: Option<(u64, bool)>, decided: (u8, u8, Option<u8>)) -> Proposal {
        let (conditions, level, conclusion) = decided;
        let stated = Some(Stated::NOT_STATED);
        let criteria = match conditions {
            0 => None,
            1 => Some(Condition::All(Vec::new())),
            _ => Some(Condition::Age(AgeLimit {
                at_least: Some(60 + conditions),
                at_most: None,
            })),
        };
        let criteria = criteria.map(|condition| Criterion {
            ground_for_limit: stated.clone(),
            age_reason: stated.clone(),
            ..Criterion::bare(condition)
        });
        let mut documentation = self.base.documentation.clone();
        if let Some(rules) = &mut documentation {
            rules.individual_level = [
                IndividualLevel::Required,
                IndividualLevel::Exempt,
                IndividualLevel::OutsideAct,
                IndividualLevel::Required,
            ][usize::from(level)];
            rules.special_reasons = stated.filter(|_| level == 1);
            rules.risk_conclusion = conclusion;
            rules.group_level.items = if level == 3 { Vec::new() } else { vec![GroupItem::Date] };
        }
        Proposal::Put(Document::Version(Box::new(Version {
            slug: slug(insats),
            valid_from: day(from),
            valid_from_not_stated: false,
            valid_to: length.map(|(length, _)| day(from + length)),
            valid_to_not_stated: length.is_some_and(|(_, is_chosen)| is_chosen),
            criteria_not_stated: criteria.is_none(),
            criteria,
            documentation,
            ..self.base.clone()
        })))
    }

    /// What a reader sees of each insats, and its revision.
    fn shown(&self) -> BTreeMap<String, (i64, String)> {
        let insatser = self.followed.insatser().iter();
        insatser
            .map(|(slug, insats)| {
                let versions = insats.versions().map(|version| {
                    let held = version.held;
                    (held.version.clone(), held.withdrawal.clone(), version.last_day)
                });
                let providers = self.followed.linked_providers(slug).map(|linked| {
                    let agreements: Vec<_> = linked.agreements().cloned().collect();
                    (linked.provider().clone(), agreements)
                });
                let seen = (
                    self.followed.document(),
                    versions.collect::<Vec<_>>(),
                    providers.collect::<Vec<_>>(),
                );
                let revision = self.followed.revision_of(slug.as_str());
                (slug.to_string(), (revision, format!("{seen:?}")))
            })
            .collect()
    }
}

fn keep(kept: &mut BTreeMap<(Kind, String), (i64, Document)>, change: Change, revision: i64) {
    match change {
        Change::Put(document) => drop(kept.insert((document.kind(), document.key()), (revision, document))),
        Change::Remove(kind, key) => drop(kept.remove(&(kind, key))),
    }
}

/// A catalogue as a new process loads it.
fn loaded(kept: &BTreeMap<(Kind, String), (i64, Document)>) -> Municipality {
    let mut rows: Vec<_> = kept
        .iter()
        .map(|((kind, _), (revision, document))| (*kind, *revision, document))
        .collect();
    rows.sort_by_key(|(kind, revision, _)| (*kind, *revision));
    let mut municipality: Option<Municipality> = None;
    for (_, revision, document) in rows {
        match (&mut municipality, document) {
            (None, Document::Municipality(own)) => municipality = Some(Municipality::new(own.clone(), revision)),
            (Some(municipality), document) => {
                municipality
                    .apply(Change::Put(document.clone()), revision)
                    .expect("whole");
            }
            (None, _) => panic!("begins with the municipality"),
        }
    }
    municipality.expect("a municipality")
}

fn exported(kept: &BTreeMap<(Kind, String), (i64, Document)>, municipality: &Municipality) -> String {
    let texts: Vec<PublishedText> = kept
        .iter()
        .map(|((kind, key), (_, document))| PublishedText {
            kind: *kind,
            key: key.clone(),
            json: document.to_json(),
        })
        .collect();
    write(municipality.document().kommunkod, &texts).expect("written")
}

/// Imports a file into an empty catalogue and exports it.
fn imported(file: &str, today: NaiveDate) -> String {
    let read = CatalogueFile::read(file, None).unwrap_or_else(|faults| panic!("{faults:?}\n{file}"));
    let changes = plan(None, &read.documents, &judgement(today)).unwrap_or_else(|why| panic!("{why:?}\n{file}"));
    let mut kept = BTreeMap::new();
    for (change, revision) in changes.into_iter().zip(1..) {
        keep(&mut kept, change, revision);
    }
    exported(&kept, &loaded(&kept))
}

#[test]
fn the_shipped_catalogues_go_round() {
    for (_, text) in CATALOGUES {
        let once = imported(text, day(0));
        assert_eq!(imported(&once, day(400)), once);
    }
}

/// Checks the laws after every step, and finally with an import now and later.
fn goes_round(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut catalogue = Catalogue::new();
    let mut today = 30;
    for step in steps {
        let before = catalogue.shown();
        if let Step::Wait(days) = step {
            today += days;
        } else if let Some(proposal) = catalogue.proposal(step) {
            catalogue.take(today, proposal);
        }
        prop_assert_eq!(
            format!("{:?}", loaded(&catalogue.kept)),
            format!("{:?}", &catalogue.followed),
            "who loads holds what followers hold, after {:?}",
            step
        );
        for (slug, (revision, seen)) in catalogue.shown() {
            if let Some((then, seen_then)) = before.get(&slug) {
                prop_assert!(
                    revision > *then || seen == *seen_then,
                    "{} stays at {} after {:?}",
                    slug,
                    then,
                    step
                );
            }
        }
    }
    // An export stays valid if days pass before its import.
    let file = exported(&catalogue.kept, &catalogue.followed);
    for later in [0, 60, 400] {
        prop_assert_eq!(imported(&file, day(today + later)), file.as_str());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_was_published_goes_round(steps in proptest::collection::vec(step(), 1..30)) {
        goes_round(&steps)?;
    }
}

#[test]
fn what_seldom_comes_together_goes_round() {
    let until = |length, is_chosen| Step::Decide {
        insats: 2,
        from: 120,
        length,
        is_chosen,
        conditions: 1,
        level: 0,
        conclusion: None,
    };
    let decide = |length| until(length, false);
    let agree = |agreement, kind, part_of| Step::Agree {
        provider: 1,
        agreement,
        covers: 1,
        length: None,
        kind,
        part_of,
    };
    // Withdrawn while in force, then decided with an earlier end.
    let ends = Step::End {
        insats: 2,
        last: 180,
        only: Some(0),
    };
    goes_round(&[decide(None), ends.clone(), decide(Some(20))]).expect("goes round");
    // A chosen last day, withdrawn after it while in force, then decided with an earlier end.
    goes_round(&[until(Some(20), true), Step::Wait(100), ends, decide(Some(20))]).expect("goes round");
    // Ended, then the guideline requires a conclusion, then the last day moves so that it is in force again.
    let end = |last, only| Step::End { insats: 0, last, only };
    let demands = Step::Own {
        conclusions: true,
        cites: true,
        has_bodies: true,
        is_complete: false,
    };
    goes_round(&[end(0, None), demands, end(60, Some(0))]).expect("goes round");
    // A main agreement with an add-on that then becomes an add-on itself.
    let provider = Step::Provider {
        provider: 1,
        word: 0,
        is_own: false,
    };
    let steps = [
        provider,
        agree(0, 1, None),
        agree(1, 2, Some(0)),
        agree(2, 1, None),
        agree(0, 2, Some(2)),
    ];
    goes_round(&steps).expect("goes round");
}
