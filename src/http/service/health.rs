//! Health checks: whether the process is running, and whether it can answer.

use actix_web::{HttpResponse, get, web};
use serde::Serialize;

use crate::http::problems::{Kind, Problem};
use crate::http::state::State;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ready {
    status: &'static str,
    catalogue_revision: i64,
    /// Grows while the database is unavailable.
    seconds_since_compared: i64,
}

#[get("/health/live")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(serde_json::json!({"status": "live"}))
}

/// The process has a catalogue and is not stopping. Reads continue from memory while the database is unavailable.
#[get("/health/ready")]
pub(crate) async fn ready(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    if state.is_stopping() {
        return Err(Problem::of(Kind::Unavailable));
    }
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(Ready {
            status: "ready",
            catalogue_revision: state.catalogue().revision(),
            seconds_since_compared: state.catalogue.seconds_since_compared(state.clock.now()),
        }))
}
