//! The key figures at the top of the page of the annual report.

use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::report::AnnualReport;
use crate::domain::statistics::report::rows::{Comparison, ReportFigure};

use super::table::last_years_months;
use super::words;

/// A figure or a word, with an explanation.
pub(crate) struct Key {
    pub label: String,
    pub is_word: bool,
    pub value: String,
    pub more: String,
}

/// This year, the previous year, and the change.
pub(crate) fn keys(report: &AnnualReport) -> Vec<Key> {
    let participations = |year: i32| format!("Deltaganden {year}");
    let mut keys = vec![of_figure(participations(report.year), &report.total.this_year, "")];
    if let Some(last_year) = &report.total.last_year {
        let months = last_years_months(report).unwrap_or_default();
        keys.push(of_figure(participations(report.year - 1), last_year, &months));
    }
    keys.push(change(report));
    keys
}

fn of_figure(label: String, figure: &ReportFigure, of: &str) -> Key {
    let (word, sentence) = words::status(figure.status);
    let in_words = (word.to_owned(), sentence);
    let (value, why) = figure.value.map_or(in_words, |value| {
        let rest = figure.rest.map_or("", |rest| words::rest(rest).1);
        (words::number(value), rest)
    });
    let of = if of.is_empty() || why.is_empty() {
        words::capital(of)
    } else {
        format!("{}. ", words::capital(of))
    };
    Key {
        label,
        is_word: figure.value.is_none(),
        value,
        more: format!("{of}{why}"),
    }
}

fn change(report: &AnnualReport) -> Key {
    let (word, more) = match &report.comparison {
        Some(Comparison {
            from,
            to,
            this_year,
            last_year,
            change_percent,
        }) => {
            let months = words::capital(&words::months(*from, *to));
            match (change_percent, this_year.value, last_year.value) {
                (Some(change), Some(this), Some(last)) => {
                    return Key {
                        label: "Förändring".into(),
                        is_word: false,
                        value: words::percent(*change),
                        more: format!(
                            "{months}: {} mot {} året före.",
                            words::number(this),
                            words::number(last)
                        ),
                    };
                }
                _ => (
                    "kan inte visas",
                    format!("{months}: {}", why_no_change(this_year, last_year)),
                ),
            }
        }
        None if report.year == FIRST.year() => {
            ("ingen jämförelse", format!("Lagen gäller från 1{}juli 2025.", '\u{a0}'))
        }
        None => (
            "ingen jämförelse",
            format!(
                "Ingen hel månad {} kan jämföras med samma månad {}.",
                report.year,
                report.year - 1
            ),
        ),
    };
    Key {
        label: "Förändring".into(),
        is_word: true,
        value: word.into(),
        more,
    }
}

fn why_no_change(this_year: &ReportFigure, last_year: &ReportFigure) -> String {
    let mut both = [this_year, last_year].into_iter();
    let Some(hidden) = both.find(|figure| figure.whole().is_none()) else {
        return "ingen deltog året före.".into();
    };
    let status = match hidden.rest {
        Some(rest) => words::rest(rest).1,
        None => words::status(hidden.status).1,
    };
    uncapital(status)
}

fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
