//! The Swedish words on the page of the annual report: numbers, months, names of rows, and why a figure is hidden.

use chrono::{Datelike, NaiveDate};

use crate::domain::day::{DayOrMonth, MONTHS};
use crate::domain::insatser::documentation::{Cycle, Reporting};
use crate::domain::statistics::figures::figure::{Status, Tenths};
use crate::domain::statistics::gender::Gender;
use crate::domain::statistics::month::Month;
use crate::domain::statistics::report::rows::{ReportRow, TogetherRow};
use crate::domain::text::{counted, swedish};

const SPACE: char = '\u{a0}';

/// A whole number: `12 345`.
pub(crate) fn number(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut written = String::from(if value < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(SPACE);
        }
        written.push(digit);
    }
    written
}

/// A number with one decimal: `4,2`.
pub(crate) fn tenths(value: Tenths) -> String {
    let sign = if value.0 < 0 { "−" } else { "" };
    let all = value.0.abs();
    format!("{sign}{},{}", number(all / 10), all % 10)
}

/// A change in percent: `+12,5 %`.
pub(crate) fn percent(more: Tenths) -> String {
    let sign = if more.0 > 0 { "+" } else { "" };
    format!("{sign}{}{SPACE}%", tenths(more))
}

/// A month without its year: `oktober`.
pub(crate) fn month(month: Month) -> &'static str {
    MONTHS[month.of_year() as usize - 1].0
}

/// A month with its year: `oktober 2026`.
pub(crate) fn month_and_year(of: Month) -> String {
    format!("{}{SPACE}{}", month(of), of.year())
}

/// Consecutive months: `juli–december`, with years if they differ.
pub fn months(from: Month, to: Month) -> String {
    if from == to {
        month(from).to_owned()
    } else if from.year() == to.year() {
        format!("{}–{}", month(from), month(to))
    } else {
        format!("{}–{}", month_and_year(from), month_and_year(to))
    }
}

/// A day: `14 oktober 2026`.
pub(crate) fn day(day: NaiveDate) -> String {
    format!("{}{SPACE}{}", day.day(), month_and_year(Month::of(day)))
}

/// A day, or a month if the source states no day.
pub(crate) fn day_or_month(due: DayOrMonth) -> String {
    match due {
        DayOrMonth::Day(of) => day(of),
        DayOrMonth::Month(last) => month_and_year(Month::of(last)),
    }
}

pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A list: `a, b och c`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} och {last}", all.join(", ")),
    }
}

const fn gender(of: Gender) -> &'static str {
    match of {
        Gender::Women => swedish!("kvinnor"),
        Gender::Men => swedish!("män"),
        Gender::OtherOrUnknown => swedish!("annat eller okänt"),
    }
}

pub(crate) fn row(row: &ReportRow) -> String {
    if let Some(of) = row.month {
        return capital(month(of));
    }
    if let Some(of) = row.gender {
        return capital(gender(of));
    }
    let slug = row.place.as_ref().or(row.provider.as_ref());
    match (&row.name, slug) {
        (Some(name), _) => name.clone(),
        (None, Some(slug)) if slug == "other" => swedish!("Övriga platser").into(),
        (None, Some(slug)) => slug.clone(),
        (None, None) => swedish!("Plats inte angiven").into(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum TableOf {
    Months,
    Genders,
    Places,
    Providers,
}

/// The name of a row with figures that are shown together.
pub(crate) fn together(row: &TogetherRow, of: TableOf) -> String {
    let mut what: Vec<String> = match of {
        TableOf::Months => Vec::new(),
        TableOf::Genders => match &row.genders {
            Some(genders) => genders.iter().map(|of| gender(*of).to_owned()).collect(),
            None => vec![swedish!("alla kön").into()],
        },
        TableOf::Places if row.places.is_none() => vec![swedish!("alla platser").into()],
        TableOf::Places | TableOf::Providers => row.names.clone(),
    };
    if row.unlisted_places && row.places.is_some() {
        what.push(swedish!("övriga platser").into());
    }
    let time = match (row.months.first(), row.months.last()) {
        (Some(from), Some(to)) => month_names(&row.months, *from, *to),
        _ => String::new(),
    };
    let words = match (what.is_empty(), time.is_empty()) {
        (true, _) => time,
        (false, true) => listed(&what),
        (false, false) => format!("{}, {time}", listed(&what)),
    };
    let words = capital(&words);
    swedish!(format "{words} tillsammans")
}

/// Months that may be interrupted by a lost month.
fn month_names(all: &[Month], from: Month, to: Month) -> String {
    let unbroken = from.through(to).count() == all.len();
    if unbroken && all.len() > 2 || from.year() != to.year() {
        return months(from, to);
    }
    let names: Vec<String> = all.iter().map(|of| month(*of).to_owned()).collect();
    listed(&names)
}

/// Why a figure is hidden: in a word or two, and in a sentence.
pub(crate) const fn status(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Ok | Status::Partial => (swedish!("visas"), swedish!("Siffran visas.")),
        Status::Suppressed => (
            swedish!("ingår i en summa"),
            swedish!("Så få deltog att siffran bara ingår i en summa, sist i tabellen."),
        ),
        Status::Missing => (
            swedish!("rapport saknas"),
            swedish!("Utförarens rapport har gått förlorad."),
        ),
        Status::Pending => (
            swedish!("inte publicerat"),
            swedish!("Uppgifterna är inte publicerade än."),
        ),
        Status::NotApplicable => (
            swedish!("gavs inte"),
            swedish!("Insatsen gavs inte då, eller inte där."),
        ),
        Status::Withdrawn => (
            swedish!("återtaget"),
            swedish!("Siffran var fel och har dragits tillbaka."),
        ),
    }
}

/// What a partial figure lacks: in a few words, and in a sentence.
pub(crate) const fn rest(rest: Status) -> (&'static str, &'static str) {
    match rest {
        Status::Suppressed => (
            swedish!("+\u{a0}fler"),
            swedish!("En del av siffran ingår bara i en summa, sist i tabellen."),
        ),
        Status::Missing => (
            swedish!("+\u{a0}rapport saknas"),
            swedish!("Utöver siffran finns en rapport som har gått förlorad."),
        ),
        Status::Withdrawn => (
            swedish!("+\u{a0}återtaget"),
            swedish!("Utöver siffran finns en del som var fel och har dragits tillbaka."),
        ),
        Status::Ok | Status::Partial | Status::Pending | Status::NotApplicable => (
            swedish!("publicerat hittills"),
            swedish!("Siffran visar det som är publicerat hittills."),
        ),
    }
}

/// How often it is reported.
pub fn reporting(stated: Option<&Reporting>) -> String {
    let Some(&Reporting { cycle, due_days, .. }) = stated else {
        return swedish!("Hur ofta är inte infört i katalogen. Då rapporteras ett kalenderår i taget.").into();
    };
    let (every, period) = match cycle {
        Cycle::Month => (swedish!("Varje månad"), "månadens"),
        Cycle::Quarter => (swedish!("Varje kvartal"), "kvartalets"),
        Cycle::Year => (swedish!("Varje år"), "årets"),
    };
    match due_days {
        Some(days) => {
            let days = counted!(days, ("dag", "day"), ("dagar", "days")).sv;
            let days = days.replace(' ', &SPACE.to_string());
            swedish!(format "{every}, senast {days} efter {period} slut.")
        }
        None => format!("{every}."),
    }
}

/// How often it is evaluated.
pub fn evaluation(stated: Option<&Reporting>) -> &'static str {
    match stated.and_then(|reporting| reporting.evaluation_cycle) {
        None => swedish!("Krävs för varje rapportperiod."),
        Some(Cycle::Month) => swedish!("Krävs varje månad."),
        Some(Cycle::Quarter) => swedish!("Krävs varje kvartal."),
        Some(Cycle::Year) => swedish!("Krävs varje år."),
    }
}
