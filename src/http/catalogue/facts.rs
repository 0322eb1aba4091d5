//! The vocabulary of facts.

use actix_web::get;
use serde::Serialize;
use serde_json::Value;
use strum::VariantArray as _;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::criteria::declarable::RelativeReason;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::in_words::phrase::relative_reason;
use crate::domain::{Kommunkod, Text};
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::link::Link;

use super::facts_schema::value_schema;

/// The vocabulary.
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
    let freshness = Freshness::of(catalogue.tagged(catalogue.revision()));
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

/// The insatser with a version that asks for a fact, of the person or of others; an age answers for a birth date.
fn used_by(catalogue: &Catalogue, fact: Fact) -> Vec<UsedBy> {
    let asked = match fact {
        Fact::Age | Fact::BirthYear | Fact::BirthMonth => Fact::BirthDate,
        other => other,
    };
    let mut used = Vec::new();
    for municipality in catalogue.municipalities() {
        for (slug, insats) in municipality.insatser() {
            let mut criteria = insats
                .versions()
                .flat_map(|version| version.held.version.all_criteria());
            if criteria.any(|criteria| criteria.asks_for(asked)) {
                used.push(UsedBy {
                    kommunkod: municipality.document().kommunkod,
                    insats: slug.to_string(),
                });
            }
        }
    }
    used
}

const fn kind(fact: Fact) -> &'static str {
    match fact {
        Fact::BirthDate => "date",
        Fact::Age | Fact::BirthYear | Fact::BirthMonth => "integer",
        Fact::RegisteredMunicipality | Fact::ResidenceMunicipality | Fact::RelativeResidenceMunicipality => "kommunkod",
        Fact::RelativeReasons | Fact::Persons(_) => "list",
        Fact::Declared(_) => "boolean",
    }
}
