//! Questions in lines or in rows, answered while they arrive, in as much memory for any number of them.

use std::io;
use std::num::NonZeroU32;

use actix_web::body::{BodyStream, MessageBody};
use actix_web::web::Bytes;
use futures_util::stream;

use crate::documents::questions::batch::{NotUnderstood, line_too_long, read_alone};
use crate::documents::questions::lines::{Line, Lines};
use crate::documents::questions::sheet::QuestionSheet;
use crate::documents::questions::sheet_columns::no_header;
use crate::domain::Fault;
use crate::http::call::Call;
use crate::http::client::rates::Asker;
use crate::http::eligibility::ask::problem_of;
use crate::http::problems::{Kind, Problem};
use crate::http::request::body::{Body, MANY};
use crate::http::request::streamed_body::StreamedBody;

use super::form::Form;
use super::results::Results;

/// How many bytes of answers to make at a time. Other requests get their turn after each part.
const PART: usize = 48 * 1024;
/// The bytes of questions that are answered at a time. A question takes longer to refuse than to answer.
const PART_OF_QUESTIONS: usize = 32 * 1024;
/// The most questions that are counted at a time, before they are answered.
const MOST_COUNTED: u32 = 64;
/// The most rows before the header of a sheet.
const MOST_BEFORE_HEADER: usize = 100;

/// The answers to questions that arrive in a form, made while the client sends and reads.
///
/// # Errors
/// What can be known before the first answer: 408 if nothing arrives, 400 for the header of a sheet.
pub(super) async fn answers(
    call: Call,
    body: Body<MANY>,
    form: Form,
    results: Results,
) -> Result<impl MessageBody + 'static, Problem> {
    let mut received = Received {
        body: body.streamed()?,
        lines: Lines::default(),
        is_whole: false,
    };
    // A short body is here before its answer begins, so its connection can be used again.
    received.more().await.map_err(|error| problem_before_answer(&error))?;
    let sheet = if form == Form::Sheet {
        Some(received.header().await?)
    } else {
        None
    };
    let answers = Answers {
        rate: Rate::of(&call),
        call,
        received,
        sheet,
        results,
        has_begun: false,
        has_ended: false,
    };
    Ok(BodyStream::new(stream::try_unfold(answers, Answers::next)))
}

fn problem_before_answer(error: &io::Error) -> Problem {
    Problem::of(if error.kind() == io::ErrorKind::TimedOut {
        Kind::RequestTimeout
    } else {
        Kind::MalformedRequest
    })
}

/// What has arrived of the questions.
struct Received {
    body: StreamedBody,
    lines: Lines,
    is_whole: bool,
}

impl Received {
    /// Receives the next part.
    async fn more(&mut self) -> io::Result<()> {
        if let Some(part) = self.body.next().await? {
            self.lines.add(&part);
        } else {
            self.is_whole = true;
            self.lines.end();
        }
        Ok(())
    }

    /// Receives the header of a sheet.
    async fn header(&mut self) -> Result<QuestionSheet, Problem> {
        let mut before = 0;
        loop {
            let header = match self.lines.next_line() {
                Some(_) if before == MOST_BEFORE_HEADER => Err(vec![no_header()]),
                Some(Line::Whole(number, row)) => QuestionSheet::of_header(row, number),
                Some(Line::TooLong(number)) => Err(at_line(line_too_long(), number)),
                None if self.is_whole => Err(vec![no_header()]),
                None => {
                    self.more().await.map_err(|error| problem_before_answer(&error))?;
                    continue;
                }
            };
            if let Some(sheet) = header.map_err(Problem::of_faults)? {
                return Ok(sheet);
            }
            before += 1;
        }
    }
}

fn at_line(faults: Vec<Fault>, number: usize) -> Vec<Fault> {
    let faults = faults.into_iter().map(|fault| Fault {
        line: Some(number),
        ..fault
    });
    faults.collect()
}

struct Answers {
    call: Call,
    received: Received,
    /// The columns, if the questions are rows.
    sheet: Option<QuestionSheet>,
    results: Results,
    rate: Rate,
    has_begun: bool,
    has_ended: bool,
}

impl Answers {
    /// The next part, and the rest.
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if self.has_ended {
            return Ok(None);
        }
        let mut out = Vec::with_capacity(PART + PART / 8);
        if self.has_begun {
            self.received.body.progressed();
            tokio::task::yield_now().await;
        } else {
            self.results.begin(&mut out);
            self.has_begun = true;
        }
        loop {
            let mut questions = 0;
            while out.len() < PART && questions < PART_OF_QUESTIONS {
                if self.rate.is_used_up() && self.received.lines.may_have_line() {
                    if !out.is_empty() {
                        break;
                    }
                    self.rate.wait(&self.call).await;
                }
                match self.answer(&mut out) {
                    Some(bytes) => questions += bytes,
                    None if self.received.is_whole => {
                        self.results.end(&mut out);
                        self.has_ended = true;
                        break;
                    }
                    None => break,
                }
            }
            if !out.is_empty() {
                return Ok(Some((out.into(), self)));
            }
            if self.has_ended {
                return Ok(None);
            }
            if questions >= PART_OF_QUESTIONS {
                // Rows that are no questions have no answers, and more rows may be here already.
                tokio::task::yield_now().await;
            } else {
                self.received.more().await?;
            }
        }
    }

    /// Answers the next question that has arrived; its bytes.
    fn answer(&mut self, out: &mut Vec<u8>) -> Option<usize> {
        let (number, line) = match self.received.lines.next_line()? {
            Line::Whole(number, line) => (number, line),
            Line::TooLong(number) => {
                let problem = Problem::of_faults(at_line(line_too_long(), number));
                self.results.problem(Some(number), None, &problem, out);
                self.rate.use_one();
                return Some(PART_OF_QUESTIONS);
            }
        };
        let of_row;
        let question = match self.sheet.as_mut().map(|sheet| sheet.question(line, number)) {
            None => line,
            Some(Ok(Some(question))) => {
                of_row = question;
                &of_row
            }
            Some(Ok(None)) => return Some(line.len()),
            Some(Err(fault)) => {
                let problem = Problem::of_faults(vec![fault]);
                self.results.problem(Some(number), None, &problem, out);
                self.rate.use_one();
                return Some(line.len());
            }
        };
        self.rate.use_one();
        let located = |mut problem: Problem| {
            problem.errors = match &self.sheet {
                Some(sheet) => sheet.located(problem.errors, number),
                None => at_line(problem.errors, number),
            };
            problem
        };
        match read_alone(question, self.results.today) {
            Ok(item) => {
                if let Err(no_answer) = self.results.answer(Some(number), &item, out) {
                    let problem = located(problem_of(no_answer, ""));
                    self.results.problem(Some(number), Some(&item.reference), &problem, out);
                }
            }
            Err(NotUnderstood { reference, faults }) => {
                let problem = located(Problem::of_faults(faults));
                self.results.problem(Some(number), reference.as_deref(), &problem, out);
                // To find every fault takes many times longer than to answer.
                return Some(PART_OF_QUESTIONS / 8 + line.len());
            }
        }
        Some(line.len())
    }
}

/// The questions that a client has left. A client that has none waits for them, and its stream with it.
struct Rate {
    /// Whose questions they are; `None` if they have no limit.
    asker: Option<Asker>,
    left: u32,
    /// How many were counted last.
    counted: NonZeroU32,
}

impl Rate {
    /// The request counted as its first question.
    fn of(call: &Call) -> Self {
        Self {
            asker: call.asker(&call.request).filter(|_| call.rates.is_some()),
            left: 1,
            counted: NonZeroU32::MIN,
        }
    }

    const fn is_used_up(&self) -> bool {
        self.asker.is_some() && self.left == 0
    }

    const fn use_one(&mut self) {
        self.left = self.left.saturating_sub(1);
    }

    /// Counts further questions, twice as many as before, once the client may ask them.
    async fn wait(&mut self, call: &Call) {
        let (Some(asker), Some(rates)) = (&self.asker, &call.rates) else {
            return;
        };
        let more = self.counted.saturating_add(self.counted.get());
        self.counted = more.min(NonZeroU32::MIN.saturating_add(MOST_COUNTED - 1));
        self.left = loop {
            match rates.take(asker, self.counted) {
                Ok(counted) => break counted,
                Err(wait) => tokio::time::sleep(wait).await,
            }
        };
    }
}
