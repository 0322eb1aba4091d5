//! The page at `/`, with links to everything.

use actix_web::get;
use actix_web::http::header::{self, HeaderValue};

use crate::domain::Kommunkod;
use crate::http::call::{Answer, Call};
use crate::http::response::{Freshness, text};

/// The page, with the placeholders `{address}` and `{kommunkod}`.
const PAGE: &str = include_str!("front_page.html");

/// The page may use its own style, identified by its hash.
const POLICY: &str = "default-src 'none'; style-src 'sha256-gTwea1ENzNdmEinWA5BbhZOtvn9WgkYtv+mBeL3KTQg='; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

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
    let mut answer = text(&call.request, &freshness, "text/html; charset=utf-8", "html", || {
        let address = format!(
            "{}/municipalities/{kommunkod}/insatser/{insats}/eligibility",
            call.base()
        );
        Ok(PAGE
            .replace("{address}", &address)
            .replace("{kommunkod}", kommunkod.as_str())
            .into_bytes())
    })?;
    let policy = HeaderValue::from_static(POLICY);
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}
