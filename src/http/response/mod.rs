//! Answers that caches can store, with an `ETag` from revision, edition and day, and other answers.

pub(crate) mod accept;
pub(crate) mod deprecation;
pub(crate) mod feed;
pub(crate) mod link;
pub(crate) mod linked;
pub(crate) mod page;
pub(crate) mod selection;

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::body::MessageBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::TaggedRevision;
use crate::domain::day;
use crate::domain::hash::hexadecimal;
use crate::domain::text::TextLanguage;
use crate::http::encoding::cache::{EncodedBody, Key, RenderedBody};
use crate::http::encoding::content_coding::ContentCoding;
use crate::http::encoding::entity_tag::{same, with_coding};
use crate::http::problems::{Kind, Problem};
use crate::http::state::State;

use accept::preferred;
use deprecation::announced;

pub(crate) const JSON: &str = "application/json";

/// The build of the service, so that caches never mix the answers of two builds.
const BUILD: &str = env!("BUILD_ID");

/// What an answer depends on.
pub(crate) struct Freshness {
    /// The last revision that changed the object.
    pub revision: TaggedRevision,
    /// Today, if the question names no day.
    pub today: Option<NaiveDate>,
}

impl Freshness {
    /// Depends on a revision, not on the day.
    pub(crate) const fn of(revision: TaggedRevision) -> Self {
        Self { revision, today: None }
    }

    /// Depends on the build alone.
    pub(crate) const BUILD_ONLY: Self = Self::of(TaggedRevision {
        revision: 0,
        edition: String::new(),
    });

    fn etag(&self, variant: &str, origin: &str) -> String {
        let day = self.today.map(day::Written::of);
        let day = day.as_ref().map_or("", day::Written::as_str);
        let mut address = DefaultHasher::new();
        origin.hash(&mut address);
        let address = hexadecimal(&address.finish().to_be_bytes()[6..]);
        let TaggedRevision { revision, edition } = &self.revision;
        let mut number = itoa::Buffer::new();
        let revision = number.format(*revision);
        [
            "\"", revision, ".", edition, ".", day, ".", BUILD, ".", variant, "-", &address, "\"",
        ]
        .concat()
    }
}

/// Answers with JSON, or with 304 if the client already has it.
pub(crate) fn json<T: Serialize>(
    request: &HttpRequest,
    freshness: &Freshness,
    render: impl FnOnce() -> Result<T, Problem>,
) -> Result<HttpResponse, Problem> {
    text(request, freshness, JSON, "json", || bytes(&render()?))
}

/// Answers as [`json`] does. `render` also says whether the body shows something deprecated, which the answer then announces.
pub(crate) fn json_announcing<T: Serialize>(
    request: &HttpRequest,
    freshness: &Freshness,
    render: impl FnOnce() -> (T, bool),
) -> Result<HttpResponse, Problem> {
    rendered(request, freshness, JSON, "json", || {
        let (shown, is_deprecated) = render();
        bytes(&shown).map(|bytes| RenderedBody { bytes, is_deprecated })
    })
}

/// Answers with any media type, or with 304 before rendering if the client already has it; 406 if it does not accept it.
///
/// An answer is rendered and compressed once, and then comes from memory.
pub(crate) fn text(
    request: &HttpRequest,
    freshness: &Freshness,
    media_type: &str,
    variant: &str,
    render: impl FnOnce() -> Result<Vec<u8>, Problem>,
) -> Result<HttpResponse, Problem> {
    rendered(request, freshness, media_type, variant, || {
        render().map(|bytes| RenderedBody {
            bytes,
            is_deprecated: false,
        })
    })
}

fn rendered(
    request: &HttpRequest,
    freshness: &Freshness,
    media_type: &str,
    variant: &str,
    render: impl FnOnce() -> Result<RenderedBody, Problem>,
) -> Result<HttpResponse, Problem> {
    preferred(request, &[media_type])?;
    let etag = freshness.etag(variant, origin(request));
    let sent = request.headers().get_all(header::IF_NONE_MATCH);
    if let Some(known) = same(sent.filter_map(|value| value.to_str().ok()), &etag) {
        // A cache finds its stored answer by the tag that it sent.
        return Ok(cacheable(HttpResponse::NotModified(), known).finish());
    }
    let body = encoded(request, &etag, render)?;
    let response = match body.coding.map(ContentCoding::name) {
        None => cacheable(HttpResponse::Ok(), &etag),
        Some(coding) => {
            let mut response = cacheable(HttpResponse::Ok(), &with_coding(&etag, coding));
            response.insert_header((header::CONTENT_ENCODING, coding));
            response
        }
    }
    .content_type(media_type)
    .body(body.bytes);
    Ok(announced(response, body.is_deprecated, origin(request)))
}

/// The beginning of an answer that a cache may store, and must check each time: a decision may come into force at
/// midnight.
fn cacheable(mut response: HttpResponseBuilder, etag: &str) -> HttpResponseBuilder {
    response
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, "public, no-cache"))
        .insert_header((header::VARY, "Accept, Accept-Encoding"));
    response
}

/// An answer in a language, which depends on `Accept-Language`.
pub(crate) fn in_language(mut answer: HttpResponse, language: TextLanguage) -> HttpResponse {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    if headers.contains_key(header::ETAG) {
        let vary = HeaderValue::from_static("Accept, Accept-Encoding, Accept-Language");
        headers.insert(header::VARY, vary);
    }
    answer
}

/// An answer that a browser saves as a file.
pub(crate) fn as_file(mut answer: HttpResponse, name: &str) -> HttpResponse {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

/// The body of a public answer, in the coding that the client prefers.
fn encoded(
    request: &HttpRequest,
    etag: &str,
    render: impl FnOnce() -> Result<RenderedBody, Problem>,
) -> Result<EncodedBody, Problem> {
    let Some(state) = request.app_data::<Data<State>>() else {
        let RenderedBody { bytes, is_deprecated } = render()?;
        return Ok(EncodedBody {
            bytes: bytes.into(),
            coding: None,
            is_deprecated,
        });
    };
    let key = Key {
        address: format!("{}{}", state.origin(request), request.uri()),
        etag: etag.to_owned(),
        coding: ContentCoding::accepted(request.headers()),
    };
    state.encoded.get_or_encode(&key, render)
}

fn origin(request: &HttpRequest) -> &str {
    let state = request.app_data::<Data<State>>();
    state.map_or("", |state| state.origin(request))
}

/// Answers with JSON that no cache may store.
pub(crate) fn uncached_json<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, Problem> {
    uncached_text(request, bytes(body)?)
}

/// Answers with JSON text that no cache may store.
pub(crate) fn uncached_text(request: &HttpRequest, json: Vec<u8>) -> Result<HttpResponse, Problem> {
    preferred(request, &[JSON])?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static(JSON)))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(json))
}

/// An answer that no cache may store, in any media type.
pub(crate) fn uncached(media_type: &str, body: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(body)
}

/// Answers 201 with JSON that no cache may store.
pub(crate) fn created_json<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, Problem> {
    let mut response = uncached_json(request, body)?;
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Answers a change with the object and its `ETag`. A new object has a location.
pub(crate) fn wrote<T: Serialize>(
    request: &HttpRequest,
    freshness: &Freshness,
    location: Option<String>,
    body: &T,
) -> Result<HttpResponse, Problem> {
    preferred(request, &[JSON])?;
    let etag = freshness.etag("json", origin(request));
    let mut response = HttpResponse::Ok();
    if let Some(location) = location {
        response.status(StatusCode::CREATED);
        response.insert_header((header::LOCATION, location));
    }
    Ok(response
        .content_type(JSON)
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(bytes(body)?))
}

pub(crate) fn bytes(body: &impl Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(body).map_err(|_| Problem::of(Kind::Internal))
}
