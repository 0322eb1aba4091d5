//! What a change expects of the object it changes: `If-Match` to change, `If-None-Match: *` to create (RFC 9110, 13).

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderName};
use utoipa::IntoParams;

use crate::domain::municipality::Expected;

use super::problem::Problem;
use super::problem_kinds::Kind;

/// What a change expects.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "names the parameters in the specification")]
pub struct Precondition {
    /// The `ETag` that was read, to change what is there. / Den `ETag` som lästes, för att ändra det som finns.
    #[param(rename = "If-Match", example = "\"7.2025-09-01.0a1b2c3d.json-1a2b\"")]
    if_match: Option<String>,
    /// `*`, to create what is not there. / `*`, för att skapa det som inte finns.
    #[param(rename = "If-None-Match", example = "*")]
    if_none_match: Option<String>,
}

/// What a change must expect.
///
/// # Errors
/// 428 when it says nothing; 400 when it cannot be understood.
pub fn required(request: &HttpRequest) -> Result<Expected, Problem> {
    optional(request)?.ok_or(Problem::of(Kind::PreconditionRequired))
}

/// What a change expects, where it says so.
fn optional(request: &HttpRequest) -> Result<Option<Expected>, Problem> {
    let malformed = || Problem::of(Kind::InvalidPrecondition);
    let if_match = values(request, &header::IF_MATCH).ok_or_else(malformed)?;
    let if_none_match = values(request, &header::IF_NONE_MATCH).ok_or_else(malformed)?;
    match (&if_match[..], &if_none_match[..]) {
        ([], []) => Ok(None),
        ([], [any]) if any == "*" => Ok(Some(Expected::Absent)),
        ([any], []) if any == "*" => Ok(Some(Expected::Present)),
        (tags, []) => Ok(Some(Expected::AtRevision(
            tags.iter().filter_map(|tag| revision(tag)).collect(),
        ))),
        _ => Err(malformed()),
    }
}

fn values(request: &HttpRequest, name: &HeaderName) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for value in request.headers().get_all(name) {
        let tags = value.to_str().ok()?.split(',').map(|tag| tag.trim().to_owned());
        all.extend(tags.filter(|tag| !tag.is_empty()));
    }
    Some(all)
}

/// The revision in a strong `ETag` of ours; any other tag is one that nothing here has.
fn revision(tag: &str) -> Option<i64> {
    let inner = tag.strip_prefix('"')?.strip_suffix('"')?;
    inner.split('.').next()?.parse().ok()
}
