//! The component's file: at an address with its hash, which keeps its content for good, and at one for those who want updates.

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQuery;
use crate::http::response::{Freshness, text};

use super::component::{ComponentFile, current, named};

/// The route of the newest file.
pub(crate) const LATEST: &str = "/embed/insatser.js";
/// The route of each file, by its hash.
pub(crate) const FIXED: &str = "/embed/{hash}/insatser.js";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const FOR_A_WHILE: &str = "public, max-age=300";
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The newest file.
pub(crate) async fn latest(_: NoQuery, request: HttpRequest) -> Result<HttpResponse, Problem> {
    answer(&request, current(), FOR_A_WHILE)
}

/// A file by its hash, of this release or of an earlier one.
pub(crate) async fn fixed(hash: web::Path<String>, _: NoQuery, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let file = named(&hash).ok_or(Problem::of(Kind::UnknownPath))?;
    answer(&request, file, FOR_GOOD)
}

/// The address of a file, without the origin.
pub(crate) fn address(file: &ComponentFile) -> String {
    FIXED.replace("{hash}", &file.hash)
}

fn answer(request: &HttpRequest, file: &ComponentFile, caching: &'static str) -> Result<HttpResponse, Problem> {
    let content = || Ok(file.content.as_bytes().to_vec());
    let mut answer = text(request, &Freshness::BUILD_ONLY, JAVASCRIPT, &file.hash, content)?;
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    // Also without `Origin`: a cache may answer a page of another origin with what it stored before.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    Ok(answer)
}
