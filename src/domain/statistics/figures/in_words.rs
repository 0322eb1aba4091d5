//! Numbers, months, days and statuses in words, as people in Sweden read them in Swedish and in English.

use chrono::{Datelike, NaiveDate};

use crate::domain::Text;
use crate::domain::day::{DayOrMonth, MONTHS};
use crate::domain::text::{TextLanguage, composed, text};

use crate::domain::statistics::{Dimension, Gender, Month};

use super::figure::{Status, Tenths};

const SPACE: char = '\u{a0}';

/// The name of a dimension, as the heading of a column.
pub(crate) const fn dimension(of: Dimension) -> Text {
    match of {
        Dimension::Year => text!("År", "Year"),
        Dimension::Quarter => text!("Kvartal", "Quarter"),
        Dimension::Month => text!("Månad", "Month"),
        Dimension::Insats => text!("Insats", "Service"),
        Dimension::Provider => text!("Utförare", "Provider"),
        Dimension::Place => text!("Plats", "Place"),
        Dimension::Activity => text!("Aktivitet", "Activity"),
        Dimension::Gender => text!("Kön", "Gender"),
    }
}

/// The people of a gender.
pub(crate) const fn gender(of: Gender) -> Text {
    match of {
        Gender::Women => text!("kvinnor", "women"),
        Gender::Men => text!("män", "men"),
        Gender::OtherOrUnknown => text!("annat eller okänt", "other or unknown"),
    }
}

/// What the figures count.
pub(crate) const fn participations() -> Text {
    text!("Besök", "Attendances")
}

/// The heading of a change.
pub(crate) const fn change() -> Text {
    text!("Förändring", "Change")
}

/// A whole number: `12 345` or `12,345`.
pub(crate) fn number(value: i64, language: TextLanguage) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut written = String::from(if value < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push_str(language.choose("\u{a0}", ","));
        }
        written.push(digit);
    }
    written
}

/// A number with one decimal: `4,2` or `4.2`.
pub(crate) fn tenths(value: Tenths, language: TextLanguage) -> String {
    let sign = if value.0 < 0 { "−" } else { "" };
    let all = value.0.abs();
    let point = language.choose(",", ".");
    format!("{sign}{}{point}{}", number(all / 10, language), all % 10)
}

/// A change in percent: `+12,5 %` or `+12.5%`.
pub(crate) fn percent(more: Tenths, language: TextLanguage) -> String {
    let sign = if more.0 > 0 { "+" } else { "" };
    let unit = language.choose("\u{a0}%", "%");
    format!("{sign}{}{unit}", tenths(more, language))
}

/// A change in percent, in Swedish and in English.
pub(crate) fn percent_in_both_languages(more: Tenths) -> (String, String) {
    (
        percent(more, TextLanguage::Swedish),
        percent(more, TextLanguage::English),
    )
}

/// The last month that is published.
pub(crate) fn published_through(last: Month) -> Text {
    let month = |language| month_and_year(last, language);
    let month = (month(TextLanguage::Swedish), month(TextLanguage::English));
    composed!("Publicerat till och med {month}.", "Published through {month}."; month)
}

/// A month without its year: `oktober` or `October`.
pub(crate) fn month(month: Month, language: TextLanguage) -> &'static str {
    let (sv, en) = MONTHS[month.of_year() as usize - 1];
    language.choose(sv, en)
}

/// A month with its year: `oktober 2026`.
pub(crate) fn month_and_year(of: Month, language: TextLanguage) -> String {
    format!("{}{SPACE}{}", month(of, language), of.year())
}

/// Consecutive months: `juli–december`, with years if they differ.
pub(crate) fn months(from: Month, to: Month, language: TextLanguage) -> String {
    if from == to {
        month(from, language).to_owned()
    } else if from.year() == to.year() {
        format!("{}–{}", month(from, language), month(to, language))
    } else {
        format!("{}–{}", month_and_year(from, language), month_and_year(to, language))
    }
}

/// A day: `14 oktober 2026`.
pub(crate) fn day(day: NaiveDate, language: TextLanguage) -> String {
    format!("{}{SPACE}{}", day.day(), month_and_year(Month::of(day), language))
}

/// A day, or a month if the source states no day.
pub(crate) fn day_or_month(due: DayOrMonth, language: TextLanguage) -> String {
    match due {
        DayOrMonth::Day(of) => day(of, language),
        DayOrMonth::Month(last) => month_and_year(Month::of(last), language),
    }
}

/// A list: `a, b och c`.
pub(crate) fn listed(words: &[String], language: TextLanguage) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [all @ .., last] => format!("{} {} {last}", all.join(", "), language.choose("och", "and")),
    }
}

/// Why a figure is hidden: in a word or two, and in a sentence.
pub(crate) const fn status(status: Status) -> (Text, Text) {
    match status {
        Status::Ok => (text!("visas", "shown"), text!("Siffran visas.", "The figure is shown.")),
        Status::Partial => (
            text!("en del", "in part"),
            text!("Summan av de delar som visas.", "The sum of the parts that are shown."),
        ),
        Status::Suppressed => (
            text!("ingår i en summa", "within a total"),
            text!(
                "Siffran redovisas bara tillsammans med andra, så att ingen liten del av dem kan räknas ut.",
                "The figure is shown only together with others, so that no small part of them can be worked out."
            ),
        ),
        Status::Missing => (
            text!("rapport saknas", "report missing"),
            text!(
                "Utförarens rapport har gått förlorad eller har inte kommit.",
                "The provider's report is lost or has not arrived."
            ),
        ),
        Status::Pending => (
            text!("inte publicerat", "not yet published"),
            text!(
                "Uppgifterna är inte publicerade än.",
                "The figures are not published yet."
            ),
        ),
        Status::NotApplicable => (
            text!("gavs inte", "not given"),
            text!(
                "Insatsen gavs inte då, eller inte där.",
                "The service was not given then, or not there."
            ),
        ),
        Status::Withdrawn => (
            text!("återtaget", "withdrawn"),
            text!(
                "Siffran var fel och har dragits tillbaka.",
                "The figure was wrong and has been withdrawn."
            ),
        ),
    }
}

/// What a partial figure lacks: in a few words, and in a sentence.
pub(crate) const fn rest(rest: Status) -> (Text, Text) {
    match rest {
        Status::Suppressed => (
            text!("+\u{a0}fler", "+\u{a0}more"),
            text!(
                "En del av siffran redovisas bara tillsammans med annat, sist i tabellen.",
                "A part of the figure is shown only together with others, last in the table."
            ),
        ),
        Status::Missing => (
            text!("+\u{a0}rapport saknas", "+\u{a0}report missing"),
            text!(
                "Utöver siffran finns en rapport som har gått förlorad eller inte har kommit.",
                "Besides the figure, there is a report that is lost or has not arrived."
            ),
        ),
        Status::Withdrawn => (
            text!("+\u{a0}återtaget", "+\u{a0}withdrawn"),
            text!(
                "Utöver siffran finns en del som var fel och har dragits tillbaka.",
                "Besides the figure, there is a part that was wrong and has been withdrawn."
            ),
        ),
        Status::Ok | Status::Partial | Status::Pending | Status::NotApplicable => (
            text!("publicerat hittills", "published so far"),
            text!(
                "Siffran visar det som är publicerat hittills.",
                "The figure shows what is published so far."
            ),
        ),
    }
}
