//! The page at `/`, with links to everything.

use actix_web::get;

use crate::domain::Kommunkod;
use crate::http::call::{Answer, Call};
use crate::http::response::{Freshness, text};

/// The page, with the placeholders `{address}` and `{kommunkod}`.
const PAGE: &str = include_str!("front_page.html");

#[get("/")]
pub(crate) async fn front_page(call: Call) -> Answer {
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.tagged(catalogue.revision()));
    let known = Kommunkod::parse("1270").filter(|known| catalogue.municipality(*known).is_some());
    // Shows the question of the documentation if its municipality has a catalogue, otherwise another one.
    let first = catalogue.municipalities().find_map(|municipality| {
        let (slug, _) = municipality.insatser().first_key_value()?;
        Some((municipality.document().kommunkod, slug.to_string()))
    });
    let known = known.map(|known| (known, "trygghetslarm".to_owned()));
    let (kommunkod, insats) = known
        .or(first)
        .unwrap_or_else(|| (Kommunkod::all()[0].kommunkod, "trygghetslarm".to_owned()));
    text(&call.request, &freshness, "text/html; charset=utf-8", "html", || {
        let address = format!(
            "{}/municipalities/{kommunkod}/insatser/{insats}/eligibility",
            call.base()
        );
        Ok(PAGE
            .replace("{address}", &address)
            .replace("{kommunkod}", kommunkod.as_str())
            .into_bytes())
    })
}
