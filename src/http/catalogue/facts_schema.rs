//! JSON Schemas (2020-12) of facts.

use chrono::Datelike as _;
use serde_json::{Map, Value, json};
use strum::VariantArray as _;

use crate::documents::questions::typed::most;
use crate::domain::criteria::declarable::RelativeReason;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::in_words::phrase::relative_reason;
use crate::domain::criteria::local::{LocalQuestion, find};
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::variables::{Ask, OpenFact, Whom};
use crate::domain::day::{DAYS, HIGHEST_AGE};
use crate::domain::{CatalogueText, Text};

/// A JSON Schema of an object of facts: about the person asked about, and in lists about others.
pub(crate) fn json_schema(facts: &[OpenFact], questions: &[LocalQuestion]) -> Value {
    let mut schema = Facts { facts, questions }.object(None);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema
}

struct Facts<'a> {
    facts: &'a [OpenFact],
    questions: &'a [LocalQuestion],
}

impl Facts<'_> {
    /// The object of the person asked about, or of a person of a list.
    fn object(&self, of: Option<Persons>) -> Value {
        let mut properties = Map::new();
        let mut self_declared = Map::new();
        let mut local = Map::new();
        for open in self.facts {
            let is_of = match open.whom {
                Whom::Own => of.is_none(),
                Whom::Listed(persons, _) => of == Some(persons),
            };
            match &open.ask {
                _ if !is_of => {}
                Ask::Local(slug) => {
                    let question = find(self.questions, slug);
                    let text = question.map_or_else(
                        || Text::new(slug.to_string(), slug.to_string()).into(),
                        |it| it.question.clone(),
                    );
                    let help = question.and_then(|question| question.help.as_ref());
                    local.insert(slug.to_string(), titled(json!({"type": "boolean"}), &text, help));
                }
                Ask::Fact(Fact::Persons(persons)) => {
                    let fact = Fact::Persons(*persons);
                    let mut schema = value_schema(fact);
                    schema["items"] = self.object(Some(*persons));
                    properties.insert(
                        fact.name().into(),
                        titled(schema, &fact.question().into(), Some(&fact.help().into())),
                    );
                }
                Ask::Fact(fact) => {
                    // A year and month, or an age, answer for a birth date.
                    let less_exact = [Fact::BirthYear, Fact::BirthMonth, Fact::Age];
                    let less_exact = less_exact.into_iter().filter(|_| *fact == Fact::BirthDate);
                    for fact in std::iter::once(*fact).chain(less_exact) {
                        let question = if of.is_some() {
                            fact.about_another()
                        } else {
                            fact.question()
                        };
                        let schema = titled(value_schema(fact), &question.into(), Some(&fact.help().into()));
                        match fact.name().strip_prefix("selfDeclared.") {
                            Some(name) => self_declared.insert(name.into(), schema),
                            None => properties.insert(fact.name().into(), schema),
                        };
                    }
                }
            }
        }
        if !local.is_empty() {
            self_declared.insert("local".into(), closed(&local));
        }
        if !self_declared.is_empty() {
            properties.insert("selfDeclared".into(), closed(&self_declared));
        }
        closed(&properties)
    }
}

fn closed(properties: &Map<String, Value>) -> Value {
    json!({"type": "object", "additionalProperties": false, "properties": properties})
}

/// A schema with its question. JSON Schema knows one language; what a form in English needs is in `x-en`, as far as the
/// catalogue has it.
fn titled(mut schema: Value, question: &CatalogueText, help: Option<&CatalogueText>) -> Value {
    for (member, text) in [("title", Some(question)), ("description", help)] {
        let Some(text) = text else {
            continue;
        };
        schema[member] = json!(text.sv);
        if let Some(en) = &text.en {
            schema["x-en"][member] = json!(en);
        }
    }
    schema
}

/// A JSON Schema of the value of a fact.
pub(crate) fn value_schema(fact: Fact) -> Value {
    match fact {
        Fact::BirthDate => json!({"type": "string", "format": "date"}),
        Fact::BirthYear => json!({"type": "integer", "minimum": DAYS.0.year(), "maximum": DAYS.1.year()}),
        Fact::BirthMonth => json!({"type": "integer", "minimum": 1, "maximum": 12}),
        Fact::Age => json!({"type": "integer", "minimum": 0, "maximum": HIGHEST_AGE}),
        Fact::Persons(persons) => json!({
            "type": "array",
            "maxItems": most(persons),
            "items": {"type": "object"},
        }),
        Fact::RegisteredMunicipality | Fact::ResidenceMunicipality | Fact::RelativeResidenceMunicipality => {
            json!({"type": "string", "pattern": "^([0-9]{4}|none)$"})
        }
        Fact::RelativeReasons => json!({
            "type": "array",
            "uniqueItems": true,
            "items": {"oneOf": RelativeReason::VARIANTS.iter().map(|reason| {
                let (sv, en) = relative_reason(*reason);
                json!({"const": reason.name(), "title": sv, "x-en": {"title": en}})
            }).collect::<Vec<_>>()}
        }),
        Fact::Declared(_) => json!({"type": "boolean"}),
    }
}
