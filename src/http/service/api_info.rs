//! Information about this API (national profile, VER.06 and VER.07).

use actix_web::get;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::call::{Answer, Call};
use crate::http::query::NoQuery;
use crate::http::response::Freshness;

const RELEASED: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");

/// Information about this API.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiInfo {
    /// The name.
    #[schema(value_type = String, example = "insatskatalog")]
    pub api_name: &'static str,
    /// The version (SemVer).
    #[schema(value_type = String, example = "1.0.0")]
    pub api_version: &'static str,
    /// The day it was released.
    pub api_released: NaiveDate,
    /// Where it is documented.
    #[schema(format = "uri", example = "https://api.example.se/docs/")]
    pub api_documentation: String,
    /// The status: `alpha`, `beta`, `active`, `deprecated`, `retired` or `decommisioned`.
    #[schema(value_type = String, example = "active")]
    pub api_status: &'static str,
}

/// Get information about this API.
///
/// Visar API:ets namn, version, lansering, dokumentation och status.
///
/// Shows the API's name, version, release, documentation and status.
#[utoipa::path(tag = "api", responses((status = 200, description = "Om API:et. / About the API.", body = ApiInfo)))]
#[get("/api-info")]
pub(crate) async fn get_api_info(_: NoQuery, call: Call) -> Answer {
    about(&call)
}

/// Answers at the base path too, where a newcomer begins.
#[get("")]
pub(crate) async fn base(_: NoQuery, call: Call) -> Answer {
    about(&call)
}

fn about(call: &Call) -> Answer {
    call.json(&Freshness::BUILD_ONLY, || ApiInfo {
        api_name: "insatskatalog",
        api_version: env!("CARGO_PKG_VERSION"),
        api_released: RELEASED,
        api_documentation: format!("{}/docs/", call.origin()),
        api_status: "active",
    })
}
