//! Whole texts that the program makes, from the embedded catalogues and from a catalogue with every kind of condition.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::catalogue::snapshot::Catalogue;
use crate::documents::embedded::CATALOGUES;
use crate::documents::questions::question;
use crate::documents::readers::file::CatalogueFile;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::eligibility::Question;
use crate::domain::insatser::assessment_required;
use crate::domain::insatser::document::Change;
use crate::domain::insatser::insats::Insats;
use crate::domain::publishing::proposal::Proposal;
use crate::domain::publishing::remark::remarks;
use crate::domain::{Kommunkod, Text};

use super::PrintedText;
use crate::cli::failure::Failure;

/// A catalogue with every kind of condition.
const EVERY_KIND: &str = include_str!("examples.yaml");

/// The first text of each kind, by the room and by what it is of.
#[derive(Default)]
struct Examples(BTreeMap<(String, String), Text>);

impl Examples {
    fn add(&mut self, room: &str, of: impl Into<String>, text: &Value) {
        let words = |language: &str| text[language].as_str().unwrap_or_default().to_owned();
        let key = (format!("example: {room}"), of.into());
        self.0.entry(key).or_insert_with(|| Text::new(words("sv"), words("en")));
    }

    /// The texts of an answer: one explanation for each reason, and one of each condition, question, warning and proviso.
    fn take(&mut self, answer: &Value) {
        let word = |value: &Value| value.as_str().unwrap_or("none").to_owned();
        let (outcome, reason) = (word(&answer["outcome"]), word(&answer["reasonCode"]));
        self.add("explanation", format!("{outcome} {reason}"), &answer["explanation"]);
        let each = |member: &str| answer[member].as_array().cloned().unwrap_or_default();
        for reason in each("reasons") {
            let of = format!("{} {}", word(&reason["kind"]), word(&reason["result"]));
            self.add("condition", of, &reason["text"]);
        }
        for missing in each("missing") {
            self.add("question", word(&missing["fact"]), &missing["question"]);
        }
        for member in ["warnings", "provisos"] {
            for text in each(member) {
                self.add(member, word(&text["code"]), &text["text"]);
            }
        }
        self.add("right to apply", "", &answer["rightToApply"]["text"]);
        self.add("notice", "", &answer["notice"]);
    }
}

/// The examples, in a stable order.
pub(super) fn examples() -> Result<Vec<PrintedText>, Failure> {
    let catalogue = catalogue()?;
    let mut examples = Examples::default();
    for municipality in catalogue.municipalities() {
        let kommunkod = municipality.document().kommunkod;
        for (slug, insats) in municipality.insatser() {
            for (day, facts) in questions(kommunkod, insats) {
                ask(&catalogue, kommunkod, slug.as_str(), day, &facts, &mut examples)?;
            }
            for version in insats.versions() {
                let version = &version.held.version;
                let of = format!("{kommunkod} {slug} {}", version.valid_from);
                let questions = &municipality.document().questions;
                examples.add("criteria", of, &json!(sentence(version.criteria.as_ref(), questions)));
                for remark in remarks(municipality, version) {
                    let code = json!(remark.code);
                    examples.add("remark", code.as_str().unwrap_or_default(), &json!(remark.text));
                }
            }
        }
        // Insatser that the municipality has no decision on.
        for listed in assessment_required::all() {
            ask(&catalogue, kommunkod, listed.slug, LAW, &json!({}), &mut examples)?;
        }
    }
    let printed = examples.0.into_iter();
    Ok(printed
        .map(|((room, of), text)| PrintedText::new(&room, of, &text))
        .collect())
}

/// A day on which every rule of the act applies.
const LAW: NaiveDate = NaiveDate::from_ymd_opt(2026, 9, 1).expect("a day");

/// The embedded catalogues and the one with every kind of condition, whatever the law requires of them.
fn catalogue() -> Result<Catalogue, Failure> {
    let mut changes = Vec::new();
    for (name, text) in CATALOGUES.into_iter().chain([("examples.yaml", EVERY_KIND)]) {
        let file = CatalogueFile::read(text, None).map_err(|faults| {
            let of = faults
                .first()
                .map(|fault| format!("{}: {}", fault.pointer, fault.detail.en));
            Failure::Other(format!("{name}: {}", of.unwrap_or_default()))
        })?;
        let kommunkod = file.kommunkod.unwrap_or(Kommunkod::all()[0].kommunkod);
        for proposed in file.documents {
            if let Proposal::Put(document) = proposed.proposal {
                changes.push((1, kommunkod, Change::Put(document)));
            }
        }
    }
    let changed = Catalogue::default().after(changes);
    changed.map_err(|error| Failure::Other(error.to_string()))
}

/// The days and facts to ask an insats with: before, within and after each version, with people of different ages who say
/// yes, no or nothing.
fn questions(kommunkod: Kommunkod, insats: &Insats) -> Vec<(NaiveDate, Value)> {
    let mut questions = Vec::new();
    for version in insats.versions() {
        let first = version.held.version.valid_from;
        let around = [
            first.checked_sub_days(Days::new(1)),
            version.last_day.and_then(|last| last.succ_opt()),
        ];
        for day in around.into_iter().flatten() {
            questions.push((day, json!({})));
        }
        let within = first.max(LAW);
        let within = version.last_day.map_or(within, |last| within.min(last));
        questions.extend(people(kommunkod).into_iter().map(|facts| (within, facts)));
    }
    questions
}

fn people(kommunkod: Kommunkod) -> Vec<Value> {
    let declared = |yes: bool| {
        json!({
            "supportsRelative": yes, "isParent": yes, "homeCare": yes, "relativelyHealthy": yes, "ordinaryHousing": yes,
            "psychiatricContact": yes, "psychiatricDisability": yes, "parentWithMentalIllness": yes,
            "exposedToViolence": yes, "canApplyAndPlan": yes, "recentlyDischarged": yes, "guardianConsents": yes,
        })
    };
    let mut people = vec![json!({})];
    for age in [8, 13, 16, 19, 45, 72, 90] {
        people.push(json!({"age": age}));
        for (lives_in, says) in [(kommunkod.as_str(), true), ("none", true), (kommunkod.as_str(), false)] {
            let mut facts = json!({
                "age": age,
                "registeredMunicipality": lives_in,
                "residenceMunicipality": lives_in,
                "relativeResidenceMunicipality": lives_in,
                "selfDeclared": declared(says),
            });
            people.push(facts.clone());
            let reasons = if says { json!(["alder"]) } else { json!(["beroende"]) };
            facts["selfDeclared"]["relativeReasons"] = reasons;
            facts["household"] = if says {
                json!([{"age": 30}])
            } else {
                json!([{"age": 10}])
            };
            facts["children"] = if says { json!([{"age": 5}]) } else { json!([]) };
            people.push(facts);
        }
    }
    people
}

fn ask(
    catalogue: &Catalogue,
    kommunkod: Kommunkod,
    slug: &str,
    day: NaiveDate,
    facts: &Value,
    examples: &mut Examples,
) -> Result<(), Failure> {
    let body = json!({"asOf": day, "facts": facts}).to_string();
    let refused = |pointer: &str| Failure::Other(format!("{kommunkod} {slug}: {pointer}"));
    let asked = question::read(body.as_bytes(), day)
        .map_err(|faults| refused(faults.first().map_or("", |fault| &fault.pointer)))?;
    let question = Question {
        as_of: day,
        activity: None,
        place: None,
        facts: &asked.facts,
    };
    let answer = catalogue
        .answer(kommunkod, slug, &question)
        .map_err(|_| refused("no answer"))?;
    let answer = serde_json::to_value(&answer).map_err(|error| refused(&error.to_string()))?;
    examples.take(&answer);
    Ok(())
}
