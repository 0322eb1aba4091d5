//! Errors as `application/problem+json` (RFC 9457). The only place that knows status codes for errors.

pub(crate) mod entries;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::fault::MAX_FAULTS;
use crate::domain::text::{TextLanguage, composed, text};
use crate::domain::{Code, Fault, Text};
use crate::store::StoreError;

pub(crate) use entries::Kind;

/// An error. The outermost middleware writes its body, because it knows the request.
#[derive(Clone, Debug)]
pub struct Problem {
    pub kind: Kind,
    pub detail: Option<Text>,
    pub errors: Vec<Fault>,
    /// The methods that the path has, for `Allow`.
    pub allow: Option<Box<str>>,
    /// How to authenticate, for `WWW-Authenticate`.
    pub challenge: Option<Box<str>>,
    /// The seconds to wait, for `Retry-After`, if the kind does not say it.
    pub retry_after: Option<u32>,
}

/// An error in the form of RFC 9457 and the national API profile.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemDetails {
    /// A page about this kind of problem.
    #[serde(rename = "type")]
    #[schema(
        format = "uri",
        example = "https://api.example.se/insatskatalog/v1/problems/unknownMember"
    )]
    pub type_url: String,
    /// The kind of problem in words.
    #[schema(example = "Unknown member")]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 400)]
    pub status: u16,
    /// What was wrong, and what to do. It never quotes what was sent.
    #[schema(example = "An unknown member. Allowed here: asOf, activity, facts.")]
    pub detail: String,
    /// The trace of this request, for questions to the operator.
    #[schema(format = "uri", example = "urn:trace:4bf92f3577b34da6a3ce929d0e0e4736")]
    pub instance: String,
    /// The code of the problem.
    #[schema(example = "unknownMember")]
    pub code: String,
    /// Every error in the request.
    pub errors: Vec<ProblemError>,
}

/// One error in the request.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemError {
    /// Where: a JSON Pointer (RFC 6901) into the body, or `/query/…` or `/path/…`.
    #[schema(example = "/facts/birthDate")]
    pub pointer: String,
    /// The code of the error.
    #[schema(example = "invalidDate")]
    pub code: String,
    /// What was expected, and what to do.
    #[schema(example = "A day that exists, written as 2025-10-14.")]
    pub detail: String,
    /// The line in the sheet, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 17)]
    pub line: Option<usize>,
    /// The header of the column in the sheet, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Datum")]
    pub column: Option<String>,
    /// What was read from the cell of the sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "a text with 8 characters")]
    pub understood: Option<String>,
}

/// The value of `Accept-Encoding` that names every coding of requests.
const ACCEPTED_CODINGS: &str = "gzip, br";

impl Problem {
    pub(crate) const fn of(kind: Kind) -> Self {
        Self {
            kind,
            detail: None,
            errors: Vec::new(),
            allow: None,
            challenge: None,
            retry_after: None,
        }
    }

    pub(crate) fn of_faults(errors: Vec<Fault>) -> Self {
        Self {
            kind: kind_of(&errors),
            errors,
            ..Self::of(Kind::InvalidRequest)
        }
    }

    pub(crate) fn of_fault(pointer: &str, code: Code, detail: Text) -> Self {
        Self::of_faults(vec![Fault::new(pointer, code, detail)])
    }

    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.entry().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    pub(crate) fn details(&self, base: &str, trace_id: &str, language: TextLanguage) -> ProblemDetails {
        let entry = self.kind.entry();
        let only = match &self.errors[..] {
            [only] => Some(in_place(only)),
            _ => None,
        };
        let detail = self.detail.as_ref().or(only.as_ref()).unwrap_or(&entry.remedy);
        let more = text!(
            " Det finns fler fel än de som visas här.",
            " There are more errors than those shown here."
        );
        let has_more = self.errors.len() > MAX_FAULTS;
        ProblemDetails {
            type_url: format!("{base}/problems/{}", entry.code),
            title: language.of(&entry.title).to_owned(),
            status: entry.status,
            detail: language.of(detail).to_owned() + if has_more { language.of(&more) } else { "" },
            instance: format!("urn:trace:{trace_id}"),
            code: entry.code.to_owned(),
            errors: self
                .errors
                .iter()
                .take(MAX_FAULTS)
                .map(|fault| ProblemError {
                    pointer: fault.pointer.clone(),
                    code: fault.code.as_str().to_owned(),
                    detail: language.of(&fault.detail).to_owned(),
                    line: fault.line,
                    column: fault.cell.as_ref().map(|cell| cell.column.clone()),
                    understood: fault
                        .cell
                        .as_ref()
                        .and_then(|cell| Some(language.of(cell.understood.as_ref()?).to_owned())),
                })
                .collect(),
        }
    }

    pub(crate) fn response(&self, base: &str, trace_id: &str, language: TextLanguage) -> HttpResponse {
        let mut response = HttpResponse::build(self.status());
        response
            .content_type("application/problem+json")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::CONTENT_LANGUAGE, language.tag()));
        let mut response =
            response.body(serde_json::to_vec(&self.details(base, trace_id, language)).unwrap_or_default());
        self.add_headers(response.headers_mut());
        response
    }

    /// Adds the headers that say what the client can do.
    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) {
        let mut add = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        if let Some(allow) = &self.allow {
            add(header::ALLOW, allow);
        }
        if let Some(challenge) = &self.challenge {
            add(header::WWW_AUTHENTICATE, challenge);
        }
        if matches!(
            self.kind,
            Kind::Unavailable | Kind::Overloaded | Kind::TooManyWaiters | Kind::RequestStillRunning
        ) {
            add(header::RETRY_AFTER, "5");
        }
        if let Some(seconds) = self.retry_after {
            add(header::RETRY_AFTER, &seconds.to_string());
        }
        if self.kind == Kind::UnsupportedContentCoding {
            add(header::ACCEPT_ENCODING, ACCEPTED_CODINGS);
        }
    }
}

/// The text of a fault, with its line and column if it is in a sheet.
fn in_place(fault: &Fault) -> Text {
    let (Some(line), Text { sv, en }) = (fault.line, &fault.detail) else {
        return fault.detail.clone();
    };
    let column = fault.cell.as_ref().map(|cell| format!(", {}", cell.column));
    let column = column.unwrap_or_default();
    composed!("Rad {line}{column}: {sv}", "Row {line}{column}: {en}")
}

/// The kind of several faults: an identity number comes first, then what the caller may not post, otherwise what they
/// have in common.
fn kind_of(faults: &[Fault]) -> Kind {
    let codes = || faults.iter().map(|fault| fault.code);
    if codes().any(|code| code == Code::PersonalIdentityNumber) {
        return Kind::Fault(Code::PersonalIdentityNumber);
    }
    let of_others = [Code::OtherProvider, Code::OtherBody];
    if let Some(code) = of_others.into_iter().find(|code| codes().any(|found| found == *code)) {
        return Kind::Fault(code);
    }
    let Some(first) = codes().next() else {
        return Kind::InvalidRequest;
    };
    if codes().all(|code| code == first) {
        Kind::Fault(first)
    } else if codes().all(|code| Kind::Fault(code).entry().status == 422) {
        Kind::RefusedByRules
    } else if codes().all(|code| Kind::Fault(code).entry().status == 409) {
        Kind::RecordConflicts
    } else {
        Kind::InvalidRequest
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.entry().code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status())
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        log::error!("{error}");
        Self::of(match error {
            StoreError::Unavailable
            | StoreError::NotConnected { .. }
            | StoreError::Contended
            | StoreError::Locked
            | StoreError::Damaged => Kind::Unavailable,
            StoreError::StillRunning => Kind::RequestStillRunning,
            StoreError::Full => Kind::InsufficientStorage,
            _ => Kind::Internal,
        })
    }
}
