//! Trends: each insats period by period against the year before, with the gaps in its reports, and whether it grows more
//! than the municipality expects.
//!
//! They use answers about figures and nothing else, so that they can reveal nothing more: the choice of periods, the
//! verdicts and the order depend only on what those answers show.

pub(crate) mod exact;
pub(crate) mod growth;
pub(crate) mod points;
pub(crate) mod public;
pub(crate) mod residents;
pub(crate) mod step;

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::Kommunkod;
use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::{Dimension, Month, Months};

use growth::{Growth, GrowthLimits};
use points::{Gap, TrendPoint, TrendTogether, gaps, points, together};
use residents::ComparedPopulation;
use step::TrendStep;

/// The trends of a municipality.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Trends {
    /// The municipality.
    pub kommunkod: Kommunkod,
    /// The first month.
    #[schema(value_type = String, example = "2025-07")]
    pub from: Month,
    /// The last month.
    #[schema(value_type = String, example = "2026-06")]
    pub to: Month,
    /// The last month with figures: the last one released, or for exact figures the last one asked for. Absent if there is
    /// none.
    #[schema(value_type = Option<String>, example = "2026-06")]
    pub figures_through: Option<Month>,
    /// How much an insats may grow in a year before the answer points it out, in percent; absent if the municipality has
    /// not decided it.
    #[schema(minimum = 1, maximum = 1000, example = 20)]
    pub growth_threshold_percent: Option<i32>,
    /// Growth against the number of residents.
    pub population: ComparedPopulation,
    /// The insatser by short name.
    pub insatser: Vec<InsatsTrend>,
}

/// The trend of an insats.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InsatsTrend {
    /// The insats.
    #[schema(example = "traffpunkter")]
    pub insats: String,
    /// The length of its periods: the shortest one at which a figure is shown.
    pub step: TrendStep,
    /// Its periods, by time.
    pub points: Vec<TrendPoint>,
    /// Released sums of several periods that are only shown together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TrendTogether>,
    /// The periods without figures, in a row, for another reason than that figures are shown together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// The sum of the periods that both years show, and whether it grows more than the municipality expects.
    pub growth: Growth,
}

/// The answers that trends are made from: figures by insats, for the asked months and the year before, by each length of
/// period, shortest first.
pub(crate) struct TrendAnswers(pub Vec<(TrendStep, FigureAnswer)>);

/// The trends in some months, with what growth is compared with.
pub(crate) fn trends(answers: &TrendAnswers, months: Months, limits: &GrowthLimits) -> Option<Trends> {
    let (_, first) = answers.0.first()?;
    let insatser: BTreeSet<&str> = answers
        .0
        .iter()
        .flat_map(|(_, answer)| {
            answer
                .rows
                .iter()
                .filter_map(|row| answer.label(row, Dimension::Insats))
        })
        .collect();
    Some(Trends {
        kommunkod: first.kommunkod,
        from: months.from,
        to: months.to,
        figures_through: first.through,
        growth_threshold_percent: limits.threshold,
        population: ComparedPopulation::of(limits.residents.as_ref().map(|residents| residents.populations)),
        insatser: insatser
            .into_iter()
            .map(|insats| trend(answers, insats, months, limits))
            .collect(),
    })
}

fn trend(answers: &TrendAnswers, insats: &str, months: Months, limits: &GrowthLimits) -> InsatsTrend {
    let by_step = answers.0.iter();
    let mut all = by_step.map(|(step, answer)| (*step, answer, points(*step, answer, insats, months)));
    let first = all.next().expect("trends are made from an answer");
    let is_shown = |points: &[TrendPoint]| points.iter().any(|point| point.value.is_some());
    let (step, answer, points) = if is_shown(&first.2) {
        first
    } else {
        all.find(|(_, _, points)| is_shown(points)).unwrap_or(first)
    };
    InsatsTrend {
        insats: insats.to_owned(),
        step,
        together: together(step, answer, insats, months),
        gaps: gaps(&points, answer.through),
        growth: Growth::of(insats, &points, limits),
        points,
    }
}
