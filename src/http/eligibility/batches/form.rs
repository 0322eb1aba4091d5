//! The forms of many questions and of their answers.

use actix_web::HttpRequest;

use crate::documents::questions::sheet::can_read;
use crate::domain::text::text;
use crate::http::problems::{Kind, Problem};
use crate::http::records::sheets::CSV;
use crate::http::request::body::media_type;
use crate::http::response::JSON;
use crate::http::response::accept::{Offered, without_charset};

/// JSON in lines: a value in each.
const NDJSON: &str = "application/x-ndjson";

/// A form of questions and of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One document.
    Json,
    /// A line for each question.
    Lines,
    /// A row for each question.
    Sheet,
}

impl Form {
    /// The form of the questions in a request; 415 for any other.
    pub(super) fn of_request(request: &HttpRequest) -> Result<Self, Problem> {
        let (essence, charset) = media_type(request);
        let form = Self::Json
            .preferred_first()
            .into_iter()
            .find(|form| essence.eq_ignore_ascii_case(without_charset(form.media_type())));
        let is_read =
            |charset: &str| charset.eq_ignore_ascii_case("utf-8") || form == Some(Self::Sheet) && can_read(charset);
        form.filter(|_| charset.is_none_or(is_read)).ok_or_else(|| Problem {
            detail: Some(text!(
                "Skicka application/json, application/x-ndjson eller text/csv.",
                "Send application/json, application/x-ndjson or text/csv."
            )),
            ..Problem::of(Kind::UnsupportedMediaType)
        })
    }

    /// The forms of answers to questions in this form, its own first.
    pub(super) const fn preferred_first(self) -> [Self; 3] {
        match self {
            Self::Json => [Self::Json, Self::Lines, Self::Sheet],
            Self::Lines => [Self::Lines, Self::Json, Self::Sheet],
            Self::Sheet => [Self::Sheet, Self::Lines, Self::Json],
        }
    }
}

impl Offered for Form {
    fn media_type(&self) -> &str {
        match self {
            Self::Json => JSON,
            Self::Lines => NDJSON,
            Self::Sheet => CSV,
        }
    }
}
