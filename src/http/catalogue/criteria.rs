//! The criteria of an insats, and the questions that they lead to.

use actix_web::{get, web};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::criteria::Criterion;
use crate::domain::criteria::facts::Fact;
use crate::domain::criteria::interview::questions;
use crate::domain::criteria::sentence::sentence;
use crate::domain::eligibility::answer::MissingFact;
use crate::domain::insatser::insats::VersionInTime;
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
    /// The provisions that every condition rests on which names none itself.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub legal_basis: &'a [String],
    /// The conditions in one sentence, and where others are referred.
    pub in_words: Text,
    /// The activities with conditions of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityCriteria<'a>>,
    /// The questions to ask a person, the one that settles most first; activities with conditions of their own
    /// have theirs beside them.
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
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityCriteria<'a> {
    /// The activity.
    #[schema(value_type = Slug)]
    pub slug: &'a Slug,
    /// Its own conditions, instead of the insats's.
    #[schema(value_type = Criterion)]
    pub criteria: &'a Criterion,
    /// The conditions in one sentence.
    pub in_words: Text,
    /// The questions to ask a person, the one that settles most first.
    pub questions: Vec<MissingFact>,
    /// A JSON Schema (2020-12) of the facts that the conditions ask for.
    #[schema(value_type = Object)]
    pub facts_schema: Value,
}

/// Show the criteria of an insats.
///
/// Visar villkoren som ett träd och som en mening, frågorna att ställa till en person i den ordning som avgör snabbast, och
/// ett JSON-schema över uppgifterna, att göra ett formulär av.
///
/// Shows the conditions as a tree and as a sentence, the questions to ask a person in the order that settles soonest, and
/// a JSON Schema of the facts, to make a form of.
#[utoipa::path(tag = "insatser", params(InsatsPath, AsOf), responses((status = 200, description = "Villkoren. / The conditions.", body = CriteriaView)))]
#[get("/municipalities/{kommunkod}/insatser/{slug}/criteria")]
pub(crate) async fn get_criteria(path: web::Path<InsatsPath>, as_of: Query<AsOf>, call: Call) -> Answer {
    let catalogue = call.catalogue();
    let asked = AskedInsats::find(&catalogue, &path, &as_of.0, &call)?;
    let version = asked.standing.version();
    call.json(&asked.freshness, || {
        view(path.kommunkod, version, asked.day, &call.base())
    })
}

/// Shows the criteria of a version, with the questions that they lead to on a day.
pub(crate) fn view<'a>(
    kommunkod: Kommunkod,
    version: VersionInTime<'a>,
    day: NaiveDate,
    base: &str,
) -> CriteriaView<'a> {
    let stated = &version.held.version;
    let own = format!("{base}/municipalities/{kommunkod}/insatser/{}", stated.slug);
    let facts = stated
        .criteria
        .as_ref()
        .map(|criteria| questions(criteria, day))
        .unwrap_or_default();
    CriteriaView {
        kommunkod,
        insats: &stated.slug,
        version: version.number,
        open_to_all: stated.criteria.as_ref().is_some_and(Criterion::is_open_to_all),
        criteria_not_stated: stated.criteria_not_stated,
        criteria: stated.criteria.as_ref(),
        legal_basis: &stated.legal_basis,
        in_words: sentence(stated.criteria.as_ref()),
        activities: stated
            .activities
            .iter()
            .filter_map(|activity| {
                let criteria = activity.criteria.as_ref()?;
                let facts = questions(criteria, day);
                Some(ActivityCriteria {
                    slug: &activity.slug,
                    criteria,
                    in_words: sentence(Some(criteria)),
                    questions: to_ask(&facts),
                    facts_schema: json_schema(&facts),
                })
            })
            .collect(),
        questions: to_ask(&facts),
        facts_schema: json_schema(&facts),
        links: vec![
            Link::get("self", format!("{own}/criteria")),
            Link::post("eligibility", format!("{own}/eligibility")),
            Link::get("up", own),
        ],
    }
}

/// Facts with the questions to ask for them.
fn to_ask(facts: &[Fact]) -> Vec<MissingFact> {
    let question = |fact: &Fact| MissingFact {
        fact: fact.name(),
        question: fact.question(),
    };
    facts.iter().map(question).collect()
}
