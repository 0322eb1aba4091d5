//! The criteria of an insats, and the questions to ask a person.

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::criteria::in_words::sentence::sentence;
use crate::domain::criteria::interview::questions;
use crate::domain::criteria::local::LocalQuestion;
use crate::domain::criteria::variables::OpenFact;
use crate::domain::eligibility::missing::MissingFact;
use crate::domain::eligibility::warning::Warning;
use crate::domain::insatser::body::MunicipalityDocument;
use crate::domain::insatser::insats::VersionInTime;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::{Kommunkod, Slug, Text};
use crate::http::call::{Answer, Call};
use crate::http::query::Query;
use crate::http::request::address::InsatsPath;
use crate::http::response::deprecation::announced;
use crate::http::response::link::Link;

use super::facts_schema::json_schema;
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
    pub activities: Vec<PartCriteria<'a>>,
    /// The places with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<PartCriteria<'a>>,
    /// What to know before turning there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// The questions to ask a person, the most decisive first. Activities and places with conditions have their own.
    pub questions: Vec<MissingFact>,
    /// A JSON Schema (2020-12) of the facts that the conditions use.
    #[schema(value_type = Object)]
    pub facts_schema: Value,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The conditions of an activity or of a place.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartCriteria<'a> {
    /// The activity or the place.
    pub slug: &'a Slug,
    /// Its own conditions, instead of those of the insats.
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
    let response = call.json(&asked.freshness, || {
        view(asked.municipality, version, asked.day, &call.base())
    })?;
    let is_deprecated = version.held.version.has_deprecated();
    Ok(announced(response, is_deprecated, call.origin()))
}

/// Shows the criteria of a version, with the questions that they lead to.
pub(crate) fn view<'a>(
    municipality: &'a Municipality,
    version: VersionInTime<'a>,
    day: NaiveDate,
    base: &str,
) -> CriteriaView<'a> {
    let stated = &version.held.version;
    let MunicipalityDocument {
        kommunkod,
        questions: own_questions,
        ..
    } = municipality.document();
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", stated.slug);
    let facts = stated.criteria.as_ref().map(questions).unwrap_or_default();
    let part = |slug: &'a Slug, criteria: &'a Criterion| {
        let facts = questions(criteria);
        PartCriteria {
            slug,
            criteria,
            in_words: sentence(Some(criteria), own_questions),
            questions: to_ask(&facts, own_questions),
            facts_schema: json_schema(&facts, own_questions),
        }
    };
    let activities = stated.activities.iter();
    let places = stated.places.iter();
    CriteriaView {
        kommunkod: *kommunkod,
        insats: &stated.slug,
        version: version.number,
        open_to_all: stated.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        criteria_not_stated: stated.criteria_not_stated,
        criteria: stated.criteria.as_ref(),
        legal_basis: &stated.legal_basis,
        in_words: sentence(stated.criteria.as_ref(), own_questions),
        activities: activities
            .filter_map(|activity| Some(part(&activity.slug, activity.criteria.as_ref()?)))
            .collect(),
        places: places
            .filter_map(|place| Some(part(&place.slug, place.criteria.as_ref()?)))
            .collect(),
        warnings: Warning::of(municipality, stated, day),
        questions: to_ask(&facts, own_questions),
        facts_schema: json_schema(&facts, own_questions),
        links: vec![
            Link::get("self", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
            Link::get("up", own),
        ],
    }
}

/// Facts with the questions to ask for them.
fn to_ask(facts: &[OpenFact], questions: &[LocalQuestion]) -> Vec<MissingFact> {
    facts.iter().map(|fact| MissingFact::of(fact, questions)).collect()
}
