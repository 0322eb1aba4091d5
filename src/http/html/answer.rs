//! A page as an answer, and what a browser may load for it.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::http::problems::{Kind, Problem};
use crate::http::response::{Freshness, in_language, text, uncached};

use super::language::PageLanguage;

/// The media type of a page.
pub(crate) const HTML: &str = "text/html; charset=utf-8";

/// A page loads the style, scripts and pictures of this service, and sends forms to it alone.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// A public page in a language, or 304 if the browser already has it. `variant` is what the page depends on besides its
/// address, its language and its freshness.
pub(crate) fn page<Page: Template>(
    request: &HttpRequest,
    freshness: &Freshness,
    language: &PageLanguage,
    variant: &str,
    make: impl FnOnce() -> Result<Page, Problem>,
) -> Result<HttpResponse, Problem> {
    let variant = format!("page.{}.{variant}", language.variant());
    let answer = text(request, freshness, HTML, &variant, || {
        Ok(rendered(&make()?)?.into_bytes())
    })?;
    Ok(guarded(in_language(answer, language.words)))
}

/// A page that no cache may store: an answer to a form, or one that says what went wrong.
pub(crate) fn uncached_page(
    status: StatusCode,
    language: &PageLanguage,
    page: &impl Template,
) -> Result<HttpResponse, Problem> {
    let mut answer = uncached(HTML, rendered(page)?);
    *answer.status_mut() = status;
    Ok(guarded(in_language(answer, language.words)))
}

fn rendered(page: &impl Template) -> Result<String, Problem> {
    page.render().map_err(|_| Problem::of(Kind::Internal))
}

fn guarded(mut answer: HttpResponse) -> HttpResponse {
    let policy = HeaderValue::from_static(POLICY);
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    answer
}
