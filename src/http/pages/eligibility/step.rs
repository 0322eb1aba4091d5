//! What a form gets back: a fault beside its field, the next question, or the answer.

use actix_web::http::StatusCode;

use crate::catalogue::snapshot::{Catalogue, NoAnswer};
use crate::documents::questions::form::fields::Fields;
use crate::documents::questions::form::names::{PART, field_of_fault};
use crate::documents::questions::form::reading::read;
use crate::domain::eligibility::Question;
use crate::domain::{Code, Fault};
use crate::http::call::{Answer, Call};
use crate::http::eligibility::ask::problem_of;
use crate::http::html::language::PageLanguage;
use crate::http::html::parameters::Parameters;
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::InsatsPath;

use super::about::{About, Asked};
use super::answer_page::answer_page;
use super::question_page::question_page;

/// The field that names the question on the page.
pub(crate) const QUESTION: &str = "question";
/// The button that says that the answer to a question is not known.
pub(crate) const SKIP: &str = "skip";
/// The button that goes back to a question.
pub(crate) const CHANGE: &str = "change";

/// A form as it was sent.
pub(crate) struct Sent {
    /// What it states.
    pub fields: Fields,
    /// The questions that were on the page.
    asked: Vec<Asked>,
    /// The question to go back to.
    change: Option<Asked>,
    /// Whether the question on the page needs an answer.
    needs_answer: bool,
}

impl Sent {
    /// No form yet.
    pub(crate) fn nothing() -> Self {
        Self {
            fields: Fields::default(),
            asked: Vec::new(),
            change: None,
            needs_answer: false,
        }
    }

    /// A form that was sent.
    pub(crate) fn of(mut fields: Fields) -> Self {
        let mut questions_of = |control: &str| -> Vec<Asked> {
            let names = fields.take(control);
            names.iter().filter_map(|name| Asked::of_field(name)).collect()
        };
        let (asked, skip) = (questions_of(QUESTION), questions_of(SKIP));
        let change = questions_of(CHANGE).into_iter().next();
        for skipped in &skip {
            fields.leave_unknown(skipped.field());
        }
        if change.is_some() {
            // What is not finished is neither kept nor refused.
            for unfinished in asked.iter().filter(|asked| change.as_ref() != Some(*asked)) {
                fields.take(&unfinished.field());
            }
        }
        Self {
            needs_answer: change.is_none() && skip.is_empty(),
            fields,
            asked,
            change,
        }
    }
}

/// Answers a form.
pub(crate) fn step(call: &Call, catalogue: &Catalogue, path: &InsatsPath, sent: Sent) -> Answer {
    let today = call.today();
    let about = About::find(catalogue, path, today)?;
    let language = PageLanguage::of(&call.request, &Parameters::of(&call.request));
    let Sent {
        fields,
        asked,
        change,
        needs_answer,
    } = sent;
    let read = match read(&fields, today) {
        Ok(read) => read,
        Err(faults) => return refused(call, &about, &language, fields, faults),
    };
    let question = Question {
        as_of: today,
        activity: read.activity.as_deref(),
        place: read.place.as_deref(),
        facts: &read.facts,
    };
    let answer = match catalogue.answer(path.kommunkod, &path.slug, &question) {
        Ok(answer) => answer,
        Err(no_answer @ NoAnswer::UnknownPart(_)) => {
            return refused(call, &about, &language, fields, problem_of(no_answer, "").errors);
        }
        Err(no_answer) => return Err(problem_of(no_answer, "")),
    };
    let is_part_open = about.has_parts() && !fields.has(PART);
    let next = is_part_open.then_some(Asked::Part).or_else(|| {
        let missing = about.in_order(&answer.missing, &question).into_iter().map(Asked::Fact);
        let mut open = missing.filter(|missing| !fields.has(&missing.field()));
        open.next()
    });
    if needs_answer {
        let nothing_was_asked = asked.is_empty() && fields.is_empty();
        let asked = asked.into_iter().chain(next.clone().filter(|_| nothing_was_asked));
        let unanswered = asked.filter(|asked| !fields.has(&asked.field()));
        let unanswered: Vec<_> = unanswered.map(|asked| (asked, Some(Code::MissingMember))).collect();
        if !unanswered.is_empty() {
            let status = Problem::of(Kind::Fault(Code::MissingMember)).status();
            return question_page(call, &about, &language, (&fields, &unanswered), status);
        }
    }
    if let Some(next) = change.or(next) {
        return question_page(call, &about, &language, (&fields, &[(next, None)]), StatusCode::OK);
    }
    let municipality = catalogue.municipality(path.kommunkod);
    answer_page(call, (&about, municipality), &language, &fields, &question, &answer)
}

/// Asks again for what was refused, and shows nothing of it.
fn refused(call: &Call, about: &About, language: &PageLanguage, mut fields: Fields, faults: Vec<Fault>) -> Answer {
    let mut again: Vec<(Asked, Option<Code>)> = Vec::new();
    for fault in &faults {
        let Some(asked) = field_of_fault(&fault.pointer).as_deref().and_then(Asked::of_field) else {
            return Err(Problem::of_faults(faults));
        };
        if again.iter().all(|(other, _)| *other != asked) {
            again.push((asked, Some(fault.code)));
        }
    }
    for (asked, _) in &again {
        fields.take(&asked.field());
    }
    let status = Problem::of_faults(faults).status();
    question_page(call, about, language, (&fields, &again), status)
}
