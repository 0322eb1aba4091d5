//! One set of facts against every insats of a municipality.

use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::documents::questions::question;
use crate::domain::eligibility::screening::Screening;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;
use crate::http::request::address::{MunicipalityPath, no_query_faults};
use crate::http::request::body::{JsonBody, ONE};
use crate::http::response::uncached_json;
use crate::http::state::State;

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
pub async fn screen(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<MunicipalityPath>,
    body: JsonBody<ONE>,
) -> Result<HttpResponse, Problem> {
    let kommunkod = path.kommunkod.known()?;
    let today = state.clock.today();
    let (as_of, facts) = match (question::read_facts(&body, today), no_query_faults(&request)) {
        (Ok(asked), Ok(())) => asked,
        (of_body, of_query) => {
            let faults = of_query.err().into_iter().chain(of_body.err()).flatten();
            return Err(Problem::of_faults(faults.collect()));
        }
    };
    let catalogue = state.catalogue();
    let screening = catalogue.screen(kommunkod, as_of.unwrap_or(today), &facts);
    uncached_json(&request, &screening.ok_or(Problem::of(Kind::UnknownMunicipality))?)
}
