//! The points of a trend: one for each period, its gaps, and the sums of several periods.

use std::collections::HashMap;

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::figure::{Status, Tenths};
use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::{Dimension, Month, Months};

use super::step::TrendStep;

/// One period, and the same period a year before.
#[serde_with::skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrendPoint {
    /// The period: a month, a quarter or a year.
    #[schema(example = "2026-10")]
    pub period: String,
    /// Its months.
    #[serde(skip)]
    pub months: Months,
    /// Participations: a person who attends twice counts twice. Null if not shown.
    #[schema(required = true)]
    #[serialize_always]
    pub value: Option<i64>,
    /// Whether it is shown, and the reason if not.
    pub status: Status,
    /// The same period a year before; absent before the act came into force.
    pub year_before: Option<TrendFigure>,
    /// The change from the year before in percent, if both are shown.
    #[schema(value_type = Option<f64>, example = 12.5)]
    pub change_percent: Option<Tenths>,
}

/// A figure of the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TrendFigure {
    /// Participations. Null if not shown.
    #[schema(required = true)]
    pub value: Option<i64>,
    /// Whether it is shown, and the reason if not.
    pub status: Status,
}

/// A released sum of several periods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TrendTogether {
    /// The released cell, or group of cells.
    #[schema(example = "traffpunkter.egen-regi.2026-02")]
    pub id: String,
    /// Its months.
    #[schema(value_type = Vec<String>)]
    pub months: Vec<Month>,
    /// Participations. Null if withdrawn.
    #[schema(required = true)]
    pub value: Option<i64>,
    /// Whether it is shown.
    pub status: Status,
}

/// Periods in a row without figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Gap {
    /// The first period.
    #[schema(example = "2026-03")]
    pub from: String,
    /// The last period.
    #[schema(example = "2026-05")]
    pub to: String,
    /// The reason.
    pub status: Status,
}

/// The points of an insats in some months.
pub(crate) fn points(step: TrendStep, answer: &FigureAnswer, insats: &str, months: Months) -> Vec<TrendPoint> {
    let rows = answer
        .rows
        .iter()
        .filter(|row| answer.label(row, Dimension::Insats) == Some(insats));
    let figures: HashMap<&str, TrendFigure> = rows
        .filter_map(|row| {
            let (value, status) = (row.value, row.status);
            Some((answer.label(row, step.dimension())?, TrendFigure { value, status }))
        })
        .collect();
    let nothing = TrendFigure {
        value: None,
        status: Status::NotApplicable,
    };
    let figure = |first: Month| figures.get(&*step.name(first)).copied().unwrap_or(nothing);
    let periods = step.periods(months).into_iter();
    let points = periods.map(|period| {
        let this = figure(period.from);
        let before = period.year_before();
        let year_before = (before.from >= FIRST).then(|| figure(before.from));
        TrendPoint {
            period: step.name(period.from),
            months: period,
            value: this.value,
            status: this.status,
            year_before,
            change_percent: year_before.and_then(|before| change(this.value?, before.value?)),
        }
    });
    points.collect()
}

/// The change from one number to another in percent; `None` from zero.
pub(crate) fn change(this: i64, before: i64) -> Option<Tenths> {
    (before > 0).then(|| {
        let more = (this - before) * 1000;
        Tenths((more.abs() + before / 2) / before * more.signum())
    })
}

/// The released sums of an insats that span several periods and begin or end in some months.
pub(crate) fn together(step: TrendStep, answer: &FigureAnswer, insats: &str, months: Months) -> Vec<TrendTogether> {
    let cells = answer.cells.iter().filter(|cell| cell.insats == insats);
    let whole = cells.filter(|cell| cell.places.is_none() && cell.activities.is_none() && cell.genders.is_none());
    let spanning = whole.filter(|cell| {
        let (Some(first), Some(last)) = (cell.months.first(), cell.months.last()) else {
            return false;
        };
        let is_asked = cell.months.iter().any(|month| months.has(*month));
        is_asked && (step.name(*first) != step.name(*last))
    });
    let sums = spanning.map(|cell| TrendTogether {
        id: cell.id.clone(),
        months: cell.months.clone(),
        value: cell.value,
        status: cell.status,
    });
    sums.collect()
}

/// The periods in a row whose figures are lost, late or withdrawn. A period that nobody could have released yet is no gap.
pub(crate) fn gaps(points: &[TrendPoint], through: Option<Month>) -> Vec<Gap> {
    let mut gaps: Vec<(usize, Gap)> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let is_due = through.is_some_and(|through| point.months.to <= through);
        if !is_due || !matches!(point.status, Status::Missing | Status::Pending | Status::Withdrawn) {
            continue;
        }
        match gaps.last_mut() {
            Some((last, gap)) if *last + 1 == at && gap.status == point.status => {
                *last = at;
                gap.to.clone_from(&point.period);
            }
            _ => {
                let gap = Gap {
                    from: point.period.clone(),
                    to: point.period.clone(),
                    status: point.status,
                };
                gaps.push((at, gap));
            }
        }
    }
    gaps.into_iter().map(|(_, gap)| gap).collect()
}
