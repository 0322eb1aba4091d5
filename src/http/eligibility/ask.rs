//! Questions about a person's eligibility, asked without saying who it is.

use actix_web::{post, web};
use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::catalogue::snapshot::NoAnswer;
use crate::documents::questions::question;
use crate::domain::eligibility::Question;
use crate::domain::eligibility::answer;
use crate::domain::fault::Code;
use crate::domain::slug::Slug;
use crate::domain::text::Text;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::NoQueryFaults;
use crate::http::request::address::InsatsPath;
use crate::http::request::body::{JsonBody, ONE};
use crate::http::response::uncached_text;

/// A question about one insats. Every fact is optional: absent is unknown, never false.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14", "registeredMunicipality": "1270"}}))]
#[expect(
    dead_code,
    reason = "describes the body in the specification; the reader collects every fault"
)]
pub(crate) struct EligibilityQuestion {
    /// The day asked about; today when absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// An activity of the insats.
    activity: Option<Slug>,
    /// What is stated about the person.
    facts: Option<StatedFacts>,
}

/// What is stated about a person; a closed list.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = Facts)]
#[expect(
    dead_code,
    reason = "describes the body in the specification; the reader collects every fault"
)]
pub(crate) struct StatedFacts {
    /// Date of birth.
    #[schema(example = "1950-03-14")]
    birth_date: Option<NaiveDate>,
    /// Age in whole years on the day asked about.
    #[schema(minimum = 0, maximum = 130, example = 75)]
    age: Option<u8>,
    /// Where the person is folkbokförd: a kommunkod, or `none`.
    #[schema(pattern = "^([0-9]{4}|none)$", example = "1270")]
    registered_municipality: Option<String>,
    /// Where the person lives: a kommunkod, or `none`.
    #[schema(pattern = "^([0-9]{4}|none)$", example = "1270")]
    residence_municipality: Option<String>,
    /// Where the person they support lives: a kommunkod, or `none`.
    #[schema(pattern = "^([0-9]{4}|none)$", example = "0188")]
    relative_residence_municipality: Option<String>,
    /// What the person says of themselves. See `/facts` for the questions.
    self_declared: Option<StatedSelfDeclared>,
}

/// What a person says of themselves.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = SelfDeclaredFacts)]
#[expect(
    dead_code,
    reason = "describes the body in the specification; the reader collects every fault"
)]
pub(crate) struct StatedSelfDeclared {
    /// Cares for or supports somebody close.
    #[schema(example = true)]
    supports_relative: Option<bool>,
    /// Why somebody close needs support: a complete list, empty for none.
    relative_reasons: Option<Vec<crate::domain::criteria::facts::RelativeReason>>,
    /// A child or young person whose parent has mental ill-health.
    parent_with_mental_illness: Option<bool>,
    /// Relatively healthy.
    relatively_healthy: Option<bool>,
    /// Has some contact within psychiatry.
    psychiatric_contact: Option<bool>,
    /// Has a psychiatric disability; no diagnosis needed.
    psychiatric_disability: Option<bool>,
    /// Has considerable difficulties in several areas of life.
    substantial_difficulties: Option<bool>,
    /// Has complex needs and needs contact with several authorities or care providers.
    complex_support_needs: Option<bool>,
    /// Is of working age.
    of_working_age: Option<bool>,
    /// Has a vision or hearing impairment.
    vision_or_hearing_impairment: Option<bool>,
    /// Is a parent.
    is_parent: Option<bool>,
    /// Is exposed to violence in close relations.
    exposed_to_violence: Option<bool>,
    /// Uses violence in close relations.
    uses_violence: Option<bool>,
}

/// What nearly every answer fits in.
const USUAL_BYTES: usize = 4 * 1024;

/// Ask whether somebody meets the criteria of an insats.
///
/// Svarar om uppgifterna uppfyller nämndens villkor en viss dag, med skäl för varje villkor, vilka uppgifter som saknas
/// och från vilken dag svaret blir ja. Frågan är en POST för att inget om personen ska hamna i en adress eller logg.
/// Ingenting sparas. Svaret är inget beslut och ger ingen rätt till insatsen. Skicka aldrig personnummer.
///
/// Answers whether the facts meet the board's conditions on a day, with the reason for each condition, the facts that
/// are missing and the day from which the answer becomes yes. The question is a POST so that nothing about the person
/// lands in an address or a log. Nothing is kept. The answer is no decision and gives no right to the service. Never
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
        facts: &asked.facts,
    };
    let catalogue = call.catalogue();
    let answer = catalogue
        .answer(path.kommunkod, &path.slug, &question)
        .map_err(|no_answer| problem_of(no_answer, ""))?;
    let mut json = Vec::with_capacity(USUAL_BYTES);
    answer.write_json(&mut json);
    uncached_text(&call.request, json)
}

/// The problem that there is no answer; `pointer` is where the question stands in what was sent.
pub(crate) fn problem_of(no_answer: NoAnswer, pointer: &str) -> Problem {
    match no_answer {
        NoAnswer::UnknownInsats => Problem::of(Kind::UnknownInsats),
        NoAnswer::UnknownActivity => Problem::of_fault(
            &format!("{pointer}/activity"),
            Code::UnknownActivity,
            Text::fixed(
                "Insatsen har ingen sådan aktivitet den dagen. Se activities hos insatsen.",
                "The insats has no such activity on that day. See activities of the insats.",
            ),
        ),
    }
}
