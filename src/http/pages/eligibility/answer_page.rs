//! The answer on a page: the outcome, each condition, what is missing, how to get the insats, and the right to apply.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::documents::questions::form::fields::Fields;
use crate::domain::Text;
use crate::domain::day::in_words;
use crate::domain::eligibility::Question;
use crate::domain::eligibility::answer::{self, Outcome, PartOutcome, RightToApply};
use crate::domain::eligibility::in_words as words;
use crate::domain::insatser::municipality::Municipality;
use crate::domain::text::{composed, text};
use crate::http::call::{Answer, Call};
use crate::http::html::answer::uncached_page;
use crate::http::html::language::PageLanguage;
use crate::http::html::layout::Layout;
use crate::http::pages::contacts::{ContactLine, ShownContact, email, phone, web_page};
use crate::interop::channels::{E_SERVICE, WEB_PAGE};

use super::about::{About, Asked};
use super::condition::{Both, Condition, conditions, prepared};
use super::frame::{Frame, frame};
use super::given::{Given, Words, given, question};
use super::texts::Texts;

#[derive(Template)]
#[template(path = "pages/eligibility/answer_page.html")]
struct AnswerPage<'a> {
    layout: Layout,
    say: Texts,
    frame: Frame,
    /// The part of the insats asked about.
    part: Option<Words>,
    outcome: String,
    /// The class of the outcome: `good`, `bad` or `warn`.
    class: &'static str,
    explanation: String,
    /// The day of the answer, and the days on which the outcome changes.
    day: String,
    days: Vec<String>,
    conditions: Vec<Condition>,
    /// The questions that are still open, with their fields.
    missing: Vec<Given>,
    /// The activities and the places with conditions of their own, each list with its heading.
    parts: Vec<Parts>,
    notes: Vec<String>,
    how: Option<How>,
    refer_to: Option<ShownContact<'a>>,
    right: String,
    right_note: Option<String>,
    apply_at: Option<ShownContact<'a>>,
    behind: Vec<String>,
    notice: String,
    /// No question is on the page.
    current: String,
    given: Vec<Given>,
    hidden: Vec<(String, String)>,
}

/// Parts of the insats, each with its own outcome.
struct Parts {
    heading: String,
    outcomes: Vec<(Words, String)>,
}

/// How to get the insats.
struct How {
    text: Option<Words>,
    lines: Vec<ContactLine>,
}

/// Something to know beside the answer.
#[derive(Deserialize)]
struct Note {
    code: String,
    text: Both,
}

/// The warnings that the explanation of a yes contains.
const IN_EXPLANATION: [&str; 2] = ["adoptionNotShown", "selection"];

/// The decision behind an answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    body: Option<String>,
    date: Option<chrono::NaiveDate>,
    reference: Option<String>,
    valid_from: chrono::NaiveDate,
    #[serde(default)]
    legal_basis: Vec<String>,
}

/// The page with an answer to the fields of a form.
pub(crate) fn answer_page(
    call: &Call,
    (about, municipality): (&About, Option<&Municipality>),
    language: &PageLanguage,
    fields: &Fields,
    asked: &Question,
    answer: &answer::Answer,
) -> Answer {
    let say = |text: &Text| language.say(text).to_owned();
    let both = |json: &RawValue| prepared::<Both>(json).map_or_else(String::new, |text| text.into_words(language));
    let day = in_words(answer.as_of);
    let right = RightToApply::at(municipality.and_then(|held| held.where_to_apply(about.stated())));
    let provisos = answer.provisos.iter().map(|code| Cow::Borrowed(&**code.prepared()));
    let notes = provisos.chain(answer.warnings.written());
    let (frame, layout) = frame(call, about, language);
    let hidden = fields.iter();
    let hidden = hidden.flat_map(|(name, values)| values.iter().map(|value| (name.to_owned(), value.clone())));
    let missing = about.in_order(&answer.missing, asked).into_iter().map(Asked::Fact);
    let page = AnswerPage {
        say: Texts::new(language.words),
        part: part(about, asked, language),
        outcome: say(&words::outcome(answer.outcome, answer.reason_code)),
        class: match answer.outcome {
            Outcome::Eligible => "good",
            Outcome::NotEligible => "bad",
            Outcome::NeedMoreFacts | Outcome::Undetermined => "warn",
        },
        explanation: both(&answer.explanation),
        day: say(&composed!("Svaret gäller {day}.", "This answer is for {day}."; day)),
        days: [
            answer.eligible_from.map(words::eligible_from),
            answer.eligible_until.map(words::eligible_until),
        ]
        .iter()
        .flatten()
        .map(say)
        .collect(),
        conditions: conditions(answer, about, language),
        missing: missing
            .map(|asked| Given {
                field: asked.field(),
                question: question(&asked, about, language),
                answer: Words::default(),
            })
            .collect(),
        parts: parts(about, answer, language),
        notes: notes
            .filter_map(|note| prepared::<Note>(&note))
            .filter(|note| answer.outcome != Outcome::Eligible || !IN_EXPLANATION.contains(&&*note.code))
            .map(|note| note.text.into_words(language))
            .collect(),
        how: (answer.outcome != Outcome::NotEligible)
            .then(|| how(about, language))
            .flatten(),
        refer_to: answer.refer_to.map(|contact| ShownContact::of(contact, language)),
        right: say(&right.text),
        right_note: right.contact_note.as_ref().map(say),
        apply_at: right.contact.map(|contact| ShownContact::of(contact, language)),
        behind: behind(about, answer, language),
        notice: both(answer.notice),
        current: String::new(),
        given: given(about, fields, &[], language),
        hidden: hidden.collect(),
        frame,
        layout,
    };
    uncached_page(StatusCode::OK, language, &page)
}

/// The name of the activity or the place asked about.
fn part(about: &About, asked: &Question, language: &PageLanguage) -> Option<Words> {
    let version = about.stated()?;
    let activity = asked.activity.and_then(|slug| version.activity(slug));
    let place = asked.place.and_then(|slug| version.place(slug));
    let activity = activity.map(|activity| Words::of(&language.show(&activity.name)));
    activity.or_else(|| place.map(|place| Words::swedish(&place.name, language)))
}

/// The outcomes of the parts with conditions of their own.
fn parts(about: &About, answer: &answer::Answer, language: &PageLanguage) -> Vec<Parts> {
    let outcome = |part: &PartOutcome| language.say(&words::part_outcome(part.outcome)).to_owned();
    let version = about.stated();
    let activities = answer.activities.iter().filter_map(|part| {
        let name = language.show(&version?.activity(part.slug)?.name);
        Some((Words::of(&name), outcome(part)))
    });
    let places = answer.places.iter().filter_map(|part| {
        let name = &version?.place(part.slug)?.name;
        Some((Words::swedish(name, language), outcome(part)))
    });
    let of_activities = text!("Aktiviteter med egna villkor", "Activities with their own conditions");
    let of_places = text!("Platser med egna villkor", "Places with their own conditions");
    let lists = [
        (of_activities, activities.collect::<Vec<_>>()),
        (of_places, places.collect()),
    ];
    let lists = lists.into_iter().filter(|(_, outcomes)| !outcomes.is_empty());
    let lists = lists.map(|(heading, outcomes)| Parts {
        heading: language.say(&heading).to_owned(),
        outcomes,
    });
    lists.collect()
}

fn how(about: &About, language: &PageLanguage) -> Option<How> {
    let version = about.stated()?;
    let lines = [
        version.function_phone.as_deref().map(|number| phone(number, language)),
        version
            .function_email
            .as_deref()
            .map(|address| email(address, language)),
        version
            .e_service
            .as_deref()
            .map(|page| web_page(&E_SERVICE, page, language)),
        version
            .web_page
            .as_deref()
            .map(|page| web_page(&WEB_PAGE, page, language)),
    ];
    let how = How {
        text: version
            .how_to_get_it
            .as_ref()
            .map(|text| Words::of(&language.show(text))),
        lines: lines.into_iter().flatten().collect(),
    };
    (how.text.is_some() || !how.lines.is_empty()).then_some(how)
}

/// The decision and the days of the information behind an answer.
fn behind(about: &About, answer: &answer::Answer, language: &PageLanguage) -> Vec<String> {
    let Some(decision) = answer.decision.and_then(prepared::<Decision>) else {
        return Vec::new();
    };
    let basis: Vec<&str> = decision.legal_basis.iter().map(String::as_str).collect();
    let last_day = about.version.and_then(|version| version.last_day);
    let lines = [
        words::decision(decision.body.as_deref(), decision.date, decision.reference.as_deref()),
        words::legal_basis(&basis),
        Some(words::valid(decision.valid_from, last_day)),
    ];
    lines
        .iter()
        .flatten()
        .map(|line| language.say(line).to_owned())
        .collect()
}
