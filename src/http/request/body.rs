//! JSON bodies, read whole within a limit.

use std::ops::Deref;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;

use crate::domain::text::Text;
use crate::http::problems::Problem;
use crate::http::problems::kinds::Kind;

/// The most bytes of one question or document.
pub const ONE: usize = 64 * 1024;
/// The most bytes of a document to publish.
pub(crate) const DOCUMENT: usize = 256 * 1024;
/// The most bytes of many group records together.
pub(crate) const RECORDS: usize = 16 * 1024 * 1024;
/// The most bytes of many questions together.
pub const MANY: usize = 16 * 1024 * 1024;

/// How long a body may take to arrive.
const MAX_WAIT: Duration = Duration::from_secs(20);

/// A body said to be JSON, not yet read as such, of at most so many bytes.
pub struct JsonBody<const MAX_BYTES: usize>(pub Bytes);

impl<const MAX_BYTES: usize> Deref for JsonBody<MAX_BYTES> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<const MAX_BYTES: usize> FromRequest for JsonBody<MAX_BYTES> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            check_media_type(&request)?;
            let read = tokio::time::timeout(MAX_WAIT, read(&request, payload, MAX_BYTES)).await;
            read.unwrap_or(Err(Problem::of(Kind::RequestTimeout))).map(Self)
        })
    }
}

/// Reads a body said to be JSON, for a handler that first looks at other things.
pub(crate) async fn read_json<const MAX_BYTES: usize>(
    request: &HttpRequest,
    payload: actix_web::web::Payload,
) -> Result<Bytes, Problem> {
    let body = JsonBody::<MAX_BYTES>::from_request(request, &mut payload.into_inner());
    Ok(body.await?.0)
}

/// Reads a body of any media type, for a handler that takes several.
///
/// # Errors
/// 408 when it does not arrive in time, 413 when it is too large.
pub(crate) async fn read_whole<const MAX_BYTES: usize>(
    request: &HttpRequest,
    payload: actix_web::web::Payload,
) -> Result<Bytes, Problem> {
    let read = tokio::time::timeout(MAX_WAIT, read(request, payload.into_inner(), MAX_BYTES)).await;
    read.unwrap_or(Err(Problem::of(Kind::RequestTimeout)))
}

/// JSON, in UTF-8 when a charset is named.
fn check_media_type(request: &HttpRequest) -> Result<(), Problem> {
    let header = request.headers().get(header::CONTENT_TYPE);
    let mut parts = header
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .split(';')
        .map(str::trim);
    let essence = parts.next().unwrap_or_default();
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.eq_ignore_ascii_case("charset").then_some(value.trim_matches('"'))
    });
    let is_json = essence.eq_ignore_ascii_case("application/json")
        && charset.is_none_or(|name| name.eq_ignore_ascii_case("utf-8"));
    let has_encoding = request.headers().contains_key(header::CONTENT_ENCODING);
    if is_json && !has_encoding {
        Ok(())
    } else {
        Err(Problem::of(Kind::UnsupportedMediaType))
    }
}

async fn read(request: &HttpRequest, mut payload: Payload, most: usize) -> Result<Bytes, Problem> {
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(too_large(most));
    }
    let mut body = actix_web::web::BytesMut::with_capacity(declared.unwrap_or_default().min(ONE));
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| match error {
            PayloadError::Overflow => too_large(most),
            _ => Problem::of(Kind::MalformedRequest),
        })?;
        if body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn too_large(most: usize) -> Problem {
    let (amount, unit) = if most >= 1 << 20 {
        (most >> 20, "MiB")
    } else {
        (most >> 10, "KiB")
    };
    Problem {
        detail: Some(Text::new(
            format!("Högst {amount} {unit} i ett meddelande."),
            format!("At most {amount} {unit} in one message."),
        )),
        ..Problem::of(Kind::ContentTooLarge)
    }
}
