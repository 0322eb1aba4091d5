//! The key figures at the top of the page of the annual report.

use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::report::AnnualReport;
use crate::domain::statistics::report::rows::ReportFigure;
use crate::domain::text::swedish;

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
    let participations = |year: i32| swedish!(format "Besök {year}");
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
    let of_word = |word: &str, more: String| Key {
        label: swedish!("Förändring").into(),
        is_word: true,
        value: word.into(),
        more,
    };
    let Some(compared) = &report.comparison else {
        let year = report.year;
        let why = if year == FIRST.year() {
            swedish!("Lagen gäller från 1\u{a0}juli 2025.").into()
        } else {
            let before = year - 1;
            swedish!(format "Ingen hel månad {year} kan jämföras med samma månad {before}.")
        };
        return of_word(swedish!("ingen jämförelse"), why);
    };
    let months = words::capital(&words::months(compared.from, compared.to));
    let (this_year, last_year) = (&compared.this_year, &compared.last_year);
    let values = compared.change_percent.zip(this_year.value.zip(last_year.value));
    let Some((change, (this, last))) = values else {
        let why = why_no_change(this_year, last_year);
        return of_word(swedish!("kan inte visas"), format!("{months}: {why}"));
    };
    let (this, last) = (words::number(this), words::number(last));
    Key {
        is_word: false,
        ..of_word(
            &words::percent(change),
            swedish!(format "{months}: {this} mot {last} året före."),
        )
    }
}

fn why_no_change(this_year: &ReportFigure, last_year: &ReportFigure) -> String {
    let mut both = [this_year, last_year].into_iter();
    let Some(hidden) = both.find(|figure| figure.whole().is_none()) else {
        return swedish!("ingen deltog året före.").into();
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
