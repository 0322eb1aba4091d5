//! The criteria of an insats, and the questions to ask a person.

use actix_web::{get, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::criteria::facts::Fact;
use crate::domain::criteria::interview::questions;
use crate::domain::criteria::sentence::sentence;
use crate::domain::eligibility::answer::MissingFact;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::http::request::address::InsatsPath;
use crate::http::response::link::Link;

use super::facts::json_schema;
use super::insatser::{AsOf, AskedInsats};

/// The criteria of an insats.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsatsCriteria)]
pub(crate) struct CriteriaView<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    pub insats: &'a Slug,
    /// The number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: usize,
    /// Whether everyone may take part without conditions.
    pub open_to_all: bool,
    /// `true` if the catalogue lacks the conditions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub criteria_not_stated: bool,
    /// The conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criteria: Option<&'a Criterion>,
    /// The provisions behind every condition that states none itself.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub legal_basis: &'a [String],
    /// The conditions in one sentence, and where to refer others.
    pub in_words: Text,
    /// The activities with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityCriteria<'a>>,
    /// The questions to ask a person, the most decisive first. Activities with conditions have their own.
    pub questions: Vec<MissingFact>,
    /// A JSON Schema (2020-12) of the facts that the conditions use.
    #[schema(value_type = Object)]
    pub facts_schema: Value,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The conditions of an activity.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityCriteria<'a> {
    /// The activity.
    pub slug: &'a Slug,
    /// The conditions of the activity, instead of those of the insats.
    pub criteria: &'a Criterion,
    /// The conditions in one sentence.
    pub in_words: Text,
    /// The questions to ask a person, the most decisive first.
    pub questions: Vec<MissingFact>,
    /// A JSON Schema (2020-12) of the facts that the conditions use.
    #[schema(value_type = Object)]
    pub facts_schema: Value,
}

/// Show the criteria of an insats.
///
/// Visar villkoren som träd och som mening, frågorna att ställa till en person, den mest avgörande först, och ett
/// JSON-schema över uppgifterna att bygga ett formulär av.
///
/// Shows the conditions as a tree and as a sentence, the questions to ask a person, the most decisive first, and a JSON
/// Schema of the facts to build a form from.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf), responses((status = 200, description = "Villkoren. / The conditions.", body = CriteriaView)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/criteria")]
pub(crate) async fn get_criteria(path: web::Path<InsatsPath>, as_of: Query<AsOf>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let asked = AskedInsats::find(&catalogue, &path, &as_of.0, &call)?;
    let version = asked.standing.version();
    let stated = &version.held.version;
    let own = format!(
        "{}/municipalities/{}/insatser/{}",
        call.base(),
        path.kommunkod,
        stated.slug
    );
    let facts = stated.criteria.as_ref().map(|criteria| questions(criteria, asked.day));
    let facts = facts.unwrap_or_default();
    let activities = stated.activities.iter().filter_map(|activity| {
        let criteria = activity.criteria.as_ref()?;
        let facts = questions(criteria, asked.day);
        Some(ActivityCriteria {
            slug: &activity.slug,
            criteria,
            in_words: sentence(Some(criteria)),
            questions: to_ask(&facts),
            facts_schema: json_schema(&facts),
        })
    });
    call.json(&asked.freshness, || CriteriaView {
        kommunkod: path.kommunkod,
        insats: &stated.slug,
        version: version.number,
        open_to_all: stated.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        criteria_not_stated: stated.criteria_not_stated,
        criteria: stated.criteria.as_ref(),
        legal_basis: &stated.legal_basis,
        in_words: sentence(stated.criteria.as_ref()),
        activities: activities.collect(),
        questions: to_ask(&facts),
        facts_schema: json_schema(&facts),
        links: vec![
            Link::get("self", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
            Link::get("up", own),
        ],
    })
}

fn to_ask(facts: &[Fact]) -> Vec<MissingFact> {
    let question = |fact: &Fact| MissingFact {
        fact: fact.name(),
        question: fact.question(),
    };
    facts.iter().map(question).collect()
}
