//! Compares one set of facts with every insats of a municipality.

use actix_web::{post, web};

use crate::documents::questions::question;
use crate::domain::eligibility::screening::Screening;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQueryFaults;
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{JsonBody, ONE};

use super::ask::problem_of;
use super::bodies::ScreeningBody;

/// Ask every insats of a municipality at once.
///
/// Prövar uppgifterna mot alla insatser som gäller den dagen, även aktiviteter med egna villkor. Svaren är grupperade efter
/// utfall. `questions` är frågorna att ställa härnäst, den som avgör flest insatser först. Ingenting sparas.
///
/// Compares the facts with every insats in force on the day, including activities with their own conditions. The answers
/// are grouped by outcome. `questions` are the next to ask, the one that decides the most insatser first. Nothing is stored.
#[utoipa::path(tag = "eligibility", params(MunicipalityPath), request_body = ScreeningBody, responses((status = 200, description = "Svaren. / The answers.", body = Screening)))]
#[post("/municipalities/{kommunkod}/eligibility")]
pub(crate) async fn screen_municipality(
    path: web::Path<MunicipalityPath>,
    query: NoQueryFaults,
    call: Call,
    body: JsonBody<ONE>,
) -> Answer {
    let today = call.today();
    let (as_of, facts) = query.and(question::read_facts(&body, today))?;
    let catalogue = call.catalogue();
    let screening = catalogue
        .screen(path.kommunkod, as_of.unwrap_or(today), &facts)
        .map_err(|no_answer| problem_of(no_answer, ""))?;
    call.uncached_json(&screening.ok_or(Problem::of(Kind::UnknownMunicipality))?)
}
