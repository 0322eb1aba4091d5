//! The preconditions of a change: `If-Match` to change, `If-None-Match: *` to create (RFC 9110, 13).
//!
//! Only the revision and the edition in a tag are compared. A weak tag (`W/"…"`) counts as a strong one, although RFC 9110
//! never lets it match: proxies weaken the tag of an answer that they compress, and a client behind such a proxy could
//! otherwise never change anything. They remain exact.

use actix_web::HttpRequest;
use actix_web::http::header::{self, EntityTag, HeaderName, HeaderValue};
use utoipa::{IntoParams, ToSchema};

use crate::domain::TaggedRevision;
use crate::domain::insatser::municipality::{Expected, Unmet};
use crate::domain::text::text;
use crate::http::encoding::entity_tag::without_coding;
use crate::http::problems::{Kind, Problem};

/// The precondition of a change that may create the object. A request has exactly one of the two.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct Precondition {
    /// The `ETag` that you read, or `*` for any, to change an existing object. Send either `If-Match` or `If-None-Match`. / Den
    /// `ETag` som du läste, eller `*` för vilken som helst, för att ändra ett objekt. Skicka antingen `If-Match` eller
    /// `If-None-Match`.
    #[param(rename = "If-Match", value_type = Option<Tags>, inline, example = "\"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b\"")]
    if_match: Option<Condition>,
    /// `*`, to create a new object. / `*`, för att skapa ett nytt objekt.
    #[param(rename = "If-None-Match", value_type = Option<String>, pattern = "^\\*$", example = "*")]
    if_none_match: Option<Condition>,
}

/// The precondition of a change to an object that exists.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "documents a parameter, which `required` and `optional` read")]
pub(crate) struct RequiredMatch {
    /// The `ETag` that you read, or `*` for any. / Den `ETag` som du läste, eller `*` för vilken som helst.
    #[param(rename = "If-Match", value_type = Tags, inline, example = "\"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b\"")]
    if_match: String,
}

/// The precondition of a change that is done without one, too.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "documents a parameter, which `required` and `optional` read")]
pub(crate) struct OptionalMatch {
    /// The `ETag` that you read: the change is refused if the object has changed since. / Den `ETag` som du läste: om objektet
    /// har ändrats sedan dess avvisas ändringen.
    #[param(rename = "If-Match", value_type = Option<Tags>, inline, example = "\"7.5d41402abc4b.2025-09-01.0a1b2c3d.json-1a2b\"")]
    if_match: Option<String>,
}

/// `*`, or a list of tags.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "^(\\*|(W/)?\"[!#-~]*\"( *, *(W/)?\"[!#-~]*\")*)$", example = "*")]
#[expect(dead_code, reason = "documents a parameter, which `required` and `optional` read")]
pub(crate) struct Tags(String);

/// Reads a required precondition; 428 if it is absent, 400 if it is invalid.
pub(crate) fn required(request: &HttpRequest) -> Result<Expected, Problem> {
    optional(request)?.ok_or(Problem::of(Kind::PreconditionRequired))
}

/// Reads a precondition, if there is one; 400 if it is invalid.
pub(crate) fn optional(request: &HttpRequest) -> Result<Option<Expected>, Problem> {
    let of = |name| condition(request, name).map_err(|NoCondition| Problem::of(Kind::InvalidPrecondition));
    let sent = Precondition {
        if_match: of(&header::IF_MATCH)?,
        if_none_match: of(&header::IF_NONE_MATCH)?,
    };
    match (sent.if_match, sent.if_none_match) {
        (None, None) => Ok(None),
        (None, Some(Condition::Any)) => Ok(Some(Expected::Absent)),
        (Some(Condition::Any), None) => Ok(Some(Expected::Present)),
        (Some(Condition::Tags(tags)), None) => Ok(Some(Expected::AtRevision(
            tags.iter()
                .filter_map(|tag| revision(without_coding(tag.tag())))
                .collect(),
        ))),
        _ => Err(Problem::of(Kind::InvalidPrecondition)),
    }
}

/// The problem of a precondition that is not met, with what to do.
pub(crate) fn precondition_failed(unmet: Unmet) -> Problem {
    let detail = match unmet {
        Unmet::Exists => text!(
            "Det finns redan. Läs det, gör om ändringen och skicka dess ETag i If-Match.",
            "It exists already. Read it, repeat the change and send its ETag in If-Match."
        ),
        Unmet::IsAbsent => text!(
            "Det finns inte. Skicka If-None-Match: * för att skapa det.",
            "It does not exist. Send If-None-Match: * to create it."
        ),
        Unmet::HasChanged => text!(
            "Det har ändrats sedan du läste det. Läs det igen, gör om ändringen och skicka den nya ETag:en i If-Match.",
            "It has changed since you read it. Read it again, repeat the change and send the new ETag in If-Match."
        ),
    };
    Problem {
        detail: Some(detail),
        ..Problem::of(Kind::PreconditionFailed)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Condition {
    Any,
    Tags(Vec<EntityTag>),
}

/// The header is invalid.
#[derive(Debug, PartialEq, Eq)]
struct NoCondition;

/// Reads a header, which may be repeated; `None` if it is absent.
fn condition(request: &HttpRequest, name: &HeaderName) -> Result<Option<Condition>, NoCondition> {
    let values: Vec<&[u8]> = request.headers().get_all(name).map(HeaderValue::as_bytes).collect();
    if values.is_empty() {
        return Ok(None);
    }
    read(&values.join(&b',')).map(Some)
}

/// Reads `*`, or a list of tags, which may contain commas between their quotes.
///
/// Not actix-web's `IfMatch`: it splits a tag at its comma, and ignores invalid tags.
fn read(list: &[u8]) -> Result<Condition, NoCondition> {
    // A tag of the service is always UTF-8, so a replaced byte cannot make another tag match.
    let list = String::from_utf8_lossy(list.trim_ascii());
    if list == "*" {
        return Ok(Condition::Any);
    }
    let mut is_quoted = false;
    let parts = list.split(|character| {
        is_quoted ^= character == '"';
        character == ',' && !is_quoted
    });
    let parts = parts.map(str::trim_ascii).filter(|part| !part.is_empty());
    let tags = parts.map(str::parse).collect::<Result<Vec<_>, _>>();
    match tags {
        // A header without tags is a mistake of the client.
        Ok(tags) if !tags.is_empty() => Ok(Condition::Tags(tags)),
        _ => Err(NoCondition),
    }
}

/// The revision and the edition in a tag of the service; `None` for any other tag.
fn revision(tag: &str) -> Option<TaggedRevision> {
    let mut parts = tag.split('.');
    Some(TaggedRevision {
        revision: parts.next()?.parse().ok()?,
        edition: parts.next()?.to_owned(),
    })
}

#[cfg(test)]
#[path = "../../../tests/unit/http/request/precondition.rs"]
mod tests;
