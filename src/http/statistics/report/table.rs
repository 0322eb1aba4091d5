//! The tables on the page of the annual report.

use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::month::{FIRST, Month};
use crate::domain::statistics::report::rows::ReportFigure;
use crate::domain::statistics::report::{AnnualReport, Variant};
use crate::domain::text::{TextLanguage, counted, text};

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
}

pub(crate) struct Table {
    /// The months of last year, if the act was in force only part of that year.
    pub last_years_months: Option<String>,
    pub has_change: bool,
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

    fn of(figure: Option<&ReportFigure>, language: TextLanguage) -> Self {
        let Some(figure) = figure else {
            return Self::or_dash(None);
        };
        let Some(value) = figure.value else {
            return Self::word(language.of(&in_words::status(figure.status).0));
        };
        let rest = figure.rest.map(|rest| in_words::rest(rest).0);
        Self {
            more: rest.map(|rest| language.of(&rest).to_owned()).unwrap_or_default(),
            ..Self::or_dash(Some(in_words::number(value, language)))
        }
    }
}

/// The months of last year, if the act was in force only part of that year.
pub(crate) fn last_years_months(report: &AnnualReport, language: TextLanguage) -> Option<String> {
    let is_short = report.total.last_year.is_some() && report.year - 1 == FIRST.year();
    is_short.then(|| in_words::months(FIRST, Month::last_of(FIRST.year()), language))
}

pub(crate) fn table(report: &AnnualReport, of: TableOf, language: TextLanguage) -> Table {
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
        let last_year = has_last_year.then(|| Cell::of(last_year, language));
        let cells = std::iter::once(Cell::of(this_year, language)).chain(last_year);
        cells.chain(has_change.then_some(change)).collect()
    };
    let rows = shown.rows.iter().map(|row| {
        let change = Cell::or_dash(row.change_percent.map(|change| in_words::percent(change, language)));
        Row {
            name: words::row(row, language),
            cells: cells(Some(&row.this_year), row.last_year.as_ref(), change),
        }
    });
    let together = shown.together.iter().map(|row| Row {
        name: words::together(row, of, language),
        cells: cells(row.this_year.as_ref(), row.last_year.as_ref(), Cell::default()),
    });
    Table {
        last_years_months: last_years_months(report, language).filter(|_| !is_of_months),
        has_change,
        rows: rows.collect(),
        together: together.collect(),
    }
}

/// The ratings by provider, if there are any. Exact reports also have sessions, their mean, and all providers together.
pub(crate) fn ratings(report: &AnnualReport, language: TextLanguage) -> Vec<Ratings> {
    let providers = &report.by_provider.rows;
    let is_exact = report.variant == Variant::Exact;
    let has_any = |figure: &ReportFigure| figure.sessions.is_some() || figure.rating.is_some();
    if !providers
        .iter()
        .any(|row| has_any(&row.this_year) || row.last_year.as_ref().is_some_and(has_any))
    {
        return Vec::new();
    }
    let all_providers = language.of(&text!("Alla utförare", "All providers")).to_owned();
    let all = (is_exact && providers.len() > 1).then_some((all_providers, &report.total));
    let named = providers.iter().map(|row| (words::row(row, language), row)).chain(all);
    let ratings = named.map(|(name, row)| {
        let this_year = std::iter::once((report.year, &row.this_year));
        let last_year = row.last_year.as_ref().map(|figure| (report.year - 1, figure));
        let years = this_year.chain(last_year).map(|(year, figure)| Row {
            name: year.to_string(),
            cells: rating(figure, is_exact, language),
        });
        Ratings {
            name,
            years: years.collect(),
        }
    });
    ratings.collect()
}

fn rating(figure: &ReportFigure, is_exact: bool, language: TextLanguage) -> Vec<Cell> {
    let tenths = |value| in_words::tenths(value, language);
    let mut rating = Cell::or_dash(figure.rating.map(tenths));
    if let (Some(count), false) = (figure.responses, rating.is_word) {
        let responses = counted!(count, ("svar", "response"), ("svar", "responses"));
        rating.more = language.of(&responses).replace(' ', "\u{a0}");
    }
    if !is_exact {
        return vec![rating];
    }
    let sessions = Cell::or_dash(figure.sessions.map(|sessions| in_words::number(sessions, language)));
    vec![sessions, Cell::or_dash(figure.mean_per_session.map(tenths)), rating]
}
