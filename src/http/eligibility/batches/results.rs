//! Writes the results of many questions, one after the other, in any form.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use crate::catalogue::snapshot::{Catalogue, NoAnswer};
use crate::documents::questions::batch::BatchItem;
use crate::documents::sheets::export::{MARK, protected, write_rows};
use crate::domain::eligibility::Question;
use crate::domain::eligibility::brief::BatchHead;
use crate::domain::text::TextLanguage;
use crate::http::call::Call;
use crate::http::client::language::preferred_language;
use crate::http::problems::{Problem, ProblemDetails};
use crate::http::trace::Trace;

use super::form::Form;

/// The columns of a sheet of results.
const COLUMNS: [&str; 10] = [
    "line",
    "reference",
    "outcome",
    "reasonCode",
    "missing",
    "provisos",
    "warnings",
    "problem",
    "errors",
    "rightToApply",
];
/// The most errors of a question that a sheet describes.
const MAX_IN_CELL: usize = 10;

/// The results of many questions, while they are written.
pub(super) struct Results {
    form: Form,
    is_brief: bool,
    /// The same for all questions, even if a new catalogue is published meanwhile.
    catalogue: Arc<Catalogue>,
    pub today: NaiveDate,
    base: String,
    trace_id: String,
    language: TextLanguage,
    /// The number of results so far.
    written: usize,
}

#[derive(Serialize)]
struct NotAnswered<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
    problem: ProblemDetails,
}

impl Results {
    /// No results yet, by the catalogue and the day of this moment.
    pub(super) fn of(call: &Call, form: Form, is_brief: bool) -> Self {
        Self {
            form,
            is_brief,
            catalogue: Arc::clone(&call.catalogue()),
            today: call.today(),
            base: call.base(),
            trace_id: Trace::of_request(&call.request).id().to_owned(),
            language: preferred_language(&call.request).unwrap_or(TextLanguage::English),
            written: 0,
        }
    }

    /// Writes what comes before the first result.
    pub(super) fn begin(&self, out: &mut Vec<u8>) {
        match self.form {
            Form::Json => {
                if self.is_brief {
                    write(&self.head(), out);
                    // The members of the head, and one more.
                    out.pop();
                    out.push(b',');
                } else {
                    out.push(b'{');
                }
                out.extend_from_slice(br#""results":["#);
            }
            Form::Lines => {
                write(&self.head(), out);
                out.push(b'\n');
            }
            Form::Sheet => {
                out.extend_from_slice(MARK.encode_utf8(&mut [0; 4]).as_bytes());
                write_rows(std::iter::once(COLUMNS), out);
            }
        }
    }

    /// Writes what comes after the last result.
    pub(super) fn end(&self, out: &mut Vec<u8>) {
        if self.form == Form::Json {
            out.extend_from_slice(b"]}");
        }
    }

    fn head(&self) -> BatchHead {
        BatchHead::of(self.today, self.catalogue.revision())
    }

    /// Writes the answer to a question, of a line if the questions have lines.
    ///
    /// # Errors
    /// Why there is no answer. Then nothing is written.
    pub(super) fn answer(&mut self, line: Option<usize>, item: &BatchItem, out: &mut Vec<u8>) -> Result<(), NoAnswer> {
        let catalogue = Arc::clone(&self.catalogue);
        let question = Question {
            as_of: item.question.as_of.unwrap_or(self.today),
            activity: item.question.activity.as_deref(),
            place: item.question.place.as_deref(),
            facts: &item.question.facts,
        };
        let answer = catalogue.answer(item.kommunkod, &item.insats, &question)?;
        if self.form == Form::Sheet {
            let [outcome, reason, missing, provisos, warnings] = &answer.brief_cells();
            let cells = [outcome, reason, missing, provisos, warnings, "", ""];
            self.row(line, Some(&item.reference), cells, out);
            return Ok(());
        }
        self.separate(out);
        // A reference contains nothing that JSON would escape.
        out.extend_from_slice(b"{\"reference\":\"");
        out.extend_from_slice(item.reference.as_bytes());
        if self.is_brief {
            out.extend_from_slice(b"\",");
            answer.write_brief_json(out);
        } else {
            out.extend_from_slice(b"\",\"answer\":");
            answer.write_json(out);
        }
        out.push(b'}');
        self.finish(out);
        Ok(())
    }

    /// Writes why a question has no answer.
    pub(super) fn problem(
        &mut self,
        line: Option<usize>,
        reference: Option<&str>,
        problem: &Problem,
        out: &mut Vec<u8>,
    ) {
        let problem = problem.details(&self.base, &self.trace_id, self.language);
        if self.form == Form::Sheet {
            let errors = in_words(&problem);
            self.row(line, reference, ["", "", "", "", "", &problem.code, &errors], out);
            return;
        }
        self.separate(out);
        let result = NotAnswered {
            line,
            reference,
            problem,
        };
        write(&result, out);
        self.finish(out);
    }

    fn separate(&mut self, out: &mut Vec<u8>) {
        if self.form == Form::Json && self.written > 0 {
            out.push(b',');
        }
        self.written += 1;
    }

    fn finish(&self, out: &mut Vec<u8>) {
        if self.form == Form::Lines {
            out.push(b'\n');
        }
    }

    /// Writes a row. The first one says that one may always apply.
    fn row(&mut self, line: Option<usize>, reference: Option<&str>, cells: [&str; 7], out: &mut Vec<u8>) {
        let line = line.map(|line| line.to_string()).unwrap_or_default();
        let reference = protected(reference.unwrap_or_default());
        let right = (self.written == 0).then(|| self.head().right_to_apply.text);
        let right = right.as_ref().map_or("", |right| self.language.of(right));
        let [outcome, reason, missing, provisos, warnings, problem, errors] = cells;
        let errors = protected(errors);
        let cells = [
            &*line, &reference, outcome, reason, missing, provisos, warnings, problem, &errors, right,
        ];
        write_rows(std::iter::once(cells), out);
        self.written += 1;
    }
}

/// The errors of a question in words, each with its column or its place.
fn in_words(problem: &ProblemDetails) -> String {
    let errors = problem.errors.iter().take(MAX_IN_CELL).map(|error| {
        let place = error.column.as_deref().unwrap_or(&error.pointer);
        if place.is_empty() {
            error.detail.clone()
        } else {
            format!("{place}: {}", error.detail)
        }
    });
    let errors: Vec<String> = errors.collect();
    if errors.is_empty() {
        problem.detail.clone()
    } else {
        errors.join(" | ")
    }
}

fn write(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("writing to memory does not fail, and every result is JSON");
}
