//! An answer written from prepared parts equals its serialization.

use insatskatalog::catalogue::snapshot::Catalogue;
use insatskatalog::documents::embedded::CATALOGUES;
use insatskatalog::documents::readers::file::CatalogueFile;
use insatskatalog::domain::criteria::birth::Birth;
use insatskatalog::domain::criteria::declarable::{Declarable, RelativeReason};
use insatskatalog::domain::criteria::facts::{Facts, Municipality, Person};
use insatskatalog::domain::day;
use insatskatalog::domain::eligibility::Question;
use insatskatalog::domain::insatser::document::Change;
use insatskatalog::domain::kommun::Kommunkod;
use insatskatalog::domain::publishing::proposal::Proposal;

fn catalogue() -> Catalogue {
    let documents = CATALOGUES.into_iter().flat_map(|(_, text)| {
        let file = CatalogueFile::read(text, None).unwrap_or_else(|_| panic!("the embedded catalogues are read"));
        let kommunkod = file.kommunkod.expect("no template");
        file.documents
            .into_iter()
            .filter_map(move |proposed| match proposed.proposal {
                Proposal::Put(document) => Some((kommunkod, document)),
                Proposal::End(_) | Proposal::Remove(_) => None,
            })
    });
    let changes = documents
        .zip(1..)
        .map(|((kommunkod, document), revision)| (revision, kommunkod, Change::Put(document)));
    Catalogue::default().after(changes).expect("whole")
}

/// Facts of every kind, known and unknown.
fn facts() -> Vec<Facts> {
    let code = |text| Municipality::In(Kommunkod::parse(text).expect("a code"));
    let mut all = vec![Facts::default()];
    for birth_date in ["1950-03-14", "2012-02-29", "1990-01-01"] {
        for municipality in [
            None,
            Some(code("1270")),
            Some(code("0188")),
            Some(Municipality::Nowhere),
        ] {
            for reasons in [
                None,
                Some(vec![]),
                Some(vec![RelativeReason::Beroende]),
                Some(vec![RelativeReason::Alder]),
            ] {
                let own = Person {
                    birth: day::parse(birth_date).map(Birth::on),
                    registered_municipality: municipality,
                    residence_municipality: municipality,
                    ..Person::default()
                };
                let mut facts = Facts {
                    own,
                    ..Facts::default()
                };
                facts.own.self_declared.relative_reasons = reasons.map(|reasons| reasons.into_iter().collect());
                facts.own.self_declared.set(Declarable::SupportsRelative, true);
                all.push(facts);
            }
        }
    }
    all
}

#[test]
fn an_answer_is_the_same_text_both_ways() {
    let catalogue = catalogue();
    let mut asked = 0;
    for kommunkod in ["0180", "0188", "1270", "0114"].map(|code| Kommunkod::parse(code).expect("a code")) {
        for facts in facts() {
            for as_of in ["2024-01-01", "2025-09-01", "2026-06-02"].map(|text| day::parse(text).expect("a day")) {
                for insats in [
                    "trygghetslarm",
                    "anhorigstod",
                    "traffpunkter",
                    "personligt-ombud",
                    "mika",
                    "kontaktperson",
                ] {
                    for activity in [None, Some("rubinens-barngrupp")] {
                        let question = Question {
                            as_of,
                            activity,
                            place: None,
                            facts: &facts,
                        };
                        let Ok(answer) = catalogue.answer(kommunkod, insats, &question) else {
                            continue;
                        };
                        let mut written = Vec::new();
                        answer.write_json(&mut written);
                        let serialised = serde_json::to_string(&answer).expect("JSON");
                        assert_eq!(String::from_utf8(written).expect("text"), serialised);
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(asked > 2000, "{asked}");
}
