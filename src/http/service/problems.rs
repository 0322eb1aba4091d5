//! The catalogue of problems: what each code means and what to do.

use actix_web::{get, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::Text;
use crate::http::call::{Answer, Call};
use crate::http::problems::Kind;
use crate::http::problems::Problem;
use crate::http::problems::entries::Entry;
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::link::Link;

/// The catalogue of problems.
#[derive(Serialize, ToSchema)]
pub(crate) struct Problems {
    /// Every kind of problem.
    pub problems: Vec<ProblemEntry>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A kind of problem.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemEntry {
    /// The code.
    #[schema(value_type = String, example = "unknownMember")]
    pub code: &'static str,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    pub status: u16,
    /// The kind of problem in words.
    pub title: Text,
    /// What to do.
    pub remedy: Text,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A kind of problem in the path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ProblemPath {
    /// The code. / Felkoden.
    #[param(pattern = "^[A-Za-z]+$", example = "unknownMember")]
    code: String,
}

/// List every kind of problem.
///
/// Listar alla felkoder med status, betydelse och vad man gör.
///
/// Lists every problem code with its status, meaning and what to do.
#[utoipa::path(tag = "api", responses((status = 200, description = "Felkoderna. / The problems.", body = Problems)))]
#[get("/problems")]
pub(crate) async fn list_problems(_: NoQuery, call: Call) -> Answer {
    let base = call.base();
    call.json(&Freshness::BUILD_ONLY, || Problems {
        problems: Kind::ALL.iter().map(|kind| view(kind.entry(), &base)).collect(),
        links: vec![Link::get("self", format!("{base}/problems"))],
    })
}

/// Show a kind of problem.
///
/// Visar vad en felkod betyder och vad man gör.
///
/// Shows what a problem code means and what to do.
#[utoipa::path(tag = "api", params(ProblemPath), responses((status = 200, description = "Felkoden. / The problem.", body = ProblemEntry)))]
#[get("/problems/{code}")]
pub(crate) async fn get_problem(path: web::Path<ProblemPath>, _: NoQuery, call: Call) -> Answer {
    let mut entries = Kind::ALL.iter().map(|kind| kind.entry());
    let entry = entries.find(|entry| entry.code == path.code);
    let entry = entry.ok_or(Problem::of(Kind::UnknownProblem))?;
    call.json(&Freshness::BUILD_ONLY, || view(entry, &call.base()))
}

fn view(entry: Entry, base: &str) -> ProblemEntry {
    ProblemEntry {
        links: vec![
            Link::get("self", format!("{base}/problems/{}", entry.code)),
            Link::get("collection", format!("{base}/problems")),
        ],
        code: entry.code,
        status: entry.status,
        title: entry.title,
        remedy: entry.remedy,
    }
}
