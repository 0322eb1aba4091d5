//! Many questions at once, answered in order while the client reads.

use std::collections::VecDeque;
use std::io;
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
use crate::documents::questions::batch::{BatchItem, Collected, MAX_QUESTIONS, NoBatch, NotUnderstood};
use crate::domain::eligibility::Question;
use crate::domain::text::{TextLanguage, composed};
use crate::http::call::{Answer, Call};
use crate::http::client::language::preferred_language;
use crate::http::load::Load;
use crate::http::problems::{Kind, Problem, ProblemDetails};
use crate::http::query::NoQuery;
use crate::http::request::body::{JsonBody, MANY};
use crate::http::response::accept::preferred;
use crate::http::trace::Trace;

use super::ask::problem_of;
use super::bodies::{BatchBody, BatchResults};

/// How many bytes of answers to make at a time. The next part waits until the client has received this one, and a client
/// that stops reading loses its connection ([`crate::app::App`]).
const PART: usize = 256 * 1024;
/// The size of a batch from which it is read and answered beside the threads that serve requests, in bytes.
const LARGE: usize = 256 * 1024;
/// The bytes of questions that are answered at a time. A question takes longer to refuse than to answer.
const PART_OF_QUESTIONS: usize = 128 * 1024;
/// The most faults of a batch that are described. After these, each question that is not understood shows its first one.
const MAX_DESCRIBED: usize = 1_000;

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
    let body = body.0;
    let is_large = body.len() > LARGE;
    let places = if is_large {
        let body = body.clone();
        call.load.work(move || batch::split(&body)).await?
    } else {
        batch::split(&body)
    };
    let places = places.map_err(|no_batch| match no_batch {
        NoBatch::Faults(faults) => Problem::of_faults(faults),
        NoBatch::TooMany => Problem {
            detail: Some(composed!(
                "Högst {MAX_QUESTIONS} frågor på en gång.",
                "At most {MAX_QUESTIONS} questions at a time."
            )),
            ..Problem::of(Kind::ContentTooLarge)
        },
    })?;
    // The body counted as one.
    if places.len() > 1 {
        call.count_questions(&call.request, places.len() - 1)?;
    }
    let answers = Answers {
        body,
        is_large,
        load: call.load.clone(),
        collected: Collected::default(),
        described: 0,
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
        .streaming(stream::try_unfold(answers, Answers::next)))
}

struct Answers {
    body: Bytes,
    is_large: bool,
    load: Load,
    collected: Collected,
    /// The faults that are described so far.
    described: usize,
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

impl Answers {
    /// The next part, and the rest.
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        let (part, rest) = if self.is_large {
            let load = self.load.clone();
            let made = load.work(move || (self.part(), self)).await;
            made.map_err(|problem| io::Error::other(problem.to_string()))?
        } else {
            (self.part(), self)
        };
        Ok(part.map(|part| (part, rest)))
    }

    fn part(&mut self) -> Option<Bytes> {
        let mut out = Vec::with_capacity(PART + PART / 8);
        if !self.begun {
            out.extend_from_slice(br#"{"results":["#);
        } else if self.waiting.is_empty() {
            return None;
        }
        let mut questions = 0;
        while out.len() < PART && questions < PART_OF_QUESTIONS {
            let Some((at, place)) = self.waiting.pop_front() else {
                break;
            };
            questions += place.len();
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

    fn answer(&mut self, at: usize, place: Range<usize>, out: &mut Vec<u8>) {
        // The batch was split as text, so every place is text too.
        let body = self.body.slice(place);
        let text = std::str::from_utf8(&body).unwrap_or_default();
        let problem = |reference, problem: &Problem, out: &mut Vec<u8>| {
            let result = NotAnswered {
                reference,
                problem: problem.details(&self.base, &self.trace_id, self.language),
            };
            serde_json::to_writer(out, &result).expect("writing to memory does not fail, and every problem is JSON");
        };
        match batch::read(text, at, self.today, &mut self.collected) {
            Err(NotUnderstood { reference, mut faults }) => {
                if self.described > MAX_DESCRIBED {
                    faults.truncate(1);
                }
                self.described += faults.len();
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
