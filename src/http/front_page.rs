//! The page at `/` that points to everything.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::problem::Problem;
use super::reply::{Freshness, text};
use super::state::State;

/// What the page says; `{origin}` stands for the public address.
const PAGE: &str = include_str!("front_page.html");

/// A short page that points to everything.
#[get("/")]
pub async fn front_page(state: web::Data<State>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    text(
        &request,
        &Freshness::BUILD_ONLY,
        "text/html; charset=utf-8",
        "html",
        || Ok(PAGE.replace("{origin}", state.origin(&request)).into_bytes()),
    )
}
