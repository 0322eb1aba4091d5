//! An answer about figures as one value. Every other form of it is made from this alone: pages, pictures, trends and
//! JSON-stat.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::Kommunkod;
use crate::domain::statistics::release::cell_name::CellName;
use crate::domain::statistics::release::published::Published;
use crate::domain::statistics::{By, Dimension, Month, Months};

use super::exact::{ExactFigure, ExactFigures};
use super::figure::{Figure, ReleasedCell, Status, Tenths};
use super::labels::Labelled;
use super::{Figures, Question, TooMany};

/// The figures of one answer, in order.
pub(crate) struct FigureAnswer {
    pub kommunkod: Kommunkod,
    /// Whether the figures are exact, and so not public.
    pub is_exact: bool,
    pub by: By,
    pub months: Months,
    /// The last month with figures: the last one released, or for exact figures the current one at most.
    pub through: Option<Month>,
    pub rows: Vec<AnswerRow>,
    /// The released cells that rows refer to.
    pub cells: Vec<ReleasedCell>,
}

/// One figure: participations, and what else is known of them.
#[derive(Clone, Debug)]
pub(crate) struct AnswerRow {
    /// Its value in each asked dimension, in order; `None` if not stated.
    pub labels: Vec<Option<String>>,
    /// Participations; `None` if not shown.
    pub value: Option<i64>,
    pub status: Status,
    /// The released cell, or group of cells, that contains it, if it is not shown.
    pub within: Option<String>,
    /// What else is known, in tenths.
    pub more: Vec<(Measure, Tenths)>,
}

/// What a figure can say beside participations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Measure {
    Women,
    Men,
    OtherOrUnknown,
    Records,
    Sessions,
    MeanPerSession,
    Rating,
    Responses,
}

impl FigureAnswer {
    /// The public answer to a question.
    pub(crate) fn public(kommunkod: Kommunkod, published: &Published, question: &Question) -> Result<Self, TooMany> {
        let figures = Figures::of(published, question)?;
        let shown: Vec<Figure> = (0..figures.count()).map(|at| figures.figure(at)).collect();
        Ok(Self {
            kommunkod,
            is_exact: false,
            by: question.by.clone(),
            months: question.months,
            through: published.months().last().copied(),
            rows: shown.iter().map(|figure| of_public(figure, &question.by)).collect(),
            cells: named_cells(published, &shown),
        })
    }

    /// An answer with some of the exact figures, which must be loaded.
    pub(crate) fn exact(
        kommunkod: Kommunkod,
        figures: &ExactFigures,
        rows: Range<usize>,
        (months, this_month): (Months, Month),
    ) -> Self {
        let rows = rows.map(|at| of_exact(&figures.figure(at), figures.by()));
        Self {
            kommunkod,
            is_exact: true,
            by: figures.by().clone(),
            months,
            through: Some(months.to.min(this_month)),
            rows: rows.collect(),
            cells: Vec::new(),
        }
    }

    /// The same answer with some of its figures.
    pub(crate) fn some(mut self, rows: Range<usize>) -> Self {
        self.rows = self.rows.drain(rows).collect();
        self
    }

    /// The label of a row in a dimension.
    pub(crate) fn label<'row>(&self, row: &'row AnswerRow, dimension: Dimension) -> Option<&'row str> {
        let at = self.by.dimensions().iter().position(|asked| *asked == dimension)?;
        row.labels[at].as_deref()
    }
}

/// The released cells, and groups of cells, that figures name.
pub(crate) fn named_cells(published: &Published, figures: &[Figure]) -> Vec<ReleasedCell> {
    let names: BTreeSet<CellName> = figures
        .iter()
        .flat_map(|figure| figure.within.iter().chain(&figure.cells))
        .filter_map(|name| CellName::parse(name))
        .collect();
    names
        .iter()
        .filter_map(|name| ReleasedCell::of(published, name))
        .collect()
}

fn labels(figure: &impl Labelled, by: &By) -> Vec<Option<String>> {
    by.dimensions()
        .iter()
        .map(|dimension| figure.label(*dimension))
        .collect()
}

fn of_public(figure: &Figure, by: &By) -> AnswerRow {
    AnswerRow {
        labels: labels(figure, by),
        value: figure.value,
        status: figure.status,
        within: figure.within.clone(),
        more: figure
            .rating
            .map(|rating| (Measure::Rating, rating))
            .into_iter()
            .collect(),
    }
}

fn of_exact(figure: &ExactFigure, by: &By) -> AnswerRow {
    let whole = |number: i64| Tenths(number * 10);
    let participants = &figure.participants;
    let more = [
        (Measure::Women, participants.women.map(whole)),
        (Measure::Men, participants.men.map(whole)),
        (Measure::OtherOrUnknown, participants.other_or_unknown.map(whole)),
        (Measure::Records, figure.records.map(whole)),
        (Measure::Sessions, figure.sessions.map(whole)),
        (Measure::MeanPerSession, figure.mean_per_session),
        (Measure::Rating, figure.rating.map(|rating| rating.mean)),
        (Measure::Responses, figure.rating.map(|rating| whole(rating.responses))),
    ];
    AnswerRow {
        labels: labels(figure, by),
        value: Some(participants.total),
        status: Status::Ok,
        within: None,
        more: more
            .into_iter()
            .filter_map(|(measure, value)| Some((measure, value?)))
            .collect(),
    }
}
