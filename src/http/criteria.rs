//! The criteria of an insats, and the questions that they lead to.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::answer::MissingFact;
use crate::domain::criteria::Criterion;
use crate::domain::facts::Fact;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::domain::version::Version;

use super::address::OfInsats;
use super::facts::json_schema;
use super::insatser::{AsOf, AskedInsats};
use super::link::Link;
use super::problem::Problem;
use super::reply::json;
use super::state::State;

/// The criteria of an insats.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InsatsCriteria)]
pub struct CriteriaView<'a> {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The insats.
    #[schema(value_type = Slug)]
    pub insats: &'a Slug,
    /// The number of the version.
    #[schema(minimum = 1, example = 1)]
    pub version: usize,
    /// Whether everybody may take part without conditions.
    pub open_to_all: bool,
    /// `true` when the catalogue does not know the conditions.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub criteria_not_stated: bool,
    /// The conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Criterion>)]
    pub criteria: Option<&'a Criterion>,
    /// The activities with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityCriteria<'a>>,
    /// The questions to ask a person, in the order of the conditions.
    pub questions: Vec<MissingFact>,
    /// A JSON Schema (2020-12) of the facts that the conditions ask for.
    #[schema(value_type = Object)]
    pub facts_schema: Value,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// The conditions of an activity.
#[derive(Serialize, ToSchema)]
pub struct ActivityCriteria<'a> {
    /// The activity.
    #[schema(value_type = Slug)]
    pub slug: &'a Slug,
    /// Its own conditions, instead of the insats's.
    #[schema(value_type = Criterion)]
    pub criteria: &'a Criterion,
}

/// Show the criteria of an insats.
///
/// Visar villkoren som ett träd, frågorna att ställa till en person och ett JSON-schema över uppgifterna.
///
/// Shows the conditions as a tree, the questions to ask a person, and a JSON Schema of the facts.
#[utoipa::path(tag = "insatser", params(OfInsats, AsOf), responses((status = 200, description = "Villkoren. / The conditions.", body = CriteriaView)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/criteria")]
pub async fn get_criteria(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<OfInsats>,
) -> Result<HttpResponse, Problem> {
    let catalogue = state.catalogue();
    let asked = AskedInsats::find(&catalogue, &state, &request, &path)?;
    json(&request, &asked.freshness, || {
        let kommunkod = asked.municipality.document().kommunkod;
        let version = asked.standing.version();
        Ok(view(
            kommunkod,
            &version.held.version,
            version.number,
            &state.base(&request),
        ))
    })
}

/// Shows the criteria of a version.
#[must_use]
pub fn view<'a>(kommunkod: Kommunkod, version: &'a Version, number: usize, base: &str) -> CriteriaView<'a> {
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", version.slug);
    let facts = facts_asked(version);
    CriteriaView {
        kommunkod,
        insats: &version.slug,
        version: number,
        open_to_all: version.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        criteria_not_stated: version.criteria_not_stated,
        criteria: version.criteria.as_ref(),
        activities: version
            .activities
            .iter()
            .filter_map(|activity| {
                let criteria = activity.criteria.as_ref()?;
                Some(ActivityCriteria {
                    slug: &activity.slug,
                    criteria,
                })
            })
            .collect(),
        questions: facts
            .iter()
            .map(|fact| MissingFact {
                fact: fact.name(),
                question: fact.question(),
            })
            .collect(),
        facts_schema: json_schema(&facts),
        links: vec![
            Link::get("self", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
            Link::get("up", own),
        ],
    }
}

/// The facts that a version's conditions ask for, in written order, each once.
fn facts_asked(version: &Version) -> Vec<Fact> {
    let mut seen = BTreeSet::new();
    let leaves = version.all_criteria().flat_map(Criterion::leaves);
    leaves
        .filter_map(|leaf| leaf.criterion.condition.fact())
        .filter(|fact| seen.insert(*fact))
        .collect()
}
