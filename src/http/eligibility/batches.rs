//! Many questions at once, answered in order while the client reads.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpResponse, post};
use chrono::NaiveDate;
use futures_util::stream;
use serde::Serialize;

use crate::catalogue::snapshot::{Catalogue, NoAnswer};
use crate::documents::questions::batch;
use crate::documents::questions::batch::{BatchItem, MAX_QUESTIONS, NoBatch, NotUnderstood};
use crate::domain::eligibility::Question;
use crate::domain::text::{TextLanguage, composed};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::problems::{Kind, Problem, ProblemDetails};
use crate::http::query::NoQuery;
use crate::http::request::body::{JsonBody, MANY};
use crate::http::response::accept::preferred;
use crate::http::trace::Trace;

use super::ask::problem_of;
use super::bodies::{BatchBody, BatchResults};

/// How many bytes of answers to make at a time. The next part waits until the client has received this one, and a client
/// that stops reading loses its connection ([`crate::app::App`]).
const CHUNK: usize = 1024 * 1024;

/// Ask many questions at once.
///
/// Svarar på upp till 10 000 frågor i ordning. En ogiltig fråga får ett eget problem på sin plats. `reference` är klientens
/// egen beteckning; den sparas och loggas inte. Frågorna skickas med POST av samma skäl som för en enskild insats.
///
/// Answers up to 10,000 questions in order. An invalid question gets its own problem in its place. `reference` is the
/// client's own reference; it is neither stored nor logged. The questions are a POST for the same reason as a single one.
#[utoipa::path(tag = "eligibility", request_body = BatchBody, responses((status = 200, description = "Svaren i frågornas ordning. / The answers in the order of the questions.", body = BatchResults)))]
#[post("/eligibility-batches")]
pub(crate) async fn ask_eligibility_batch(_: NoQuery, call: Call, body: JsonBody<MANY>) -> Answer {
    preferred(&call.request, &["application/json"])?;
    let places = batch::split(&body).map_err(|no_batch| match no_batch {
        NoBatch::Faults(faults) => Problem::of_faults(faults),
        NoBatch::TooMany => Problem {
            detail: Some(composed!(
                "Högst {MAX_QUESTIONS} frågor på en gång.",
                "At most {MAX_QUESTIONS} questions at a time."
            )),
            ..Problem::of(Kind::ContentTooLarge)
        },
    })?;
    let answers = Answers {
        body: body.0,
        waiting: places.into_iter().enumerate().collect(),
        begun: false,
        catalogue: Arc::clone(&call.catalogue()),
        today: call.today(),
        base: call.base(),
        trace_id: Trace::of_request(&call.request).id().to_owned(),
        language: preferred_language(&call.request).unwrap_or(TextLanguage::English),
    };
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(stream::iter(answers.map(Ok::<_, Infallible>))))
}

struct Answers {
    body: Bytes,
    /// The number and place of each remaining question.
    waiting: VecDeque<(usize, Range<usize>)>,
    begun: bool,
    /// The same for all questions, even if a new catalogue is published meanwhile.
    catalogue: Arc<Catalogue>,
    today: NaiveDate,
    base: String,
    trace_id: String,
    language: TextLanguage,
}

impl Iterator for Answers {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let mut out = Vec::with_capacity(CHUNK + CHUNK / 8);
        if !self.begun {
            out.extend_from_slice(br#"{"results":["#);
        } else if self.waiting.is_empty() {
            return None;
        }
        while out.len() < CHUNK {
            let Some((at, place)) = self.waiting.pop_front() else {
                break;
            };
            if at > 0 {
                out.push(b',');
            }
            self.answer(at, place, &mut out);
        }
        if self.waiting.is_empty() {
            out.extend_from_slice(b"]}");
        }
        self.begun = true;
        Some(out.into())
    }
}

impl Answers {
    fn answer(&self, at: usize, place: Range<usize>, out: &mut Vec<u8>) {
        // The batch was split as text, so every place is text too.
        let text = std::str::from_utf8(&self.body[place]).unwrap_or_default();
        let problem = |reference, problem: &Problem, out: &mut Vec<u8>| {
            let result = NotAnswered {
                reference,
                problem: problem.details(&self.base, &self.trace_id, self.language),
            };
            serde_json::to_writer(out, &result).expect("writing to memory does not fail, and every problem is JSON");
        };
        match batch::read(text, at, self.today) {
            Err(NotUnderstood { reference, faults }) => {
                problem(reference.as_deref(), &Problem::of_faults(faults), out);
            }
            Ok(item) => {
                if let Err(no_answer) = write_answer(&self.catalogue, &item, self.today, out) {
                    let found = problem_of(no_answer, &format!("/questions/{at}"));
                    problem(Some(&item.reference), &found, out);
                }
            }
        }
    }
}

fn write_answer(catalogue: &Catalogue, item: &BatchItem, today: NaiveDate, out: &mut Vec<u8>) -> Result<(), NoAnswer> {
    let question = Question {
        as_of: item.question.as_of.unwrap_or(today),
        activity: item.question.activity.as_deref(),
        place: item.question.place.as_deref(),
        facts: &item.question.facts,
    };
    let answer = catalogue.answer(item.kommunkod, &item.insats, &question)?;
    // A reference contains nothing that JSON would escape.
    out.extend_from_slice(b"{\"reference\":\"");
    out.extend_from_slice(item.reference.as_bytes());
    out.extend_from_slice(b"\",\"answer\":");
    answer.write_json(out);
    out.push(b'}');
    Ok(())
}

#[derive(Serialize)]
struct NotAnswered<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    problem: ProblemDetails,
}
