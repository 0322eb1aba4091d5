//! `insatskatalog ask`: answers an eligibility question in the terminal.

use std::io::IsTerminal as _;

use clap::Args;
use serde_json::{Map, Value, json};

use crate::catalogue::snapshot::{Catalogue, NoAnswer};
use crate::clock::Clock;
use crate::documents::questions::question;
use crate::domain::eligibility::{Question, UnknownPart};
use crate::domain::text::{composed, text};
use crate::domain::{Fault, Kommunkod, Text};

use super::answer_text::AnswerText;
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
    /// The language of the answer; default that of the environment (LANG) if it is English, otherwise Swedish.
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// Print the answer as JSON, in both languages.
    #[arg(long)]
    json: bool,
}

impl Ask {
    /// The JSON body of the question, read in the same way as over HTTP.
    ///
    /// # Errors
    /// A text for --facts that is no JSON object.
    fn body(&self) -> Result<Value, Text> {
        let mut facts = match &self.facts {
            None => Map::new(),
            Some(facts) => serde_json::from_str(facts).map_err(|_| {
                text!(
                    "Skriv ett JSON-objekt efter --facts.",
                    "Write a JSON object after --facts."
                )
            })?,
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
        let language = self.language.unwrap_or_else(Language::of_environment);
        let answered = self.answered(catalogue, clock, language);
        answered.map_err(|refused| language.of(&refused).to_owned())
    }

    fn answered(&self, catalogue: &Catalogue, clock: &Clock, language: Language) -> Result<String, Text> {
        let mut body = self.body()?;
        let has_facts = body["facts"].as_object().is_some_and(|facts| !facts.is_empty());
        if self.interactive || (!has_facts && !self.json && std::io::stdin().is_terminal()) {
            let (mut input, mut output) = (std::io::stdin().lock(), std::io::stderr().lock());
            body = interview(body, language, (&mut input, &mut output), |body| {
                let answer = self.answer(catalogue, clock, body)?;
                Ok(answer["missing"].as_array().cloned().unwrap_or_default())
            })?;
        }
        let answer = self.answer(catalogue, clock, &body)?;
        if self.json {
            return serde_json::to_string_pretty(&answer)
                .map(|text| text + "\n")
                .map_err(|error| unexpected(&error));
        }
        Ok(AnswerText::new(catalogue, self.kommunkod, &answer, language).lines())
    }

    /// The answer to a question as JSON.
    fn answer(&self, catalogue: &Catalogue, clock: &Clock, body: &Value) -> Result<Value, Text> {
        let today = clock.today();
        let body = body.to_string();
        let asked = question::read(body.as_bytes(), today).map_err(|faults| self.fault_lines(&faults))?;
        let question = Question {
            as_of: asked.as_of.unwrap_or(today),
            activity: asked.activity.as_deref(),
            place: asked.place.as_deref(),
            facts: &asked.facts,
        };
        let answer = catalogue
            .answer(self.kommunkod, &self.slug, &question)
            .map_err(|no_answer| match no_answer {
                NoAnswer::UnknownInsats => text!(
                    "SLUG: Kommunen har ingen sådan insats i katalogen.",
                    "SLUG: The municipality has no such insats in the catalogue."
                ),
                NoAnswer::UnknownPart(UnknownPart::Activity) => text!(
                    "--activity: Insatsen har ingen sådan aktivitet den dagen.",
                    "--activity: The insats has no such activity on that day."
                ),
                NoAnswer::UnknownPart(UnknownPart::Place) => text!(
                    "--place: Insatsen har ingen sådan plats den dagen.",
                    "--place: The insats has no such place on that day."
                ),
                NoAnswer::UnknownQuestions(_) => text!(
                    "--answer: Kommunen har ingen sådan fråga.",
                    "--answer: The municipality has no such question."
                ),
            })?;
        serde_json::to_value(&answer).map_err(|error| unexpected(&error))
    }
}

impl Ask {
    /// The faults of a question, one per line, each with the option that it comes from.
    fn fault_lines(&self, faults: &[Fault]) -> Text {
        let line = |fault: &Fault| {
            let option = self.option(&fault.pointer);
            composed!("{option}: {detail}", "{option}: {detail}"; detail = &fault.detail)
        };
        let (sv, en): (Vec<_>, Vec<_>) = faults.iter().map(line).map(|text| (text.sv, text.en)).unzip();
        Text::new(sv.join("\n"), en.join("\n"))
    }

    /// The option that a part of the question comes from. What no other option states is in the JSON after --facts.
    fn option(&self, pointer: &str) -> String {
        let in_facts = pointer.strip_prefix("/facts").unwrap_or(pointer);
        let mut parts = in_facts.trim_start_matches('/').split('/');
        let (first, second, third) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
        let has_stated = |stated: &[String], name: &str| stated.iter().any(|stated| yes_or_no(stated).0 == name);
        let (option, is_given) = match (first, second, third) {
            ("asOf", ..) => ("--as-of".to_owned(), self.as_of.is_some()),
            ("activity", ..) => ("--activity".to_owned(), self.activity.is_some()),
            ("place", ..) => ("--place".to_owned(), self.place.is_some()),
            ("birthDate", ..) => ("--birth-date".to_owned(), self.birth_date.is_some()),
            ("birthYear", ..) => ("--birth-year".to_owned(), self.birth_year.is_some()),
            ("birthMonth", ..) => ("--birth-month".to_owned(), self.birth_month.is_some()),
            ("age", ..) => ("--age".to_owned(), self.age.is_some()),
            ("registeredMunicipality", ..) => ("--registered".to_owned(), self.registered.is_some()),
            ("residenceMunicipality", ..) => ("--resides".to_owned(), self.resides.is_some()),
            ("relativeResidenceMunicipality", ..) => ("--relative-resides".to_owned(), self.relative_resides.is_some()),
            ("partner", ..) => ("--partner".to_owned(), self.partner.is_some()),
            ("household", ..) => ("--household".to_owned(), self.household.is_some()),
            ("supportedPersons", ..) => ("--supported-persons".to_owned(), self.supported_persons.is_some()),
            ("children", ..) => ("--children".to_owned(), self.children.is_some()),
            ("selfDeclared", Some("relativeReasons"), _) => {
                ("--relative-reasons".to_owned(), self.relative_reasons.is_some())
            }
            ("selfDeclared", Some("local"), Some(question)) => {
                (format!("--answer {question}"), has_stated(&self.answer, question))
            }
            // A fault stops at the parent of a member that nobody knows.
            ("selfDeclared", None, _) => ("--declare".to_owned(), !self.declare.is_empty()),
            ("selfDeclared", Some(fact), _) => (format!("--declare {fact}"), has_stated(&self.declare, fact)),
            _ => (String::new(), false),
        };
        if is_given {
            option
        } else {
            format!("--facts {in_facts}").trim_end().to_owned()
        }
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

/// An error that the question is not the cause of.
fn unexpected(error: &dyn std::fmt::Display) -> Text {
    composed!("Något gick fel: {error}", "Something went wrong: {error}")
}
