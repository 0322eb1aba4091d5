//! The words on the page of the annual report: the names of rows, and how often something is reported.

use crate::domain::Text;
use crate::domain::insatser::documentation::{Cycle, Reporting};
use crate::domain::letters::capital;
use crate::domain::statistics::figures::in_words::{gender, listed, month, months};
use crate::domain::statistics::month::Month;
use crate::domain::statistics::report::rows::{ReportRow, TogetherRow};
use crate::domain::text::{TextLanguage, composed, counted, text};

pub(crate) fn row(row: &ReportRow, language: TextLanguage) -> String {
    if let Some(of) = row.month {
        return capital(month(of, language));
    }
    if let Some(of) = row.gender {
        return capital(language.of(&gender(of)));
    }
    let slug = row.place.as_ref().or(row.provider.as_ref());
    let say = |text: &Text| language.of(text).to_owned();
    match (&row.name, slug) {
        (Some(name), _) => name.clone(),
        (None, Some(slug)) if slug == "other" => say(&text!("Övriga platser", "Other places")),
        (None, Some(slug)) => slug.clone(),
        (None, None) => say(&text!("Plats inte angiven", "Place not stated")),
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
pub(crate) fn together(row: &TogetherRow, of: TableOf, language: TextLanguage) -> String {
    let say = |text: Text| language.of(&text).to_owned();
    let undivided = match of {
        TableOf::Genders if row.genders.is_none() => Some(text!(
            "Den del som inte är uppdelad på kön",
            "The part that is not divided by gender"
        )),
        TableOf::Places if row.places.is_none() => Some(text!(
            "Den del som inte är uppdelad på platser",
            "The part that is not divided by place"
        )),
        _ => None,
    };
    let mut what: Vec<String> = match of {
        TableOf::Genders => {
            let genders = row.genders.iter().flatten();
            genders.map(|of| say(gender(*of))).collect()
        }
        TableOf::Places | TableOf::Providers => row.names.clone(),
        TableOf::Months => Vec::new(),
    };
    if row.unlisted_places && row.places.is_some() {
        what.push(say(text!("övriga platser", "other places")));
    }
    let time = match (row.months.first(), row.months.last()) {
        (Some(from), Some(to)) => month_names(&row.months, *from, *to, language),
        _ => String::new(),
    };
    if let Some(undivided) = undivided {
        let undivided = say(undivided);
        return if time.is_empty() {
            undivided
        } else {
            format!("{undivided}, {time}")
        };
    }
    let words = match (what.is_empty(), time.is_empty()) {
        (true, _) => time,
        (false, true) => listed(&what, language),
        (false, false) => format!("{}, {time}", listed(&what, language)),
    };
    let words = capital(&words);
    say(composed!("{words} tillsammans", "{words} together"))
}

/// Months that may be interrupted by a lost month.
fn month_names(all: &[Month], from: Month, to: Month, language: TextLanguage) -> String {
    let unbroken = from.through(to).count() == all.len();
    if unbroken && all.len() > 2 || from.year() != to.year() {
        return months(from, to, language);
    }
    let names: Vec<String> = all.iter().map(|of| month(*of, language).to_owned()).collect();
    listed(&names, language)
}

/// How often it is reported.
pub(crate) fn reporting(stated: Option<&Reporting>) -> Text {
    let Some(&Reporting { cycle, due_days, .. }) = stated else {
        return text!(
            "Hur ofta är inte infört i katalogen. Då rapporteras ett kalenderår i taget.",
            "How often has not been entered in the catalogue. One calendar year is then reported at a time."
        );
    };
    let (every, period) = match cycle {
        Cycle::Month => (text!("Varje månad", "Every month"), text!("månadens", "month")),
        Cycle::Quarter => (text!("Varje kvartal", "Every quarter"), text!("kvartalets", "quarter")),
        Cycle::Year => (text!("Varje år", "Every year"), text!("årets", "year")),
    };
    let Some(days) = due_days else {
        return composed!("{every}.", "{every}."; every);
    };
    let days = counted!(days, ("dag", "day"), ("dagar", "days"));
    let unbroken = |words: &str| words.replace(' ', "\u{a0}");
    let days = (unbroken(&days.sv), unbroken(&days.en));
    composed!(
        "{every}, senast {days} efter {period} slut.",
        "{every}, no later than {days} after the end of the {period}.";
        every, days, period
    )
}

/// How often it is evaluated.
pub(crate) fn evaluation(stated: Option<&Reporting>) -> Text {
    match stated.and_then(|reporting| reporting.evaluation_cycle) {
        None => text!("Krävs för varje rapportperiod.", "Required for every reporting period."),
        Some(Cycle::Month) => text!("Krävs varje månad.", "Required every month."),
        Some(Cycle::Quarter) => text!("Krävs varje kvartal.", "Required every quarter."),
        Some(Cycle::Year) => text!("Krävs varje år.", "Required every year."),
    }
}
