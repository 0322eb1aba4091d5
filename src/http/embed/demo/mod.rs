//! The page that shows the component on the site of a municipality that does not exist.

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use askama::Template;

use crate::domain::Kommunkod;
use crate::domain::text::TextLanguage;
use crate::http::call::Call;
use crate::http::html::answer::HTML;
use crate::http::html::assets::Asset;
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, in_language, text};

use super::component::current;
use super::file::address;

/// The route of the page.
pub(crate) const PATH: &str = "/demo";

/// What a site with a strict policy allows: nothing but its own style, and the component's file and requests.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// The municipality whose insatser are shown, if it has a catalogue.
const SHOWN: &str = "1270";

#[derive(Template)]
#[template(path = "embed/demo/page.html")]
struct DemoPage {
    style: String,
    icon: String,
    script: String,
    integrity: String,
    kommunkod: String,
    municipality: &'static str,
}

/// The page.
pub(crate) async fn demo(_: NoQuery, call: Call, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let catalogue = call.catalogue();
    let freshness = Freshness::of(catalogue.tagged(catalogue.revision()));
    let mut answer = text(&request, &freshness, HTML, "demo", || {
        let shown = Kommunkod::parse(SHOWN).filter(|shown| catalogue.municipality(*shown).is_some());
        let first = || {
            catalogue
                .municipalities()
                .next()
                .map(|first| first.document().kommunkod)
        };
        let kommunkod = shown.or_else(first).unwrap_or(Kommunkod::all()[0].kommunkod);
        let file = current();
        let page = DemoPage {
            style: Asset::Demo.address(),
            icon: Asset::Icon.address(),
            script: address(file),
            integrity: file.integrity(),
            kommunkod: kommunkod.to_string(),
            municipality: kommunkod.kommun().name,
        };
        page.render()
            .map(String::into_bytes)
            .map_err(|_| Problem::of(Kind::Internal))
    })?;
    let policy = HeaderValue::from_static(POLICY);
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(in_language(answer, TextLanguage::Swedish))
}
