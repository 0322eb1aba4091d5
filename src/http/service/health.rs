//! Health checks: whether the process is running, and whether it can answer.

use actix_web::{HttpResponse, get, web};
use serde_json::json;

use crate::http::call::Call;
use crate::http::problems::{Kind, Problem};
use crate::http::state::State;

/// Names the health checks.
#[get("/health")]
pub(crate) async fn checks(call: Call) -> HttpResponse {
    let origin = call.origin();
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(json!({
            "live": format!("{origin}/health/live"),
            "ready": format!("{origin}/health/ready"),
        }))
}

#[get("/health/live")]
pub(crate) async fn live() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(json!({"status": "live"}))
}

/// How long every thread that serves requests may be missing, in seconds, until the process does not live.
const LONGEST_SILENCE: u64 = 30;

/// `/health/live` on the listener of the measurements, whose thread also answers while every other one is busy: 503 if no
/// thread that serves requests has been there lately.
#[get("/health/live")]
pub(crate) async fn beating(state: web::Data<State>) -> HttpResponse {
    let silence = state.seconds_since_beat();
    let (mut answer, status) = if silence > LONGEST_SILENCE {
        (HttpResponse::ServiceUnavailable(), "hung")
    } else {
        (HttpResponse::Ok(), "live")
    };
    answer
        .insert_header(("cache-control", "no-store"))
        .json(json!({"status": status, "secondsSinceBeat": silence}))
}

/// The process has a catalogue and is not stopping, and its SQLite file is where it was. Reads continue from memory while
/// the database is unavailable.
#[get("/health/ready")]
pub(crate) async fn ready(state: web::Data<State>) -> Result<HttpResponse, Problem> {
    if state.is_stopping() || !state.store.has_its_file() {
        return Err(Problem::of(Kind::Unavailable));
    }
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(json!({
            "status": "ready",
            "catalogueRevision": state.catalogue().revision(),
            // Grows while the database is unavailable.
            "secondsSinceCompared": state.catalogue.seconds_since_compared(state.clock.since_start()),
        })))
}
