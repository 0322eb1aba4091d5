//! Answers to GET that caches can keep: an `ETag` from revision and day, and 304 before anything is rendered.

pub(crate) mod accept;
pub(crate) mod feed;
pub(crate) mod link;
pub(crate) mod page;

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;

use crate::http::problems::{Kind, Problem};
use crate::http::state::State;

use accept::preferred;

/// JSON, the media type of nearly every answer.
pub(crate) const JSON: &str = "application/json";

/// JSON-LD.
pub(crate) const JSON_LD: &str = "application/ld+json";

/// The build that answers, so that caches never mix the answers of two.
const BUILD: &str = env!("INSATSKATALOG_BUILD");

/// What an answer depends on.
pub(crate) struct Freshness {
    /// The last revision that touched the object.
    pub revision: i64,
    /// Today, where the question names no day.
    pub today: Option<NaiveDate>,
}

impl Freshness {
    /// Depends on a revision, and not on the day.
    pub(crate) const fn of(revision: i64) -> Self {
        Self { revision, today: None }
    }

    /// Depends on nothing but the build.
    pub(crate) const BUILD_ONLY: Self = Self::of(0);

    fn etag(&self, variant: &str, origin: &str) -> String {
        let day = self.today.map(|day| day.to_string()).unwrap_or_default();
        let mut address = DefaultHasher::new();
        origin.hash(&mut address);
        format!(
            "\"{}.{day}.{BUILD}.{variant}-{:04x}\"",
            self.revision,
            address.finish() & 0xffff
        )
    }
}

/// Answers with JSON, or with 304 when the client has it already.
///
/// # Errors
/// 406 when the client accepts no JSON; any problem of the rendering.
pub(crate) fn json<T: Serialize>(
    request: &HttpRequest,
    freshness: &Freshness,
    render: impl FnOnce() -> Result<T, Problem>,
) -> Result<HttpResponse, Problem> {
    text(request, freshness, JSON, "json", || bytes(&render()?))
}

/// Answers with JSON-LD, or with 304 when the client has it already.
///
/// # Errors
/// 406 when the client accepts no JSON-LD; any problem of the rendering.
pub(crate) fn json_ld(
    request: &HttpRequest,
    freshness: &Freshness,
    render: impl FnOnce() -> Value,
) -> Result<HttpResponse, Problem> {
    text(request, freshness, JSON_LD, "jsonld", || bytes(&render()))
}

/// Answers with any media type, or with 304 when the client has it already.
///
/// # Errors
/// 406 when the client does not accept the type; any problem of the rendering.
pub(crate) fn text(
    request: &HttpRequest,
    freshness: &Freshness,
    media_type: &str,
    variant: &str,
    render: impl FnOnce() -> Result<Vec<u8>, Problem>,
) -> Result<HttpResponse, Problem> {
    preferred(request, &[media_type])?;
    let etag = freshness.etag(
        variant,
        request
            .app_data::<Data<State>>()
            .map_or("", |state| state.origin(request)),
    );
    let mut response = if has(request, &etag) {
        HttpResponse::NotModified()
    } else {
        let body = render()?;
        let mut response = HttpResponse::Ok();
        response.content_type(media_type);
        return Ok(cacheable(&mut response, &etag).body(body));
    };
    Ok(cacheable(&mut response, &etag).finish())
}

fn cacheable<'r>(
    response: &'r mut actix_web::HttpResponseBuilder,
    etag: &str,
) -> &'r mut actix_web::HttpResponseBuilder {
    // A cache may keep it, and asks each time whether it still holds: a decision may come into force at midnight.
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, "public, no-cache"))
        .insert_header((header::VARY, "Accept"))
}

/// Answers with JSON that no cache may keep.
///
/// # Errors
/// 406 when the client accepts no JSON.
pub(crate) fn uncached_json<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, Problem> {
    uncached_text(request, bytes(body)?)
}

/// Answers with JSON text that no cache may keep.
///
/// # Errors
/// 406 when the client accepts no JSON.
pub(crate) fn uncached_text(request: &HttpRequest, json: Vec<u8>) -> Result<HttpResponse, Problem> {
    preferred(request, &[JSON])?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(JSON)))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(json))
}

/// Answers with what was made, as JSON that no cache may keep.
///
/// # Errors
/// 406 when the client accepts no JSON.
pub(crate) fn created_json<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, Problem> {
    let mut response = uncached_json(request, body)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// What a change did to its object.
pub(crate) enum WriteOutcome {
    /// It was made, and is found there.
    New(String),
    /// It was there already.
    Changed,
}

impl WriteOutcome {
    /// Of an object that is new, or was there already, at an address.
    pub(crate) fn of(is_new: bool, location: String) -> Self {
        if is_new { Self::New(location) } else { Self::Changed }
    }
}

/// Answers a change with the object as it stands now, and the `ETag` by which it may be changed again.
///
/// # Errors
/// 406 when the client accepts no JSON.
pub(crate) fn wrote<T: Serialize>(
    request: &HttpRequest,
    freshness: &Freshness,
    what: WriteOutcome,
    body: &T,
) -> Result<HttpResponse, Problem> {
    preferred(request, &[JSON])?;
    let state = request.app_data::<Data<State>>();
    let etag = freshness.etag("json", state.map_or("", |state| state.origin(request)));
    let mut response = match what {
        WriteOutcome::New(location) => {
            let mut response = HttpResponse::Created();
            response.insert_header((header::LOCATION, location));
            response
        }
        WriteOutcome::Changed => HttpResponse::Ok(),
    };
    Ok(response
        .content_type(JSON)
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(bytes(body)?))
}

/// An answer as JSON text.
pub(crate) fn bytes(body: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(body).map_err(|_| Problem::of(Kind::Internal))
}

/// Says whether the client has the answer already (RFC 9110, weak comparison).
fn has(request: &HttpRequest, etag: &str) -> bool {
    let sent = request.headers().get_all(header::IF_NONE_MATCH);
    let mut tags = sent
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    tags.any(|tag| tag.trim() == "*" || tag.trim().trim_start_matches("W/") == etag)
}
