//! Bodies of requests, each with a limit.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use tokio::time::Instant;

use crate::documents::faults::Faults;
use crate::documents::json::{content, document};
use crate::documents::node::Node;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};
use crate::http::encoding::content_coding::{ContentCoding, NotDecoded};
use crate::http::load::{Load, Reservation};
use crate::http::problems::{Kind, Problem};
use crate::http::response::JSON;
use crate::http::state::State;

use super::streamed_body::StreamedBody;

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The limit of one question or record, in bytes.
pub const ONE: usize = 64 * 1024;
/// The limit of a document to publish, in bytes.
pub(crate) const DOCUMENT: usize = 256 * 1024;
/// The limit of a batch of group records, in bytes.
pub(crate) const RECORDS: usize = 16 * 1024 * 1024;
/// The limit of a batch of questions, in bytes.
pub const MANY: usize = 16 * 1024 * 1024;

/// The longest time for a body to arrive.
const MAX_WAIT: Duration = Duration::from_secs(15);
/// The time for the first bytes to arrive.
const FIRST_WAIT: Duration = Duration::from_secs(5);
/// The bytes that must arrive in each second after that.
const LEAST_A_SECOND: usize = 2 * 1024;
/// The memory that a body has before any of it has arrived.
const AT_FIRST: usize = 4 * 1024;

/// The JSON body of a question, with a limit, received and not parsed. The question counts before it is received.
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
        let (body, counted) = counted::<MAX_BYTES>(request, payload);
        Box::pin(async move {
            counted?;
            body.json().await.map(Self)
        })
    }
}

/// The body of a form with one question, received and not parsed. The question counts before it is received.
pub struct FormBody(pub Bytes);

impl FromRequest for FormBody {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (body, counted) = counted::<ONE>(request, payload);
        Box::pin(async move {
            counted?;
            check_media_type(&body.request, FORM).map_err(|problem| Problem {
                detail: Some(text!(
                    "Skicka svaren med formuläret på sidan.",
                    "Send the answers with the form on the page."
                )),
                ..problem
            })?;
            body.bytes().await.map(Self)
        })
    }
}

/// The body of a question, which has counted.
fn counted<const MAX_BYTES: usize>(
    request: &HttpRequest,
    payload: &mut Payload,
) -> (Body<MAX_BYTES>, Result<(), Problem>) {
    let body = Body {
        request: request.clone(),
        payload: payload.take(),
    };
    let state = request.app_data::<Data<State>>();
    (body, state.map_or(Ok(()), |state| state.count_questions(request, 1)))
}

/// A body with a limit that is not received yet, for a handler that checks other things first.
pub(crate) struct Body<const MAX_BYTES: usize> {
    request: HttpRequest,
    payload: Payload,
}

impl<const MAX_BYTES: usize> FromRequest for Body<MAX_BYTES> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self {
            request: request.clone(),
            payload: payload.take(),
        }))
    }
}

impl<const MAX_BYTES: usize> Body<MAX_BYTES> {
    /// Receives the bytes, of any media type, and decodes them; 408 if they are late, 413 if there are too many, 415 for
    /// an unknown content coding.
    pub(crate) async fn bytes(self) -> Result<Bytes, Problem> {
        let coding = ContentCoding::of_request(self.request.headers())?;
        let state = self.request.app_data::<Data<State>>();
        let load = state.ok_or(Problem::of(Kind::Internal))?.load.clone();
        let mut memory = load.reservation();
        let received = read(&self.request, self.payload, MAX_BYTES, &mut memory).await?;
        match coding {
            Some(coding) => decoded(coding, memory.holds(received), MAX_BYTES, &load).await,
            None => Ok(memory.holds(received)),
        }
    }

    /// Receives the body while the answer is made; 415 if it is compressed, 503 if there is no memory for it.
    pub(crate) fn streamed(self) -> Result<StreamedBody, Problem> {
        StreamedBody::new(&self.request, self.payload)
    }

    /// Receives the bytes of JSON, without a byte order mark; 415 for another media type, 400 if there are none.
    pub(crate) async fn json(self) -> Result<Bytes, Problem> {
        check_media_type(&self.request, JSON)?;
        let body = self.bytes().await?;
        let content = content(&body).map_err(|fault| Problem::of_faults(vec![fault]))?;
        Ok(body.slice_ref(content))
    }

    /// Reads a JSON document without personal details.
    pub(crate) async fn read<T>(self, read: impl FnOnce(&Node, &mut Faults) -> Option<T>) -> Result<T, Problem> {
        document(&self.json().await?, Faults::refuse_personal_details, read).map_err(Problem::of_faults)
    }

    /// Reads a JSON document to publish, which may have telephone numbers of functions.
    pub(crate) async fn read_published<T>(
        self,
        read: impl FnOnce(&Node, &mut Faults) -> Option<T>,
    ) -> Result<T, Problem> {
        document(&self.json().await?, Faults::refuse_identities_but_phones, read).map_err(Problem::of_faults)
    }
}

/// Accepts a media type, in UTF-8 if the header names a charset.
fn check_media_type(request: &HttpRequest, accepted: &str) -> Result<(), Problem> {
    let (essence, charset) = media_type(request);
    let is_accepted =
        essence.eq_ignore_ascii_case(accepted) && charset.is_none_or(|name| name.eq_ignore_ascii_case("utf-8"));
    if is_accepted {
        Ok(())
    } else {
        Err(Problem::of(Kind::UnsupportedMediaType))
    }
}

/// The media type of a body without parameters, and the charset that the header names.
pub(crate) fn media_type(request: &HttpRequest) -> (&str, Option<&str>) {
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
    (essence, charset)
}

async fn read(
    request: &HttpRequest,
    mut payload: Payload,
    most: usize,
    memory: &mut Reservation,
) -> Result<Vec<u8>, Problem> {
    let started = Instant::now();
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let declared = declared.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > most) {
        return Err(too_large(most));
    }
    let whole = declared.unwrap_or(most);
    let mut body = Vec::with_capacity(declared.unwrap_or_default().min(AT_FIRST));
    loop {
        let at_least = Duration::from_secs((body.len() / LEAST_A_SECOND) as u64);
        let end = started + (FIRST_WAIT + at_least).min(MAX_WAIT);
        let next = tokio::time::timeout_at(end, payload.next()).await;
        let Some(chunk) = next.map_err(|_| Problem::of(Kind::RequestTimeout))? else {
            break;
        };
        let chunk = chunk.map_err(|error| match error {
            PayloadError::Overflow => too_large(most),
            _ => Problem::of(Kind::MalformedRequest),
        })?;
        if body.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        let needed = body.len() + chunk.len();
        if needed > body.capacity() {
            let room = needed.max(2 * body.capacity()).min(whole.max(needed));
            memory.grow(room)?;
            body.reserve_exact(room - body.len());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

async fn decoded(coding: ContentCoding, body: Bytes, most: usize, load: &Load) -> Result<Bytes, Problem> {
    let mut memory = load.reservation();
    // What the body becomes is not known before.
    memory.grow(most)?;
    let decoded = if most > ONE {
        load.work(move || coding.decode(&body, most)).await?
    } else {
        coding.decode(&body, most)
    };
    let decoded = decoded.map(|mut decoded| {
        decoded.shrink_to_fit();
        memory.shrink(decoded.len());
        memory.holds(decoded)
    });
    decoded.map_err(|error| match error {
        NotDecoded::TooLarge => too_large(most),
        NotDecoded::Invalid => {
            let name = coding.name();
            let detail = composed!(
                "Innehållet är inte hel och giltig {name}, som Content-Encoding anger.",
                "The body is not whole and valid {name}, which Content-Encoding states."
            );
            Problem::of_faults(vec![Fault::new("", Code::Syntax, detail)])
        }
    })
}

fn too_large(most: usize) -> Problem {
    let is_large = most >= 1 << 20;
    let (amount, unit) = if is_large {
        (most >> 20, "MiB")
    } else {
        (most >> 10, "KiB")
    };
    Problem {
        detail: Some(composed!(
            "Skicka högst {amount} {unit} på en gång.",
            "Send at most {amount} {unit} at a time."
        )),
        ..Problem::of(Kind::ContentTooLarge)
    }
}
