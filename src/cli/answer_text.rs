//! An answer as text to read, in one language.

use serde_json::Value;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::criteria::Criterion;
use crate::domain::day::{in_words, parse};
use crate::domain::eligibility::in_words as words;
use crate::domain::insatser::insats::{Standing, VersionInTime};
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Kommunkod, Text, word};

use super::language::Language;

/// An answer as JSON, and the version that it is about.
pub(super) struct AnswerText<'a> {
    answer: &'a Value,
    kommunkod: Kommunkod,
    name: Option<CatalogueText>,
    version: Option<VersionInTime<'a>>,
    language: Language,
}

impl<'a> AnswerText<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, kommunkod: Kommunkod, answer: &'a Value, language: Language) -> Self {
        let slug = answer["insats"].as_str().unwrap_or_default();
        let day = answer["asOf"].as_str().and_then(parse);
        let standing = day.and_then(|day| catalogue.standing(kommunkod, slug, day));
        let version = standing.map(Standing::version);
        Self {
            answer,
            kommunkod,
            name: catalogue.name_of(version.map(|version| &version.held.version), slug),
            version,
            language,
        }
    }

    /// The whole answer, in lines.
    pub(super) fn lines(&self) -> String {
        let mut lines = vec![self.heading(), String::new(), self.outcome()];
        lines.push(self.of("explanation"));
        self.add(&mut lines, None, self.each("reasons").map(|reason| self.reason(reason)));
        let open = text!(
            "Frågor som kan ändra svaret:",
            "Questions that could change the answer:"
        );
        let questions = self.each("missing").map(|missing| self.words(&missing["question"]));
        self.add(
            &mut lines,
            Some(&open),
            questions.map(|question| format!("  • {question}")),
        );
        self.add(&mut lines, None, self.days());
        for (member, heading) in [
            ("activities", text!("Aktiviteter:", "Activities:")),
            ("places", text!("Platser:", "Places:")),
        ] {
            let parts = self.each(member).map(|part| self.part(member, part));
            self.add(&mut lines, Some(&heading), parts);
        }
        let notes = self.each("provisos").chain(self.each("warnings"));
        let notes = notes.map(|note| {
            let note = self.words(&note["text"]);
            self.language
                .of(&composed!("Obs! {note}", "Please note: {note}"))
                .to_owned()
        });
        self.add(&mut lines, None, notes);
        self.add(&mut lines, None, self.decision());
        self.add(&mut lines, None, self.how_to_apply());
        lines.push(String::new());
        lines.push(self.of("notice"));
        lines.join("\n") + "\n"
    }

    /// Adds a paragraph, unless it is empty.
    fn add(&self, lines: &mut Vec<String>, heading: Option<&Text>, paragraph: impl IntoIterator<Item = String>) {
        let mut paragraph = paragraph.into_iter().peekable();
        if paragraph.peek().is_some() {
            lines.push(String::new());
            lines.extend(heading.map(|heading| self.language.of(heading).to_owned()));
            lines.extend(paragraph);
        }
    }

    fn each(&self, member: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.answer[member].as_array().into_iter().flatten()
    }

    /// A text of the answer in the language.
    fn words(&self, text: &Value) -> String {
        text[self.language.tag()].as_str().unwrap_or_default().to_owned()
    }

    fn of(&self, member: &str) -> String {
        self.words(&self.answer[member])
    }

    /// The name of the insats and of the part asked about, the municipality and the day.
    fn heading(&self) -> String {
        let name = self.name.as_ref();
        let name = name.map_or_else(
            || self.language.of(&text!("Insatsen", "The service")).to_owned(),
            |name| self.language.of_catalogue(name).to_owned(),
        );
        let parts = ["activities", "places"].into_iter().zip(["activity", "place"]);
        let parts = parts.filter_map(|(members, member)| self.part_name(members, &self.answer[member]));
        let day = self.day(&self.answer["asOf"]);
        let rest = [self.kommunkod.kommun().name.to_owned()].into_iter().chain(day);
        let words: Vec<String> = std::iter::once(name).chain(parts).chain(rest).collect();
        words.join(", ")
    }

    /// The outcome in a few words.
    fn outcome(&self) -> String {
        let word = |member: &str| self.answer[member].as_str().unwrap_or_default();
        let outcome = word::read(word("outcome")).unwrap_or_default();
        let text = words::outcome(outcome, word::read(word("reasonCode")).ok());
        self.language.of(&text).to_owned()
    }

    /// A condition, marked from the person's side: `+` where it stands in the way of nothing, `–` where it does.
    fn reason(&self, reason: &Value) -> String {
        let mark = match (reason["result"].as_str(), self.excludes(reason)) {
            (Some("met"), false) | (Some("notMet"), true) => '+',
            (Some("met"), true) | (Some("notMet"), false) => '–',
            _ => '?',
        };
        format!("  {mark} {}", self.words(&reason["text"]))
    }

    /// Whether a condition excludes those who meet it.
    fn excludes(&self, reason: &Value) -> bool {
        let criteria = self.criteria(reason["standsOn"].as_str());
        let path = reason["path"].as_str().unwrap_or_default();
        criteria.is_some_and(|criteria| words::excludes(criteria, path))
    }

    /// The criteria that a condition belongs to.
    fn criteria(&self, stands_on: Option<&str>) -> Option<&'a Criterion> {
        let version = &self.version?.held.version;
        let slug = |member: &str| self.answer[member].as_str();
        match stands_on {
            Some("activity") => {
                let activity = version
                    .activities
                    .iter()
                    .find(|part| Some(part.slug.as_str()) == slug("activity"));
                activity?.criteria.as_ref()
            }
            Some("place") => version.place(slug("place")?)?.criteria.as_ref(),
            _ => version.criteria.as_ref(),
        }
    }

    /// The days on which the same facts meet the criteria.
    fn days(&self) -> Vec<String> {
        let day = |member: &str| self.answer[member].as_str().and_then(parse);
        let from = day("eligibleFrom").map(words::eligible_from);
        let until = day("eligibleUntil").map(words::eligible_until);
        let days = from.into_iter().chain(until);
        days.map(|text| self.language.of(&text).to_owned()).collect()
    }

    fn day(&self, day: &Value) -> Option<String> {
        let day = day.as_str().and_then(parse)?;
        Some(self.language.of(&in_words(day)).to_owned())
    }

    /// An activity or a place, and its own answer.
    fn part(&self, members: &str, part: &Value) -> String {
        let name = self.part_name(members, &part["slug"]).unwrap_or_default();
        let outcome = word::read(part["outcome"].as_str().unwrap_or_default()).unwrap_or_default();
        let outcome = words::part_outcome(outcome);
        format!("  {name}: {}", self.language.of(&outcome))
    }

    fn part_name(&self, members: &str, slug: &Value) -> Option<String> {
        let (version, slug) = (&self.version?.held.version, slug.as_str()?);
        if members == "places" {
            return version.place(slug).map(|place| place.name.clone());
        }
        let activity = version.activities.iter().find(|part| part.slug.as_str() == slug);
        activity.map(|activity| self.language.of_catalogue(&activity.name).to_owned())
    }

    /// The decision behind the version, the days of the information, and the provisions.
    fn decision(&self) -> Vec<String> {
        let decision = &self.answer["decision"];
        let day = |member: &str| decision[member].as_str().and_then(parse);
        let Some(from) = day("validFrom") else {
            return Vec::new();
        };
        let days = words::valid(from, self.version.and_then(|version| version.last_day));
        let made = words::decision(decision["body"].as_str(), day("date"), decision["reference"].as_str());
        let basis = decision["legalBasis"].as_array().into_iter().flatten();
        let basis: Vec<&str> = basis.filter_map(Value::as_str).collect();
        let basis = words::legal_basis(&basis);
        let lines = std::iter::once(days).chain(made).chain(basis);
        lines.map(|text| self.language.of(&text).to_owned()).collect()
    }

    /// Whom to turn to, and how to apply.
    fn how_to_apply(&self) -> Vec<String> {
        let refer_to = ways(&self.answer["referTo"]);
        let refer_to = (!refer_to.is_empty()).then(|| {
            let text = composed!("Kontakta {refer_to}", "Contact {refer_to}");
            self.language.of(&text).to_owned()
        });
        let right = &self.answer["rightToApply"];
        let contact = Some(ways(&right["contact"])).filter(|ways| !ways.is_empty());
        let note = Some(self.words(&right["contactNote"])).filter(|note| !note.is_empty());
        let lines = refer_to.into_iter().chain([self.words(&right["text"])]);
        lines.chain(contact).chain(note).collect()
    }
}

/// The name of a contact and how to reach it.
fn ways(contact: &Value) -> String {
    let ways = ["name", "functionPhone", "functionEmail", "webPage"];
    let ways: Vec<&str> = ways.iter().filter_map(|way| contact[way].as_str()).collect();
    ways.join(", ")
}
