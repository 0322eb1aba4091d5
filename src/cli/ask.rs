//! `insatskatalog ask`: answers an eligibility question in the terminal.

use std::io::IsTerminal as _;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::catalogue::snapshot::{Catalogue, NoAnswer};
use crate::clock::Clock;
use crate::documents::questions::question;
use crate::domain::eligibility::{Question, UnknownPart};
use crate::domain::{Fault, Kommunkod};

use super::interview::interview;
use super::language::Language;
use super::terminal::kommunkod;

/// An eligibility question. A fact that is not given is unknown, not false.
#[derive(Args)]
pub(crate) struct Ask {
    /// The municipality's code.
    #[arg(value_parser = kommunkod)]
    kommunkod: Kommunkod,
    /// The slug of the insats.
    slug: String,
    /// The slug of an activity of the insats.
    #[arg(long)]
    activity: Option<String>,
    /// The slug of a place of the insats.
    #[arg(long)]
    place: Option<String>,
    /// The day the question is about; default today.
    #[arg(long)]
    as_of: Option<String>,
    /// Date of birth, such as 1950-03-14. Never a personal identity number.
    #[arg(long)]
    birth_date: Option<String>,
    /// Year of birth, if the whole date is not known.
    #[arg(long)]
    birth_year: Option<u16>,
    /// Month of birth, 1 to 12, with --birth-year.
    #[arg(long)]
    birth_month: Option<u8>,
    /// Age in whole years.
    #[arg(long)]
    age: Option<u8>,
    /// Municipality of registration (folkbokföring): a kommunkod, or none.
    #[arg(long)]
    registered: Option<String>,
    /// Municipality of residence: a kommunkod, or none.
    #[arg(long)]
    resides: Option<String>,
    /// Municipality of residence of the person they support: a kommunkod, or none.
    #[arg(long)]
    relative_resides: Option<String>,
    /// A self-declared fact, such as supportsRelative, or isParent=false; can be repeated.
    #[arg(long, value_name = "FACT[=false]")]
    declare: Vec<String>,
    /// Why the relative needs support: reasons separated by commas, or none.
    #[arg(long, value_name = "REASONS")]
    relative_reasons: Option<String>,
    /// An answer to a question of the municipality's own: its slug, or slug=false; can be repeated.
    #[arg(long, value_name = "QUESTION[=false]")]
    answer: Vec<String>,
    /// The age of the partner, or none.
    #[arg(long, value_name = "AGE")]
    partner: Option<String>,
    /// The ages of everyone else in the household, separated by commas, or none.
    #[arg(long, value_name = "AGES")]
    household: Option<String>,
    /// The ages of those the person supports, separated by commas, or none.
    #[arg(long, value_name = "AGES")]
    supported_persons: Option<String>,
    /// The ages of the children, separated by commas, or none.
    #[arg(long, value_name = "AGES")]
    children: Option<String>,
    /// More facts as a JSON object, as over HTTP.
    #[arg(long, value_name = "JSON")]
    facts: Option<String>,
    /// Ask for the missing facts one by one. It does so in a terminal if no fact is given.
    #[arg(long)]
    interactive: bool,
    /// The language of the answer.
    #[arg(long, value_enum, default_value = "sv")]
    language: Language,
    /// Print the answer as JSON, in both languages.
    #[arg(long)]
    json: bool,
}

impl Ask {
    /// The JSON body of the question, read in the same way as over HTTP.
    ///
    /// # Errors
    /// A text for --facts that is no JSON object.
    fn body(&self) -> Result<Value, String> {
        let mut facts = match &self.facts {
            None => Map::new(),
            Some(facts) => serde_json::from_str(facts).map_err(|_| "--facts: state a JSON object".to_owned())?,
        };
        let texts = [
            ("birthDate", &self.birth_date),
            ("registeredMunicipality", &self.registered),
            ("residenceMunicipality", &self.resides),
            ("relativeResidenceMunicipality", &self.relative_resides),
        ];
        for (name, value) in texts {
            facts.extend(value.as_ref().map(|value| (name.to_owned(), json!(value))));
        }
        facts.extend(self.age.map(|age| ("age".to_owned(), json!(age))));
        facts.extend(self.birth_year.map(|year| ("birthYear".to_owned(), json!(year))));
        facts.extend(self.birth_month.map(|month| ("birthMonth".to_owned(), json!(month))));
        let lists = [
            ("partner", &self.partner),
            ("household", &self.household),
            ("supportedPersons", &self.supported_persons),
            ("children", &self.children),
        ];
        for (name, ages) in lists {
            facts.extend(ages.as_ref().map(|ages| (name.to_owned(), persons(ages))));
        }
        let mut declared: Map<String, Value> = self.declare.iter().map(|stated| yes_or_no(stated)).collect();
        if !self.answer.is_empty() {
            let local: Map<String, Value> = self.answer.iter().map(|stated| yes_or_no(stated)).collect();
            declared.insert("local".to_owned(), Value::Object(local));
        }
        if let Some(reasons) = &self.relative_reasons {
            let reasons: Vec<&str> = reasons
                .split(',')
                .map(str::trim)
                .filter(|reason| *reason != "none")
                .collect();
            declared.insert("relativeReasons".to_owned(), json!(reasons));
        }
        if !declared.is_empty() {
            facts.insert("selfDeclared".to_owned(), Value::Object(declared));
        }
        let mut body = json!({ "facts": facts });
        let parts = [
            ("asOf", &self.as_of),
            ("activity", &self.activity),
            ("place", &self.place),
        ];
        for (name, value) in parts {
            if let Some(value) = value {
                body[name] = json!(value);
            }
        }
        Ok(body)
    }

    /// The answer as text to print; asks for missing facts in the terminal.
    ///
    /// # Errors
    /// Every fault of the question, or that the insats or a part of it does not exist.
    pub(crate) fn answered_by(&self, catalogue: &Catalogue, clock: &Clock) -> Result<String, String> {
        let mut body = self.body()?;
        let has_facts = body["facts"].as_object().is_some_and(|facts| !facts.is_empty());
        if self.interactive || (!has_facts && !self.json && std::io::stdin().is_terminal()) {
            let (mut input, mut output) = (std::io::stdin().lock(), std::io::stderr().lock());
            body = interview(body, self.language, (&mut input, &mut output), |body| {
                let answer = self.answer(catalogue, clock, body)?;
                Ok(answer["missing"].as_array().cloned().unwrap_or_default())
            })?;
        }
        let answer = self.answer(catalogue, clock, &body)?;
        if self.json {
            return serde_json::to_string_pretty(&answer)
                .map(|text| text + "\n")
                .map_err(|error| error.to_string());
        }
        Ok(readable(&answer, self.kommunkod, self.language))
    }

    /// The answer to a question as JSON.
    fn answer(&self, catalogue: &Catalogue, clock: &Clock, body: &Value) -> Result<Value, String> {
        let today = clock.today();
        let body = body.to_string();
        let asked = question::read(body.as_bytes(), today).map_err(|faults| fault_lines(&faults))?;
        let question = Question {
            as_of: asked.as_of.unwrap_or(today),
            activity: asked.activity.as_deref(),
            place: asked.place.as_deref(),
            facts: &asked.facts,
        };
        let answer = catalogue
            .answer(self.kommunkod, &self.slug, &question)
            .map_err(|no_answer| match no_answer {
                NoAnswer::UnknownInsats => "no insats with that name".to_owned(),
                NoAnswer::UnknownPart(UnknownPart::Activity) => {
                    "the insats has no such activity on that day".to_owned()
                }
                NoAnswer::UnknownPart(UnknownPart::Place) => "the insats has no such place on that day".to_owned(),
                NoAnswer::UnknownQuestions(_) => "the municipality has no such question".to_owned(),
            })?;
        serde_json::to_value(&answer).map_err(|error| error.to_string())
    }
}

/// A name with `true`, or with what follows `=`.
fn yes_or_no(stated: &str) -> (String, Value) {
    let (name, value) = match stated.split_once('=') {
        Some((name, "true")) => (name, json!(true)),
        Some((name, "false")) => (name, json!(false)),
        Some((name, other)) => (name, json!(other)),
        None => (stated, json!(true)),
    };
    (name.to_owned(), value)
}

/// Persons by their ages. What is no age is left to the reader to refuse.
fn persons(ages: &str) -> Value {
    let ages = ages.split(',').map(str::trim).filter(|age| *age != "none");
    ages.map(|age| json!({"age": age.parse::<u8>().map_or_else(|_| json!(age), |age| json!(age))}))
        .collect()
}

fn fault_lines(faults: &[Fault]) -> String {
    let lines = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.pointer, fault.detail.en));
    lines.collect::<Vec<_>>().join("\n")
}

fn readable(answer: &Value, kommunkod: Kommunkod, language: Language) -> String {
    let say = |sv: &'static str, en: &'static str| language.say(sv, en);
    let text = |value: &Value| value[language.tag()].as_str().unwrap_or_default().to_owned();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let each = |member: &str| answer[member].as_array().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    let activity = answer["activity"]
        .as_str()
        .map(|slug| format!(", {slug}"))
        .unwrap_or_default();
    let (insats, as_of) = (word(&answer["insats"]), word(&answer["asOf"]));
    lines.push(format!("{insats}{activity}, {}, {as_of}", kommunkod.kommun().name));
    let code = answer["reasonCode"]
        .as_str()
        .map(|code| format!(" ({code})"))
        .unwrap_or_default();
    lines.push(format!(
        "{}{code}: {}",
        word(&answer["outcome"]),
        text(&answer["explanation"])
    ));
    lines.push(String::new());
    for reason in each("reasons") {
        let mark = match reason["result"].as_str() {
            Some("met") => '+',
            Some("notMet") => '-',
            _ => '?',
        };
        lines.push(format!("  {mark} {}", text(&reason["text"])));
    }
    for missing in each("missing") {
        let (ask, fact) = (say("Fråga", "Ask"), word(&missing["fact"]));
        lines.push(format!("  {ask}: {} ({fact})", text(&missing["question"])));
    }
    for (member, label) in [
        ("eligibleFrom", say("Uppfylls från och med", "Met from")),
        ("eligibleUntil", say("Uppfylls till och med", "Met until (inclusive)")),
    ] {
        lines.extend(answer[member].as_str().map(|day| format!("  {label} {day}")));
    }
    let turn = say("Kontakta", "Contact");
    lines.extend(
        answer["referTo"]["name"]
            .as_str()
            .map(|name| format!("  {turn} {name}")),
    );
    for activity in each("activities") {
        lines.push(format!("  {}: {}", word(&activity["slug"]), word(&activity["outcome"])));
    }
    for place in each("places") {
        lines.push(format!("  {}: {}", word(&place["slug"]), word(&place["outcome"])));
    }
    for proviso in each("provisos") {
        lines.push(format!("  {} {}", say("Obs!", "Note!"), text(&proviso["text"])));
    }
    for warning in each("warnings") {
        lines.push(format!("  {} {}", say("Obs!", "Note!"), text(&warning["text"])));
    }
    lines.push(String::new());
    let decision = &answer["decision"];
    if let Some(from) = decision["validFrom"].as_str() {
        let body = decision["body"]
            .as_str()
            .map(|body| format!("{body}, "))
            .unwrap_or_default();
        let basis: Vec<String> = decision["legalBasis"]
            .as_array()
            .into_iter()
            .flatten()
            .map(word)
            .collect();
        let in_force = say("gäller från", "in force from");
        lines.push(format!("{body}{in_force} {from}. {}", basis.join(", ")));
    }
    lines.push(text(&answer["rightToApply"]["text"]));
    let contact = &answer["rightToApply"]["contact"];
    let ways = ["name", "functionPhone", "functionEmail", "webPage"];
    let ways: Vec<&str> = ways.iter().filter_map(|way| contact[way].as_str()).collect();
    if !ways.is_empty() {
        lines.push(ways.join(", "));
    }
    let note = &answer["rightToApply"]["contactNote"];
    lines.extend(note.is_object().then(|| text(note)));
    lines.push(text(&answer["notice"]));
    lines.join("\n") + "\n"
}
