//! The insatser that may never be given without individual assessment.

use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::assessment_required::{AssessmentRequired, all};
use crate::http::problems::Problem;
use crate::http::request::address::no_query;
use crate::http::response::link::Link;
use crate::http::response::{Freshness, json};
use crate::http::state::State;

/// The list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentRequiredList {
    /// The insatser.
    pub assessment_required: Vec<AssessmentRequired>,
    /// Where to go from here.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// List the insatser that always require individual assessment.
///
/// Listar de insatser som aldrig får ges utan individuell behovsprövning. Man kan ansöka om dem.
///
/// Lists the insatser that may never be given without individual needs assessment. One can apply for them.
#[utoipa::path(tag = "eligibility", responses((status = 200, description = "Insatserna. / The insatser.", body = AssessmentRequiredList)))]
#[get("/assessment-required")]
pub(crate) async fn list_assessment_required(
    state: web::Data<State>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    no_query(&request)?;
    json(&request, &Freshness::BUILD_ONLY, || Ok(view(&state.base(&request))))
}

/// Shows the list.
pub(crate) fn view(base: &str) -> AssessmentRequiredList {
    AssessmentRequiredList {
        assessment_required: all().to_vec(),
        links: vec![Link::get("self", format!("{base}/assessment-required"))],
    }
}
