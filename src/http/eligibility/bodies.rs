//! The bodies of questions and of batches, for the specification.
//!
//! `documents::questions` reads the questions, and `batches` writes the answers while the client reads.

#![expect(dead_code, reason = "the specification alone uses these fields")]

use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::domain::criteria::facts::RelativeReason;
use crate::domain::eligibility::answer::Answer;
use crate::domain::kommun::Kommunkod;
use crate::domain::slug::Slug;
use crate::http::problems::ProblemDetails;

/// A question about one insats. An absent fact is unknown, never false.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14", "registeredMunicipality": "1270"}}))]
pub(crate) struct EligibilityQuestion {
    /// The day of the question; today if absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// An activity of the insats.
    activity: Option<Slug>,
    /// The facts about the person.
    facts: Option<StatedFacts>,
}

/// Facts about a person.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = Facts)]
pub(crate) struct StatedFacts {
    /// Date of birth.
    #[schema(example = "1950-03-14")]
    birth_date: Option<NaiveDate>,
    /// Age in whole years on the day of the question.
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
    /// What the person states about themselves. See `/facts` for the questions.
    self_declared: Option<StatedSelfDeclared>,
}

/// What a person states about themselves.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = SelfDeclaredFacts)]
pub(crate) struct StatedSelfDeclared {
    /// Cares for or supports a close person.
    #[schema(example = true)]
    supports_relative: Option<bool>,
    /// Why the close person needs support: a complete list, empty for none.
    relative_reasons: Option<Vec<RelativeReason>>,
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

/// Many questions.
#[derive(ToSchema)]
#[schema(as = EligibilityBatch)]
pub(crate) struct BatchBody {
    /// The questions, at most 10,000.
    #[schema(max_items = 10_000)]
    questions: Vec<BatchQuestion>,
}

/// One question in a batch.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct BatchQuestion {
    /// Your own reference: 1 to 64 letters, digits, `_` and `-`. Never an identity number.
    #[schema(pattern = "^[A-Za-z0-9_-]{1,64}$", example = "q-1")]
    reference: String,
    /// The municipality.
    kommunkod: Kommunkod,
    /// The insats.
    insats: Slug,
    /// An activity of the insats.
    activity: Option<Slug>,
    /// The day of the question; today if absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// The facts about the person.
    facts: Option<StatedFacts>,
}

/// The answers, in the order of the questions.
#[derive(ToSchema)]
#[schema(as = EligibilityResults)]
pub(crate) struct BatchResults<'a> {
    /// An answer or a problem for each question.
    #[schema(value_type = Vec<BatchResult>)]
    results: Vec<BatchResult<'a>>,
}

/// The result of one question: `answer`, or `problem` if the question is invalid.
#[derive(ToSchema)]
pub(crate) struct BatchResult<'a> {
    /// The client's own reference, if it could be read.
    #[schema(value_type = Option<String>, example = "q-1")]
    reference: Option<&'a str>,
    /// The answer.
    #[schema(value_type = Option<Answer>)]
    answer: Option<Answer<'a>>,
    /// Why there is no answer.
    problem: Option<ProblemDetails>,
}

/// A question about every insats. An absent fact is unknown, never false.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = ScreeningQuestion)]
pub(crate) struct ScreeningBody {
    /// The day of the question; today if absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// The facts about the person.
    facts: Option<StatedFacts>,
}
