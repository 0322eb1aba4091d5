//! The page with a question, or with each question whose answer was refused.

use actix_web::http::StatusCode;
use askama::Template;

use crate::documents::questions::form::fields::Fields;
use crate::domain::Code;
use crate::domain::criteria::fact::Fact;
use crate::domain::criteria::local::find;
use crate::domain::criteria::variables::{Ask, Whom};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;

use super::about::{About, Asked};
use super::control::{Control, UNKNOWN_WORDS};
use super::faults::in_words;
use super::frame::{Frame, frame};
use super::given::{Given, Words, given, question};
use super::texts::Texts;

#[derive(Template)]
#[template(path = "pages/eligibility/question_page.html")]
struct QuestionPage {
    layout: Layout,
    say: Texts,
    frame: Frame,
    /// Whether nothing is answered yet.
    is_first: bool,
    questions: Vec<QuestionView>,
    /// The element of a question: the heading of the page if there is only one.
    heading: &'static str,
    has_fault: bool,
    /// The words of the button for those who do not know the answer.
    unknown: String,
    /// The question on the page, for the same page in another language.
    current: String,
    given: Vec<Given>,
    /// The earlier answers, to be sent again: each field with its value.
    hidden: Vec<(String, String)>,
}

/// A question with its fields.
struct QuestionView {
    field: String,
    /// The element that a link to the question leads to.
    first_element: String,
    /// The texts that describe the fields.
    described_by: String,
    question: Words,
    help: Words,
    year_is_enough: bool,
    control: Control,
    fault: Option<String>,
}

/// The page with some questions, each perhaps with what is wrong with its answer.
pub(crate) fn question_page(
    call: &Call,
    about: &About,
    language: &PageLanguage,
    (fields, asked): (&Fields, &[(Asked, Option<Code>)]),
    status: StatusCode,
) -> Answer {
    let again: Vec<Asked> = asked.iter().map(|(asked, _)| asked.clone()).collect();
    let shown: Vec<String> = again.iter().map(Asked::field).collect();
    let (frame, layout) = frame(call, about, language);
    let hidden = fields
        .iter()
        .filter(|(name, _)| shown.iter().all(|shown| shown != name));
    let hidden = hidden.flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
    let page = QuestionPage {
        say: Texts::new(language.words),
        is_first: fields.is_empty(),
        heading: if asked.len() > 1 { "h2" } else { "h1" },
        questions: asked
            .iter()
            .map(|(asked, code)| view(asked, *code, about, fields, language))
            .collect(),
        unknown: language.say(&UNKNOWN_WORDS).to_owned(),
        has_fault: asked.iter().any(|(_, code)| code.is_some()),
        current: again.first().map(Asked::field).unwrap_or_default(),
        given: given(about, fields, &again, language),
        hidden: hidden.collect(),
        frame,
        layout,
    };
    uncached_page(status, language, &page)
}

fn view(asked: &Asked, code: Option<Code>, about: &About, fields: &Fields, language: &PageLanguage) -> QuestionView {
    let field = asked.field();
    let control = Control::of(asked, about, fields, language);
    let help = help(asked, about, language);
    let first = control.choices().first();
    let first_element = first.map_or_else(|| field.clone(), |choice| format!("{field}.{}", choice.value));
    let described: Vec<String> = [(!help.text.is_empty(), "help"), (code.is_some(), "fault")]
        .into_iter()
        .filter(|(is_there, _)| *is_there)
        .map(|(_, part)| format!("{field}.{part}"))
        .collect();
    QuestionView {
        first_element,
        described_by: described.join(" "),
        question: question(asked, about, language),
        year_is_enough: is_birth_date(asked),
        control,
        fault: code.map(|code| language.say(&in_words(asked, code)).to_owned()),
        help,
        field,
    }
}

fn is_birth_date(asked: &Asked) -> bool {
    matches!(asked, Asked::Fact(open) if open.ask == Ask::Fact(Fact::BirthDate))
}

/// What one may need to know to answer.
fn help(asked: &Asked, about: &About, language: &PageLanguage) -> Words {
    let Asked::Fact(open) = asked else {
        return Words::default();
    };
    match &open.ask {
        // The others are written to the person asked about.
        Ask::Fact(Fact::BirthDate) => Words::plain(language.say(&Fact::BirthDate.help())),
        Ask::Fact(fact) if open.whom == Whom::Own => Words::plain(language.say(&fact.help())),
        Ask::Fact(_) => Words::default(),
        Ask::Local(slug) => {
            let help = find(about.questions, slug).and_then(|question| question.help.as_ref());
            help.map_or_else(Words::default, |help| Words::of(&language.show(help)))
        }
    }
}
