//! Questions in one document, which is received as a whole.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;

use actix_web::body::{BodyStream, MessageBody};
use actix_web::web::Bytes;
use futures_util::stream;

use crate::documents::questions::batch;
use crate::documents::questions::batch::{Collected, MAX_QUESTIONS, NoBatch, NotUnderstood};
use crate::domain::text::composed;
use crate::http::call::Call;
use crate::http::eligibility::ask::problem_of;
use crate::http::load::Load;
use crate::http::problems::{Kind, Problem};
use crate::http::request::body::{Body, MANY};

use super::results::Results;

/// How many bytes of answers to make at a time. The next part waits until the client has received this one, and a client
/// that stops reading loses its connection ([`crate::app::App`]).
const PART: usize = 256 * 1024;
/// The size of a batch from which it is read and answered beside the threads that serve requests, in bytes.
const LARGE: usize = 256 * 1024;
/// The bytes of questions that are answered at a time. A question takes longer to refuse than to answer.
const PART_OF_QUESTIONS: usize = 128 * 1024;
/// The most faults of a batch that are described. After these, each question that is not understood shows its first one.
const MAX_DESCRIBED: usize = 1_000;

/// The answers to the questions of a document, made while the client reads.
///
/// # Errors
/// What is wrong with the whole document: 413 if it has too many questions.
pub(super) async fn answers(
    call: &Call,
    body: Body<MANY>,
    results: Results,
) -> Result<impl MessageBody + 'static + use<>, Problem> {
    let body = body.json().await?;
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
        results,
    };
    Ok(BodyStream::new(stream::try_unfold(answers, Answers::next)))
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
    results: Results,
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
            self.results.begin(&mut out);
        } else if self.waiting.is_empty() {
            return None;
        }
        let mut questions = 0;
        while out.len() < PART && questions < PART_OF_QUESTIONS {
            let Some((at, place)) = self.waiting.pop_front() else {
                break;
            };
            questions += place.len();
            self.answer(at, place, &mut out);
        }
        if self.waiting.is_empty() {
            self.results.end(&mut out);
        }
        self.begun = true;
        Some(out.into())
    }

    fn answer(&mut self, at: usize, place: Range<usize>, out: &mut Vec<u8>) {
        // The batch was split as text, so every place is text too.
        let body = self.body.slice(place);
        let text = std::str::from_utf8(&body).unwrap_or_default();
        match batch::read(text, at, self.results.today, &mut self.collected) {
            Err(NotUnderstood { reference, mut faults }) => {
                if self.described > MAX_DESCRIBED {
                    faults.truncate(1);
                }
                self.described += faults.len();
                let problem = Problem::of_faults(faults);
                self.results.problem(None, reference.as_deref(), &problem, out);
            }
            Ok(item) => {
                if let Err(no_answer) = self.results.answer(None, &item, out) {
                    let problem = problem_of(no_answer, &format!("/questions/{at}"));
                    self.results.problem(None, Some(&item.reference), &problem, out);
                }
            }
        }
    }
}
