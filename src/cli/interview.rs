//! Asks the questions of an insats one by one in the terminal.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};

use serde_json::{Value, json};

use crate::domain::Kommunkod;
use crate::domain::day;

use super::language::Language;

/// Asks for each missing fact in turn and gives the body with the answers; an empty line leaves a fact unknown.
///
/// `missing` gives the rows of `missing` for a body so far.
///
/// # Errors
/// What `missing` says, or that the terminal cannot be read.
pub(super) fn interview(
    mut body: Value,
    language: Language,
    (input, output): (&mut impl BufRead, &mut impl Write),
    missing: impl Fn(&Value) -> Result<Vec<Value>, String>,
) -> Result<Value, String> {
    let mut left_unknown: BTreeSet<String> = BTreeSet::new();
    loop {
        let rows = missing(&body)?;
        let next = rows.iter().find(|row| !left_unknown.contains(&text(&row["pointer"])));
        let Some(row) = next else {
            return Ok(body);
        };
        let (fact, pointer) = (text(&row["fact"]), text(&row["pointer"]));
        let question = text(&row["question"][language.tag()]);
        let form = form_of(&fact);
        write!(output, "{question} {} ", form.hint(language)).map_err(|error| error.to_string())?;
        output.flush().map_err(|error| error.to_string())?;
        let mut line = String::new();
        let read = input.read_line(&mut line).map_err(|error| error.to_string())?;
        let answer = line.trim();
        if read == 0 || answer.is_empty() {
            left_unknown.insert(pointer);
            continue;
        }
        if let Some(value) = form.value(answer) {
            set(&mut body, &pointer, value);
        } else {
            let say = language.say(
                "Svaret går inte att läsa. Försök igen.",
                "The answer cannot be read. Try again.",
            );
            writeln!(output, "{say}").map_err(|error| error.to_string())?;
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The form of an answer.
#[derive(Clone, Copy)]
enum Form {
    YesOrNo,
    BirthDate,
    Municipality,
    Number,
    Reasons,
    /// A number of persons.
    Persons,
}

fn form_of(fact: &str) -> Form {
    match fact {
        "birthDate" => Form::BirthDate,
        "age" | "birthYear" | "birthMonth" => Form::Number,
        "registeredMunicipality" | "residenceMunicipality" | "relativeResidenceMunicipality" => Form::Municipality,
        "partner" | "household" | "supportedPersons" | "children" => Form::Persons,
        "selfDeclared.relativeReasons" => Form::Reasons,
        _ => Form::YesOrNo,
    }
}

impl Form {
    const fn hint(self, language: Language) -> &'static str {
        match self {
            Self::YesOrNo => language.say("[ja/nej]", "[yes/no]"),
            Self::BirthDate => language.say("[1950-03-14, eller ålder]", "[1950-03-14, or age]"),
            Self::Municipality => language.say("[kommun eller kod, none]", "[municipality or code, none]"),
            Self::Number => language.say("[tal]", "[number]"),
            Self::Reasons => {
                "[alder, langvarig_sjukdom, psykisk_ohalsa, funktionsnedsattning, beroende, vald_i_nara_relation]"
            }
            Self::Persons => language.say("[antal]", "[number]"),
        }
    }

    /// The value of an answer; `None` when it has another form.
    fn value(self, answer: &str) -> Option<Value> {
        match self {
            Self::YesOrNo => match answer.to_lowercase().as_str() {
                "ja" | "j" | "yes" | "y" => Some(json!(true)),
                "nej" | "n" | "no" => Some(json!(false)),
                _ => None,
            },
            Self::BirthDate => day::parse(answer)
                .map(|_| json!(answer))
                .or_else(|| answer.parse::<u8>().ok().map(|age| json!(age))),
            Self::Municipality => {
                let named = Kommunkod::all()
                    .iter()
                    .find(|kommun| kommun.name.to_lowercase() == answer.to_lowercase());
                let is_code = answer == "none" || Kommunkod::parse(answer).is_some();
                named
                    .map(|kommun| json!(kommun.kommunkod))
                    .or_else(|| is_code.then(|| json!(answer)))
            }
            Self::Number => answer.parse::<u16>().ok().map(|number| json!(number)),
            Self::Reasons => Some(json!(
                answer
                    .split(',')
                    .map(str::trim)
                    .filter(|reason| *reason != "none")
                    .collect::<Vec<_>>()
            )),
            Self::Persons => match answer.to_lowercase().as_str() {
                "ja" | "yes" => Some(json!([{}])),
                "nej" | "no" => Some(json!([])),
                number => number
                    .parse()
                    .ok()
                    .filter(|number| *number <= 20)
                    .map(|number: usize| json!(vec![json!({}); number])),
            },
        }
    }
}

/// Sets a fact at its pointer into the facts of a body. A number for a birth date is an age.
fn set(body: &mut Value, pointer: &str, value: Value) {
    let age = value
        .is_number()
        .then(|| pointer.strip_suffix("/birthDate").map(|person| format!("{person}/age")));
    let pointer = age.flatten().unwrap_or_else(|| pointer.to_owned());
    let mut at = &mut body["facts"];
    for part in pointer.split('/').skip(1) {
        at = match part.parse::<usize>() {
            Ok(number) if at.is_array() => &mut at[number],
            _ => &mut at[part],
        };
    }
    *at = value;
}
