//! The key figures at the top of the page of the annual report.

use crate::domain::Text;
use crate::domain::letters::capital;
use crate::domain::statistics::figures::in_words;
use crate::domain::statistics::month::FIRST;
use crate::domain::statistics::report::AnnualReport;
use crate::domain::statistics::report::rows::ReportFigure;
use crate::domain::text::{TextLanguage, composed, text};

use super::table::last_years_months;

/// A figure or a word, with an explanation.
pub(crate) struct Key {
    pub label: String,
    pub is_word: bool,
    pub value: String,
    pub more: String,
}

/// This year, the previous year, and the change.
pub(crate) fn keys(report: &AnnualReport, language: TextLanguage) -> Vec<Key> {
    let participations = |year: i32| language.of(&composed!("Besök {year}", "Attendances {year}")).to_owned();
    let mut keys = vec![of_figure(
        participations(report.year),
        &report.total.this_year,
        "",
        language,
    )];
    if let Some(last_year) = &report.total.last_year {
        let months = last_years_months(report, language).unwrap_or_default();
        keys.push(of_figure(participations(report.year - 1), last_year, &months, language));
    }
    keys.push(change(report, language));
    keys
}

fn of_figure(label: String, figure: &ReportFigure, of: &str, language: TextLanguage) -> Key {
    let say = |text: Text| language.of(&text).to_owned();
    let (value, why) = match figure.value {
        None => {
            let (word, sentence) = in_words::status(figure.status);
            (say(word), say(sentence))
        }
        Some(value) => {
            let rest = figure.rest.map_or(String::new(), |rest| say(in_words::rest(rest).1));
            (in_words::number(value, language), rest)
        }
    };
    let of = if of.is_empty() || why.is_empty() {
        capital(of)
    } else {
        format!("{}. ", capital(of))
    };
    Key {
        label,
        is_word: figure.value.is_none(),
        value,
        more: format!("{of}{why}"),
    }
}

fn change(report: &AnnualReport, language: TextLanguage) -> Key {
    let say = |text: &Text| language.of(text).to_owned();
    let of_word = |word: &Text, more: String| Key {
        label: say(&in_words::change()),
        is_word: true,
        value: say(word),
        more,
    };
    let Some(compared) = &report.comparison else {
        let year = report.year;
        let why = if year == FIRST.year() {
            text!(
                "Lagen gäller från 1\u{a0}juli 2025.",
                "The act has been in force since 1\u{a0}July 2025."
            )
        } else {
            let before = year - 1;
            composed!(
                "Ingen hel månad {year} kan jämföras med samma månad {before}.",
                "No whole month of {year} can be compared with the same month of {before}."
            )
        };
        return of_word(&text!("ingen jämförelse", "no comparison"), say(&why));
    };
    let months = capital(&in_words::months(compared.from, compared.to, language));
    let (this_year, last_year) = (&compared.this_year, &compared.last_year);
    let values = compared.change_percent.zip(this_year.value.zip(last_year.value));
    let Some((percent, values)) = values else {
        let why = why_no_change(this_year, last_year, language);
        return of_word(&text!("kan inte visas", "cannot be shown"), format!("{months}: {why}"));
    };
    let number = |value| in_words::number(value, language);
    let (this, last) = (number(values.0), number(values.1));
    let more = composed!(
        "{months}: {this} mot {last} året före.",
        "{months}: {this} against {last} the year before."
    );
    Key {
        is_word: false,
        value: in_words::percent(percent, language),
        ..of_word(&more, say(&more))
    }
}

fn why_no_change(this_year: &ReportFigure, last_year: &ReportFigure, language: TextLanguage) -> String {
    let mut both = [this_year, last_year].into_iter();
    let Some(hidden) = both.find(|figure| figure.whole().is_none()) else {
        return language
            .of(&text!("ingen deltog året före.", "nobody took part the year before."))
            .to_owned();
    };
    let why = match hidden.rest {
        Some(rest) => in_words::rest(rest).1,
        None => in_words::status(hidden.status).1,
    };
    uncapital(language.of(&why))
}

fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
