//! The addresses of the pages for providers.

use actix_web::HttpRequest;

use crate::domain::{Kommunkod, Slug};
pub(crate) use crate::http::html::paths::PROVIDER as START;
pub(crate) use crate::http::request::address::SIGN_IN_CALLBACK as CALLBACK;

pub(crate) const SIGN_IN: &str = "/provider/sign-in";
pub(crate) const TOKEN: &str = "/provider/token";
pub(crate) const SIGN_OUT: &str = "/provider/sign-out";
pub(crate) const STREAM: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}";
pub(crate) const WORKBOOK: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/sheet.xlsx";
pub(crate) const CSV: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/sheet.csv";
pub(crate) const SHEET: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/sheet";
pub(crate) const RECEIPT: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/receipt";
pub(crate) const RECORDS: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/records";
pub(crate) const RECORD: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/records/{id}";
pub(crate) const WITHDRAWAL: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/records/{id}/withdrawal";
pub(crate) const PERIOD: &str = "/provider/{kommunkod:[0-9]{4}}/{provider}/{slug}/periods/{period}";

/// The address of the page of a provider and an insats.
pub(super) fn of_stream(kommunkod: Kommunkod, provider: &Slug, insats: &Slug) -> String {
    format!("{START}/{kommunkod}/{provider}/{insats}")
}

/// The page above the one of a request.
pub(super) fn link_back(request: &HttpRequest) -> String {
    let mut parts = request.path().split('/').skip(2);
    let stream = (parts.next(), parts.next(), parts.next());
    match stream {
        (Some(kommunkod), Some(provider), Some(slug)) => format!("{START}/{kommunkod}/{provider}/{slug}"),
        _ => START.to_owned(),
    }
}

/// A page below this one to return to, as a request names it; the first page for anything else.
pub(super) fn return_address(named: &str) -> &str {
    let is_own = named.strip_prefix(START).is_some_and(|rest| {
        rest.starts_with('/')
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-./".contains(&byte))
    });
    if is_own { named } else { START }
}
