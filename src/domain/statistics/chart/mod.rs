//! Charts: what a picture of figures shows, before it is drawn.
//!
//! A chart is made from an answer about figures and nothing else. Its order is that of the answer, and the maximum of its
//! axis depends only on the figures that are shown.

use crate::domain::letters::capital;
use crate::domain::text::{TextLanguage, composed, text};

use crate::domain::statistics::figures::answer::FigureAnswer;
use crate::domain::statistics::figures::figure::Status;
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::figures::names::Names;
use crate::domain::statistics::figures::title::title;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::trends::step::TrendStep;
use crate::domain::statistics::{Dimension, Months};

/// The form of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChartKind {
    /// Bars.
    Bars,
    /// Lines.
    Lines,
}

/// What a chart is asked to show of an answer.
pub(crate) struct AskedChart {
    /// The months of the chart; the answer may have the year before too.
    pub months: Months,
    pub kind: ChartKind,
    pub has_year_before: bool,
    /// The name of the only insats or provider.
    pub of: Option<String>,
    pub language: TextLanguage,
}

/// A chart in one language.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    pub kind: ChartKind,
    pub language: TextLanguage,
    pub title: String,
    /// Whether its slots are periods, in a row.
    pub is_of_time: bool,
    /// The names of the series: one, or this year and the year before.
    pub series: Vec<String>,
    pub slots: Vec<Slot>,
    /// Sums of several slots that are only shown together.
    pub spans: Vec<Span>,
}

/// A period or a category, with the figure of each series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub label: String,
    /// The label below the axis, if it has little room.
    pub short: String,
    /// The year below the label, for the first period of each year.
    pub year: Option<String>,
    pub figures: Vec<ChartFigure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ChartFigure {
    pub value: Option<i64>,
    pub status: Status,
}

/// A sum of several slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub first: usize,
    pub last: usize,
    pub value: i64,
}

impl Chart {
    /// The chart of an answer by one dimension. By time, it may show the same periods a year before beside the asked ones;
    /// the answer then has both.
    pub(crate) fn of(answer: &FigureAnswer, asked: &AskedChart, names: &Names) -> Option<Self> {
        let &AskedChart {
            months,
            kind,
            has_year_before,
            language,
            ..
        } = asked;
        let [dimension] = answer.by.dimensions() else {
            return None;
        };
        let step = match dimension {
            Dimension::Month => Some(TrendStep::Month),
            Dimension::Quarter => Some(TrendStep::Quarter),
            Dimension::Year => Some(TrendStep::Year),
            _ => None,
        };
        let title = title(answer, months);
        let title = match &asked.of {
            Some(of) => format!("{of}. {}", language.of(&title)),
            None => language.of(&title).to_owned(),
        };
        let participations = language.of(&in_words::participations()).to_owned();
        let Some(step) = step else {
            let slots = answer.rows.iter().map(|row| {
                let label = names.name(*dimension, row.labels[0].as_deref());
                Slot {
                    short: label.clone(),
                    label,
                    year: None,
                    figures: vec![ChartFigure {
                        value: row.value,
                        status: row.status,
                    }],
                }
            });
            return Some(Self {
                kind: ChartKind::Bars,
                language,
                title,
                is_of_time: false,
                series: vec![participations],
                slots: slots.collect(),
                spans: Vec::new(),
            });
        };
        let figure = |first: Month| {
            let name = step.name(first);
            let row = answer.rows.iter().find(|row| row.labels[0].as_deref() == Some(&name));
            let shown = row.map(|row| ChartFigure {
                value: row.value,
                status: row.status,
            });
            shown.unwrap_or_else(|| ChartFigure::of_nothing(first, answer))
        };
        let periods = step.periods(months);
        let slots = periods.iter().map(|period| {
            let this = figure(period.from);
            let before = period.from.year_before();
            let before = (has_year_before && before >= FIRST).then(|| figure(before));
            let nothing = ChartFigure {
                value: None,
                status: Status::NotApplicable,
            };
            let mut figures = vec![this];
            figures.extend(has_year_before.then(|| before.unwrap_or(nothing)));
            Slot::of_time(step, period.from, period.from == months.from, figures, language)
        });
        let mut series = vec![participations];
        if has_year_before {
            series.push(language.of(&text!("Året före", "The year before")).to_owned());
        }
        Some(Self {
            kind,
            language,
            title,
            is_of_time: true,
            series,
            slots: slots.collect(),
            spans: spans(answer, &periods),
        })
    }

    /// The largest figure that is shown; 0 if none is.
    pub(crate) fn largest(&self) -> i64 {
        let figures = self.slots.iter().flat_map(|slot| &slot.figures);
        figures.filter_map(|figure| figure.value).max().unwrap_or(0)
    }

    /// The reasons why figures are not shown, each once.
    pub(crate) fn not_shown(&self) -> Vec<Status> {
        let figures = self.slots.iter().filter_map(|slot| slot.figures.first());
        let hidden = figures.filter(|figure| figure.value.is_none());
        let mut statuses: Vec<Status> = Vec::new();
        for figure in hidden {
            if !statuses.contains(&figure.status) {
                statuses.push(figure.status);
            }
        }
        statuses
    }

    /// The chart in words, for who does not see it.
    pub(crate) fn description(&self) -> String {
        let language = self.language;
        let shown = self
            .slots
            .iter()
            .filter_map(|slot| Some((slot, slot.figures.first()?.value?)));
        let shown: Vec<(&Slot, i64)> = shown.collect();
        // The first of equals, in the order of the chart.
        let highest = shown.iter().rev().max_by_key(|(_, value)| *value);
        let lowest = shown.iter().min_by_key(|(_, value)| *value);
        let Some(((high, most), (low, least))) = highest.zip(lowest) else {
            return language
                .of(&text!(
                    "Ingen siffra visas i diagrammet.",
                    "The chart shows no figures."
                ))
                .to_owned();
        };
        let number = |value: i64| {
            let written = |language| in_words::number(value, language);
            (written(TextLanguage::Swedish), written(TextLanguage::English))
        };
        let (most, least) = (number(*most), number(*least));
        let (high, low, count) = (&high.label, &low.label, shown.len());
        let mut said = composed!(
            "{count} siffror visas. Den högsta är {most} ({high}) och den lägsta {least} ({low}).",
            "{count} figures are shown. The highest is {most} ({high}) and the lowest {least} ({low}).";
            most, least
        );
        for status in self.not_shown() {
            let all = self.slots.iter().filter(|slot| {
                slot.figures
                    .first()
                    .is_some_and(|figure| figure.value.is_none() && figure.status == status)
            });
            let slots = all.map(|slot| slot.label.clone()).collect::<Vec<_>>().join(", ");
            let why = in_words::status(status).0;
            let why = (capital(&why.sv), capital(&why.en));
            said = composed!("{said} {why}: {slots}.", "{said} {why}: {slots}."; said, why);
        }
        language.of(&said).to_owned()
    }
}

impl ChartFigure {
    /// The figure of a period that no row is about. In exact figures that is a period without records.
    fn of_nothing(first: Month, answer: &FigureAnswer) -> Self {
        let is_past = answer.through.is_some_and(|through| first <= through);
        let status = match (is_past, answer.is_exact) {
            (true, true) => Status::Missing,
            (true, false) => Status::NotApplicable,
            (false, _) => Status::Pending,
        };
        Self { value: None, status }
    }
}

impl Slot {
    pub(crate) fn of_time(
        step: TrendStep,
        first: Month,
        is_first: bool,
        figures: Vec<ChartFigure>,
        language: TextLanguage,
    ) -> Self {
        let year = first.year();
        let (label, short) = match step {
            TrendStep::Month => {
                let month = in_words::month(first, language);
                let short: String = month.chars().take(3).collect();
                (in_words::month_and_year(first, language), short)
            }
            TrendStep::Quarter => {
                let quarter = first.quarter();
                let short = language.choose("kv\u{a0}", "Q");
                (
                    format!("{}{quarter} {year}", language.choose("kvartal ", "quarter ")),
                    format!("{short}{quarter}"),
                )
            }
            TrendStep::Year => (year.to_string(), year.to_string()),
        };
        let is_new_year = is_first || first.of_year() == 1;
        Self {
            label,
            short,
            year: (step != TrendStep::Year && is_new_year).then(|| year.to_string()),
            figures,
        }
    }
}

/// The released cells that span several periods, all of whose months the chart shows.
fn spans(answer: &FigureAnswer, periods: &[Months]) -> Vec<Span> {
    let whole = answer
        .cells
        .iter()
        .filter(|cell| cell.places.is_none() && cell.activities.is_none() && cell.genders.is_none());
    let slot = |month: &Month| periods.iter().position(|period| period.has(*month));
    let spans = whole.filter_map(|cell| {
        let (first, last) = (slot(cell.months.first()?)?, slot(cell.months.last()?)?);
        let value = cell.value?;
        (first < last).then_some(Span { first, last, value })
    });
    spans.collect()
}
