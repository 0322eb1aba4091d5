//! Compresses answers that no cache stores, each for its own request.

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{self, HeaderValue};

use super::content_coding::{ContentCoding, Effort, LEAST};
use super::entity_tag::with_coding;

/// Marks a request whose answer costs less to make than to compress.
pub(crate) struct SentAsItIs;

/// Compresses a whole JSON answer, if the client accepts it and the answer is not compressed already.
pub(crate) fn compressed<B: MessageBody + 'static>(
    response: ServiceResponse<EitherBody<B, BoxBody>>,
) -> ServiceResponse<EitherBody<B, BoxBody>> {
    let Some(coding) = ContentCoding::accepted(response.request().headers()) else {
        return response;
    };
    let is_large = matches!(response.response().body().size(), BodySize::Sized(bytes) if bytes >= LEAST as u64);
    let headers = response.headers();
    let media_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    let is_json = media_type.is_some_and(|media_type| media_type.ends_with(b"json"));
    let is_compressed = headers.contains_key(header::CONTENT_ENCODING);
    if !is_large || !is_json || is_compressed || response.request().extensions().contains::<SentAsItIs>() {
        return response;
    }
    let mut is_encoded = false;
    let mut response = response.map_body(|_, body| match body.try_into_bytes() {
        Ok(bytes) => {
            is_encoded = true;
            EitherBody::right(BoxBody::new(coding.encode(&bytes, Effort::EachTime)))
        }
        Err(body) => body,
    });
    if !is_encoded {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    headers.append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let tag = tag.and_then(|tag| HeaderValue::from_str(&with_coding(tag, coding.name())).ok());
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response
}
