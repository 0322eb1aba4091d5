//! Asks the questions of an insats one by one in the terminal.

use std::collections::BTreeSet;
use std::io::{BufRead, Write};

use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::domain::criteria::declarable::RelativeReason;
use crate::domain::criteria::in_words::phrase::relative_reason;
use crate::domain::day;
use crate::domain::text::{composed, text};
use crate::domain::{Kommunkod, Text};

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
    missing: impl Fn(&Value) -> Result<Vec<Value>, Text>,
) -> Result<Value, Text> {
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
        write!(output, "{question} [{}] ", language.of(&form.hint())).map_err(terminal)?;
        output.flush().map_err(terminal)?;
        let mut line = String::new();
        let read = input.read_line(&mut line).map_err(terminal)?;
        let answer = line.trim();
        if read == 0 || answer.is_empty() {
            left_unknown.insert(pointer);
            continue;
        }
        if let Some(value) = form.value(answer) {
            set(&mut body, &pointer, value);
        } else {
            let again = text!(
                "Svaret går inte att läsa. Försök igen.",
                "The answer cannot be read. Try again."
            );
            writeln!(output, "{}", language.of(&again)).map_err(terminal)?;
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
    /// What to write.
    fn hint(self) -> Text {
        match self {
            Self::YesOrNo => text!("ja/nej", "yes/no"),
            Self::BirthDate => text!("1950-03-14, eller ålder", "1950-03-14, or age"),
            Self::Municipality => text!("kommunens namn, eller ingen", "name of the municipality, or none"),
            Self::Number => text!("tal", "number"),
            Self::Reasons => {
                let reasons = RelativeReason::VARIANTS.iter().map(|reason| relative_reason(*reason));
                let (sv, en): (Vec<&str>, Vec<&str>) = reasons.unzip();
                Text::new(sv.join(", "), en.join(", "))
            }
            Self::Persons => text!("antal", "how many"),
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
                let outside = is_none(answer).then(|| json!("none"));
                let code = Kommunkod::parse(answer).map(|_| json!(answer));
                named.map(|kommun| json!(kommun.kommunkod)).or(outside).or(code)
            }
            Self::Number => answer.parse::<u16>().ok().map(|number| json!(number)),
            Self::Reasons => {
                let named = answer.split(',').map(str::trim).filter(|reason| !is_none(reason));
                let read: Option<Vec<&str>> = named.map(reason).collect();
                read.map(|reasons| json!(reasons))
            }
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

/// Whether an answer is that there is none.
fn is_none(answer: &str) -> bool {
    ["none", "ingen", "inget", "inga"].contains(&answer.to_lowercase().as_str())
}

/// A reason by its name in either language, or by its code.
fn reason(named: &str) -> Option<&'static str> {
    let named = named.to_lowercase();
    let mut all = RelativeReason::VARIANTS.iter();
    let found = all.find(|reason| {
        let (sv, en) = relative_reason(**reason);
        [sv, en, reason.name()].contains(&named.as_str())
    });
    found.map(|reason| reason.name())
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err")]
fn terminal(error: std::io::Error) -> Text {
    composed!(
        "Terminalen går inte att läsa: {error}",
        "The terminal cannot be read: {error}"
    )
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
