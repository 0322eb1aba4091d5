//! One set of facts against every insats of a municipality.

use actix_web::{post, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::documents::questions::question;
use crate::domain::eligibility::screening::Screening;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQueryFaults;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{JsonBody, ONE};

use super::ask::StatedFacts;

/// A question about every insats. Every fact is optional: absent is unknown, never false.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = ScreeningQuestion)]
#[expect(
    dead_code,
    reason = "describes the body in the specification; the reader collects every fault"
)]
pub(crate) struct ScreeningBody {
    /// The day asked about; today when absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// What is stated about the person.
    facts: Option<StatedFacts>,
}

/// Ask every insats of a municipality at once.
///
/// Prövar samma uppgifter mot alla insatser som gäller den dagen, även aktiviteter med egna villkor. Svaren är ordnade
/// efter utfall. `questions` är nästa frågor att ställa, den som avgör flest insatser först. En POST av samma skäl som
/// för en enskild insats; ingenting sparas.
///
/// Holds the same facts against every insats in force on the day, activities with conditions of their own included. The
/// answers are grouped by outcome. `questions` are the next to ask, the one that would settle the most insatser first. A
/// POST for the same reason as for a single insats; nothing is kept.
#[utoipa::path(tag = "eligibility", params(MunicipalityPath), request_body = ScreeningBody, responses((status = 200, description = "Svaren. / The answers.", body = Screening)))]
#[post("/municipalities/{kommunkod}/eligibility")]
pub(crate) async fn screen(
    path: web::Path<MunicipalityPath>,
    query: NoQueryFaults,
    call: Call,
    body: JsonBody<ONE>,
) -> Answer {
    let today = call.today();
    let (as_of, facts) = query.and(question::read_facts(&body, today))?;
    let catalogue = call.catalogue();
    let screening = catalogue.screen(path.kommunkod, as_of.unwrap_or(today), &facts);
    call.uncached_json(&screening.ok_or(Problem::of(Kind::UnknownMunicipality))?)
}
