//! The insatser that may never be given without individual assessment.

use actix_web::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::insatser::assessment_required::{AssessmentRequired, all};
use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;
use crate::http::response::link::Link;

/// The insatser that always require individual assessment.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssessmentRequiredList {
    /// The insatser.
    pub assessment_required: Vec<AssessmentRequired>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// List the insatser that always require individual assessment.
///
/// Listar de insatser som aldrig får ges utan individuell behovsprövning. Alla kan ansöka om dem.
///
/// Lists the insatser that may never be given without individual needs assessment. Anyone can apply for them.
#[utoipa::path(tag = "eligibility", responses((status = 200, description = "Insatserna. / The insatser.", body = AssessmentRequiredList)))]
#[get("/assessment-required")]
pub(crate) async fn list_assessment_required(_: NoQuery, call: Call) -> Answer {
    call.json(&Freshness::BUILD_ONLY, || AssessmentRequiredList {
        assessment_required: all().to_vec(),
        links: vec![Link::get("self", format!("{}/assessment-required", call.base()))],
    })
}
