//! The tables on the page of the annual report.

use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::report::rows::{ReportFigure, ReportRow};
use crate::domain::statistics::report::{AnnualReport, Variant};
use crate::domain::text::swedish;

use super::words;
use super::words::TableOf;

/// A figure, or a word that replaces it.
#[derive(Default)]
pub(crate) struct Cell {
    pub is_word: bool,
    pub value: String,
    /// Small text after the value.
    pub more: String,
}

pub(crate) struct Row {
    pub name: String,
    pub cells: Vec<Cell>,
    /// The lengths of the bars of this year and last year, in thousandths.
    pub bars: Option<[i64; 2]>,
}

pub(crate) struct Table {
    /// The months of last year, if the act was in force only part of that year.
    pub last_years_months: Option<String>,
    pub has_change: bool,
    pub has_bars: bool,
    pub rows: Vec<Row>,
    pub together: Vec<Row>,
}

/// The sessions and ratings of one or all providers, by year.
pub(crate) struct Ratings {
    pub name: String,
    pub years: Vec<Row>,
}

impl Cell {
    fn word(word: &str) -> Self {
        Self {
            is_word: true,
            value: word.into(),
            ..Self::default()
        }
    }

    fn or_dash(value: Option<String>) -> Self {
        let shown = value.map(|value| Self {
            value,
            ..Self::default()
        });
        shown.unwrap_or_else(|| Self::word("–"))
    }

    fn of(figure: Option<&ReportFigure>) -> Self {
        let Some(figure) = figure else {
            return Self::or_dash(None);
        };
        let Some(value) = figure.value else {
            return Self::word(words::status(figure.status).0);
        };
        Self {
            more: figure.rest.map_or("", |rest| words::rest(rest).0).into(),
            ..Self::or_dash(Some(words::number(value)))
        }
    }
}

/// The months of last year, if the act was in force only part of that year.
pub(crate) fn last_years_months(report: &AnnualReport) -> Option<String> {
    let is_short = report.total.last_year.is_some() && report.year - 1 == FIRST.year();
    is_short.then(|| words::months(FIRST, Month::last_of(FIRST.year())))
}

pub(crate) fn table(report: &AnnualReport, of: TableOf) -> Table {
    let is_of_months = of == TableOf::Months;
    let has_last_year = report.total.last_year.is_some();
    let has_change = is_of_months && has_last_year;
    let shown = match of {
        TableOf::Months => &report.by_month,
        TableOf::Genders => &report.by_gender,
        TableOf::Places => &report.by_place,
        TableOf::Providers => &report.by_provider,
    };
    let cells = |this_year: Option<&ReportFigure>, last_year: Option<&ReportFigure>, change: Cell| {
        let last_year = has_last_year.then(|| Cell::of(last_year));
        let cells = std::iter::once(Cell::of(this_year)).chain(last_year);
        cells.chain(has_change.then_some(change)).collect()
    };
    // The length of a bar depends only on the figures in the table.
    let value = |figure: Option<&ReportFigure>| figure.and_then(|figure| figure.value).unwrap_or(0);
    let values = |row: &ReportRow| [value(Some(&row.this_year)), value(row.last_year.as_ref())];
    let longest = shown.rows.iter().flat_map(values).max().unwrap_or(0).max(1);
    let rows = shown.rows.iter().map(|row| {
        let change = Cell::or_dash(row.change_percent.map(words::percent));
        Row {
            name: words::row(row),
            cells: cells(Some(&row.this_year), row.last_year.as_ref(), change),
            bars: Some(values(row).map(|value| value * 1000 / longest)),
        }
    });
    let together = shown.together.iter().map(|row| Row {
        name: words::together(row, of),
        cells: cells(row.this_year.as_ref(), row.last_year.as_ref(), Cell::default()),
        bars: None,
    });
    Table {
        last_years_months: last_years_months(report).filter(|_| !is_of_months),
        has_change,
        has_bars: is_of_months,
        rows: rows.collect(),
        together: together.collect(),
    }
}

/// The ratings by provider, if there are any. Exact reports also have sessions, their mean, and all providers together.
pub(crate) fn ratings(report: &AnnualReport) -> Vec<Ratings> {
    let providers = &report.by_provider.rows;
    let is_exact = report.variant == Variant::Exact;
    let has_any = |figure: &ReportFigure| figure.sessions.is_some() || figure.rating.is_some();
    if !providers
        .iter()
        .any(|row| has_any(&row.this_year) || row.last_year.as_ref().is_some_and(has_any))
    {
        return Vec::new();
    }
    let all = (is_exact && providers.len() > 1).then(|| (swedish!("Alla utförare").to_owned(), &report.total));
    let named = providers.iter().map(|row| (words::row(row), row)).chain(all);
    let ratings = named.map(|(name, row)| {
        let this_year = std::iter::once((report.year, &row.this_year));
        let last_year = row.last_year.as_ref().map(|figure| (report.year - 1, figure));
        let years = this_year.chain(last_year).map(|(year, figure)| Row {
            name: year.to_string(),
            cells: rating(figure, is_exact),
            bars: None,
        });
        Ratings {
            name,
            years: years.collect(),
        }
    });
    ratings.collect()
}

fn rating(figure: &ReportFigure, is_exact: bool) -> Vec<Cell> {
    let mut rating = Cell::or_dash(figure.rating.map(words::tenths));
    if let (Some(count), false) = (figure.responses, rating.is_word) {
        let count = words::number(count);
        rating.more = swedish!(format "{count}\u{a0}svar");
    }
    if !is_exact {
        return vec![rating];
    }
    let sessions = Cell::or_dash(figure.sessions.map(words::number));
    vec![
        sessions,
        Cell::or_dash(figure.mean_per_session.map(words::tenths)),
        rating,
    ]
}
