//! The bodies of questions and of batches, for the specification.
//!
//! `documents::questions` reads the questions, and `batches` writes the answers while the client reads.

#![expect(dead_code, reason = "the specification alone uses these fields")]

use chrono::NaiveDate;
use utoipa::ToSchema;

use crate::domain::eligibility::answer::Answer;
use crate::domain::{Kommunkod, Slug};
use crate::http::problems::ProblemDetails;

use super::stated_facts::StatedFacts;

/// A question about one insats. An absent fact is unknown, never false.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", example = json!({"asOf": "2025-09-01", "facts": {"birthDate": "1950-03-14", "registeredMunicipality": "1270"}}))]
pub(crate) struct EligibilityQuestion {
    /// The day of the question; today if absent.
    #[schema(example = "2025-09-01")]
    as_of: Option<NaiveDate>,
    /// An activity of the insats.
    activity: Option<Slug>,
    /// A place of the insats.
    place: Option<Slug>,
    /// The facts about the person.
    facts: Option<StatedFacts>,
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
    /// A place of the insats.
    place: Option<Slug>,
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
