//! The vocabulary of facts.

use actix_web::get;
use serde::Serialize;
use serde_json::{Map, Value, json};
use strum::VariantArray as _;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::criteria::Criterion;
use crate::domain::criteria::facts::{Fact, RelativeReason};
use crate::domain::criteria::wording::relative_reason;
use crate::domain::day::HIGHEST_AGE;
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::link::Link;

/// The vocabulary of facts.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactVocabulary {
    /// Every fact that a question can contain.
    pub facts: Vec<FactView>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A fact of the vocabulary.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FactInVocabulary)]
pub(crate) struct FactView {
    /// The name of the fact; a self-declared fact with its path.
    #[schema(value_type = String, example = "registeredMunicipality")]
    pub name: &'static str,
    /// The type of the value: `date`, `integer`, `kommunkod`, `boolean` or `list`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "kommunkod")]
    pub kind: &'static str,
    /// The question to ask a person.
    pub question: Text,
    /// Help with the question.
    pub help: Text,
    /// A JSON Schema (2020-12) of the value.
    #[schema(value_type = Object)]
    pub schema: Value,
    /// The texts of the values, if there is a closed list of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueInWords>,
    /// The insatser whose conditions use the fact.
    pub used_by: Vec<UsedBy>,
}

/// A value and its text.
#[derive(Serialize, ToSchema)]
pub(crate) struct ValueInWords {
    /// The value.
    #[schema(value_type = String, example = "alder")]
    pub value: &'static str,
    /// The text.
    pub text: Text,
}

/// An insats that uses a fact.
#[derive(Serialize, ToSchema)]
pub(crate) struct UsedBy {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    #[schema(value_type = crate::domain::slug::Slug)]
    pub insats: String,
}

/// List the vocabulary of facts.
///
/// Listar alla uppgifter som en fråga kan innehålla: frågan att ställa, värdets form och insatserna som använder uppgiften.
///
/// Lists every fact that a question can contain: the question to ask, the form of the value and the insatser that use it.
#[utoipa::path(tag = "eligibility", responses((status = 200, description = "Uppgifterna. / The facts.", body = FactVocabulary)))]
#[get("/facts")]
pub(crate) async fn list_facts(_: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.revision());
    let view = |fact: Fact| FactView {
        name: fact.name(),
        kind: kind(fact),
        question: fact.question(),
        help: fact.help(),
        schema: value_schema(fact),
        values: values(fact),
        used_by: used_by(&catalogue, fact),
    };
    call.json(&freshness, || FactVocabulary {
        facts: Fact::all().map(view).collect(),
        links: vec![Link::get("self", format!("{}/facts", call.base()))],
    })
}

fn values(fact: Fact) -> Vec<ValueInWords> {
    if fact != Fact::RelativeReasons {
        return Vec::new();
    }
    let value = |reason: &RelativeReason| {
        let (sv, en) = relative_reason(*reason);
        ValueInWords {
            value: reason.name(),
            text: Text::fixed(sv, en),
        }
    };
    RelativeReason::VARIANTS.iter().map(value).collect()
}

/// The insatser with a version that asks for a fact. An age can replace a birth date.
fn used_by(catalogue: &Catalogue, fact: Fact) -> Vec<UsedBy> {
    let asked = if fact == Fact::Age { Fact::BirthDate } else { fact };
    let mut used = Vec::new();
    for municipality in catalogue.municipalities() {
        for (slug, insats) in municipality.insatser() {
            let criteria = insats
                .versions()
                .flat_map(|version| version.held.version.all_criteria());
            let mut leaves = criteria.flat_map(Criterion::leaves);
            if leaves.any(|leaf| leaf.criterion.condition.fact() == Some(asked)) {
                used.push(UsedBy {
                    kommunkod: municipality.document().kommunkod,
                    insats: slug.to_string(),
                });
            }
        }
    }
    used
}

pub(crate) fn json_schema(facts: &[Fact]) -> Value {
    let mut properties = Map::new();
    let mut self_declared = Map::new();
    // An age can replace a birth date.
    let age = facts.contains(&Fact::BirthDate).then_some(Fact::Age);
    for fact in facts.iter().copied().chain(age) {
        let name = fact.name();
        let mut schema = value_schema(fact);
        let (question, help) = (fact.question(), fact.help());
        schema["title"] = json!(question.sv);
        schema["description"] = json!(help.sv);
        // JSON Schema has one language, so the English texts have a keyword of their own.
        schema["x-en"] = json!({"title": question.en, "description": help.en});
        match name.strip_prefix("selfDeclared.") {
            Some(name) => self_declared.insert(name.into(), schema),
            None => properties.insert(name.into(), schema),
        };
    }
    let object = |properties: Map<String, Value>| json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !self_declared.is_empty() {
        properties.insert("selfDeclared".into(), object(self_declared));
    }
    let mut schema = object(properties);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema
}

const fn kind(fact: Fact) -> &'static str {
    match fact {
        Fact::BirthDate => "date",
        Fact::Age => "integer",
        Fact::RegisteredMunicipality | Fact::ResidenceMunicipality | Fact::RelativeResidenceMunicipality => "kommunkod",
        Fact::RelativeReasons => "list",
        Fact::Declared(_) => "boolean",
    }
}

fn value_schema(fact: Fact) -> Value {
    match fact {
        Fact::BirthDate => json!({"type": "string", "format": "date"}),
        Fact::Age => json!({"type": "integer", "minimum": 0, "maximum": HIGHEST_AGE}),
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
