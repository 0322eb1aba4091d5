//! The vocabulary of facts.

use actix_web::get;
use serde::Serialize;
use serde_json::Value;
use strum::VariantArray as _;
use utoipa::ToSchema;

use crate::catalogue::snapshot::Catalogue;
use crate::domain::criteria::declarable::RelativeReason;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::phrase::relative_reason;
use crate::domain::kommun::Kommunkod;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::link::Link;

use super::facts_schema::value_schema;

/// The vocabulary.
#[derive(Serialize, ToSchema)]
pub(crate) struct FactVocabulary {
    /// Every fact that a question may state.
    pub facts: Vec<FactView>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A fact of the vocabulary.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FactInVocabulary)]
pub(crate) struct FactView {
    /// The fact's name; a self-declared one with its path.
    #[schema(value_type = String, example = "registeredMunicipality")]
    pub name: &'static str,
    /// What kind of value it has: `date`, `integer`, `kommunkod`, `boolean` or `list`.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "kommunkod")]
    pub kind: &'static str,
    /// The question to ask a person.
    pub question: Text,
    /// What the person may need to know to answer.
    pub help: Text,
    /// A JSON Schema (2020-12) of its value.
    #[schema(value_type = Object)]
    pub schema: Value,
    /// Its values in words, where it has a closed list of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueInWords>,
    /// The insatser whose conditions ask for it.
    pub used_by: Vec<UsedBy>,
}

/// A value in words.
#[derive(Serialize, ToSchema)]
pub(crate) struct ValueInWords {
    /// The value.
    #[schema(value_type = String, example = "alder")]
    pub value: &'static str,
    /// In words.
    pub text: Text,
}

/// An insats that asks for a fact.
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
/// Listar alla uppgifter som en fråga kan innehålla, med frågan att ställa, värdets form och vilka insatser som frågar
/// efter uppgiften.
///
/// Lists every fact that a question may state, with the question to ask, the form of its value and the insatser that ask
/// for it.
#[utoipa::path(tag = "eligibility", responses((status = 200, description = "Uppgifterna. / The facts.", body = FactVocabulary)))]
#[get("/facts")]
pub(crate) async fn list_facts(_: NoQuery, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.revision());
    call.json(&freshness, || view(&catalogue, &call.base()))
}

/// Shows the vocabulary.
pub(crate) fn view(catalogue: &Catalogue, base: &str) -> FactVocabulary {
    FactVocabulary {
        facts: Fact::all()
            .map(|fact| FactView {
                name: fact.name(),
                kind: kind(fact),
                question: fact.question(),
                help: fact.help(),
                schema: value_schema(fact),
                values: if fact == Fact::RelativeReasons {
                    reasons()
                } else {
                    Vec::new()
                },
                used_by: used_by(catalogue, fact),
            })
            .collect(),
        links: vec![Link::get("self", format!("{base}/facts"))],
    }
}

fn reasons() -> Vec<ValueInWords> {
    let words = RelativeReason::VARIANTS
        .iter()
        .map(|reason| (reason.name(), relative_reason(*reason)));
    words
        .map(|(value, (sv, en))| ValueInWords {
            value,
            text: Text::fixed(sv, en),
        })
        .collect()
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
