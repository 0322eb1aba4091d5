//! Questions about the eligibility of a person, without the person's identity.

use actix_web::{HttpMessage, post, web};

use crate::catalogue::snapshot::NoAnswer;
use crate::documents::questions::question;
use crate::domain::eligibility::answer;
use crate::domain::eligibility::{Question, UnknownPart};
use crate::domain::text::text;
use crate::domain::{Code, Fault};
use crate::http::call::{Answer, Call};
use crate::http::encoding::uncached::SentAsItIs;
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQueryFaults;
use crate::http::request::address::InsatsPath;
use crate::http::request::body::{JsonBody, ONE};
use crate::http::response::uncached_text;

use super::bodies::EligibilityQuestion;

/// The size of nearly every answer, at most.
const USUAL_BYTES: usize = 4 * 1024;

/// Ask whether a person meets the criteria of an insats.
///
/// Svarar om uppgifterna uppfyller nämndens villkor en viss dag, med skäl för varje villkor, vilka uppgifter som saknas och
/// från vilken dag svaret blir ja. Tjänsten tar emot frågan som POST, så att inget om personen hamnar i en adress eller
/// logg, och sparar ingenting. Svaret är inget beslut och ger ingen rätt till insatsen. Skicka aldrig personnummer.
///
/// Answers whether the facts meet the board's conditions on a day, with the reason for each condition, the missing facts
/// and the day from which the answer becomes yes. The question is a POST, so that nothing about the person appears in an
/// address or a log, and the service stores nothing. The answer is not a decision and gives no right to the service. Never
/// send an identity number.
#[utoipa::path(tag = "eligibility", params(InsatsPath), request_body = EligibilityQuestion, responses((status = 200, description = "Svaret. / The answer.", body = answer::Answer)))]
#[post("/municipalities/{kommunkod}/insatser/{slug}/eligibility")]
pub(crate) async fn ask_eligibility(
    path: web::Path<InsatsPath>,
    query: NoQueryFaults,
    call: Call,
    body: JsonBody<ONE>,
) -> Answer {
    let today = call.today();
    let asked = query.and(question::read(&body, today))?;
    let question = Question {
        as_of: asked.as_of.unwrap_or(today),
        activity: asked.activity.as_deref(),
        place: asked.place.as_deref(),
        facts: &asked.facts,
    };
    let catalogue = call.catalogue();
    let answer = catalogue
        .answer(path.kommunkod, &path.slug, &question)
        .map_err(|no_answer| problem_of(no_answer, ""))?;
    let mut json = Vec::with_capacity(USUAL_BYTES);
    answer.write_json(&mut json);
    call.request.extensions_mut().insert(SentAsItIs);
    uncached_text(&call.request, json)
}

/// The problem of a question without an answer; `pointer` is the location of the question in the body.
pub(crate) fn problem_of(no_answer: NoAnswer, pointer: &str) -> Problem {
    match no_answer {
        NoAnswer::UnknownInsats => Problem::of(Kind::UnknownInsats),
        NoAnswer::UnknownQuestions(pointers) => Problem::of_faults(
            pointers
                .into_iter()
                .map(|question| {
                    Fault::new(
                        format!("{pointer}/facts{question}"),
                        Code::UnknownQuestion,
                        text!(
                            "Kommunen har ingen sådan fråga om den personen.",
                            "The municipality has no such question about that person."
                        ),
                    )
                })
                .collect(),
        ),
        NoAnswer::UnknownPart(UnknownPart::Place) => Problem::of_fault(
            &format!("{pointer}/place"),
            Code::UnknownPlace,
            text!(
                "Insatsen eller aktiviteten har ingen sådan plats den dagen. Se places.",
                "The insats or the activity has no such place on that day. See places."
            ),
        ),
        NoAnswer::UnknownPart(UnknownPart::Activity) => Problem::of_fault(
            &format!("{pointer}/activity"),
            Code::UnknownActivity,
            text!(
                "Insatsen har ingen sådan aktivitet den dagen. Se activities hos insatsen.",
                "The insats has no such activity on that day. See activities of the insats."
            ),
        ),
    }
}
