//! The bodies of questions and of batches, for the specification.
//!
//! `documents::questions` reads the questions, and `batches` writes the answers while the client reads.

#![expect(dead_code, reason = "the specification alone uses these fields")]

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::json;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::eligibility::answer::{Answer, Outcome, ReasonCode, RightToApply};
use crate::domain::eligibility::brief::BatchHead;
use crate::domain::eligibility::guardian::ProvisoCode;
use crate::domain::eligibility::warning::WarningCode;
use crate::domain::{Kommunkod, Slug, Text};
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

/// The answers, in the order of the questions. With `answers=brief`, what holds for all of them comes first.
#[derive(ToSchema)]
#[schema(as = EligibilityResults)]
#[schema(rename_all = "camelCase")]
pub(crate) struct BatchResults<'a> {
    /// The day of each question that names none.
    as_of: Option<NaiveDate>,
    /// The revision of the catalogue that answers every question.
    catalogue_revision: Option<i64>,
    /// That one may always apply.
    #[schema(value_type = Option<RightToApply>)]
    right_to_apply: Option<RightToApply<'a>>,
    /// What the answers are not.
    notice: Option<Text>,
    /// An answer or a problem for each question.
    #[schema(value_type = Vec<BatchResult>)]
    results: Vec<BatchResult<'a>>,
}

/// The result of one question: `answer`, or `problem` if the question is invalid. With `answers=brief`, the members of the brief
/// answer are in the place of `answer`.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) struct BatchResult<'a> {
    /// The line or the row of a question that is invalid, from 1; absent for questions in one document.
    #[schema(minimum = 1, example = 17)]
    line: Option<usize>,
    /// The client's own reference, if it could be read.
    #[schema(value_type = Option<String>, example = "q-1")]
    reference: Option<&'a str>,
    /// The answer.
    #[schema(value_type = Option<Answer>)]
    answer: Option<Answer<'a>>,
    /// Why there is no answer.
    problem: Option<ProblemDetails>,
    /// In brief: the answer.
    outcome: Option<Outcome>,
    /// In brief: why, in one word; absent when more facts are needed. The list is open.
    reason_code: Option<ReasonCode>,
    /// In brief: the facts that can still change the answer; empty when it is decided. Each is the JSON Pointer into `facts`
    /// where it goes.
    #[schema(example = json!(["/registeredMunicipality"]))]
    missing: Option<Vec<String>>,
    /// In brief: what the act demands of a child who takes part.
    provisos: Option<Vec<ProvisoCode>>,
    /// In brief: what to know that does not change the answer; absent when there is nothing.
    warnings: Option<Vec<WarningCode>>,
}

/// A line of answers: first what holds for all of them, then the result of each question.
pub(crate) struct BatchLine;

impl PartialSchema for BatchLine {
    fn schema() -> RefOr<Schema> {
        let schema = json!({
            "description": "A line of answers: first what holds for all of them, then the result of each question.",
            "anyOf": [
                {"$ref": "#/components/schemas/EligibilityHead"},
                {"$ref": "#/components/schemas/BatchResult"},
            ],
        });
        serde_json::from_value(schema).expect("a JSON Schema is a schema of the specification")
    }
}

impl ToSchema for BatchLine {
    fn name() -> Cow<'static, str> {
        "EligibilityLine".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((BatchHead::name().into(), BatchHead::schema()));
        BatchHead::schemas(schemas);
    }
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
