//! Reads values with a format: web and e-mail addresses, telephone numbers, times, languages, prices.

use chrono::{DateTime, SubsecRound, Utc};
use url::Url;

use crate::domain::contact::is_email;
use crate::domain::contact::{Address, Contact};
use crate::domain::day::DAYS;
use crate::domain::decimal::{Decimal, NotDecimal};
use crate::domain::insatser::channels::ProcessingTime;
use crate::domain::insatser::hours::TimeOfDay;
use crate::domain::language::Language;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Text};

use super::faults::Faults;
use super::node::{Node, Value};
use super::object::read_object;
use super::read::{date_out_of_range, line, string, wrong_type};

fn formed(node: &Node, faults: &mut Faults, is_formed: impl FnOnce(&str) -> bool, detail: Text) -> Option<String> {
    let read = line(node, faults)?;
    if is_formed(&read) {
        return Some(read);
    }
    faults.at(node, Code::InvalidFormat, detail);
    None
}

/// Reads a text that `parse` understands.
fn parsed<T>(node: &Node, faults: &mut Faults, parse: impl FnOnce(&str) -> Option<T>, detail: Text) -> Option<T> {
    let read = parse(string(node, faults)?);
    if read.is_none() {
        faults.at(node, Code::InvalidFormat, detail);
    }
    read
}

/// Reads an http or https address without user or password.
pub(crate) fn web_page(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_web_page = |text: &str| {
        Url::parse(text).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https")
                && url.host().is_some()
                && url.username().is_empty()
                && url.password().is_none()
        })
    };
    formed(
        node,
        faults,
        is_web_page,
        text!(
            "Ange en webbadress som https://www.example.se/stod.",
            "Use a web address such as https://www.example.se/stod."
        ),
    )
}

/// Reads an https address without user or password, of something that a page loads.
pub(crate) fn https_address(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_https = |text: &str| {
        // It becomes a part of a header, and of an attribute in quotes.
        let is_plain = |c: char| c.is_ascii_graphic() && !"\"'<>;,".contains(c);
        text.chars().all(is_plain)
            && Url::parse(text).is_ok_and(|url| {
                url.scheme() == "https" && url.host().is_some() && url.username().is_empty() && url.password().is_none()
            })
    };
    formed(
        node,
        faults,
        is_https,
        text!(
            "Ange en adress som börjar med https, utan mellanslag, som https://www.example.se/logotyp.svg.",
            "Use an address that begins with https, without spaces, such as https://www.example.se/logo.svg."
        ),
    )
}

/// Reads a telephone number of a function: from `0` or `+`, up to 15 digits with spaces, hyphens or brackets, or a
/// short number such as 112 or 1177. It must not begin like a birth date with century.
pub(crate) fn function_phone(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_phone = |text: &str| {
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let is_short = text.chars().all(|c| c.is_ascii_digit() || c == ' ') && (3..=6).contains(&digits);
        let rest = text.strip_prefix('+').unwrap_or(text);
        let is_long = (5..=15).contains(&digits)
            && (text.starts_with('+') || text.starts_with('0') || text.starts_with("(0"))
            && rest
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '–' | '(' | ')'));
        is_short || is_long
    };
    formed(
        node,
        faults,
        is_phone,
        text!(
            "Ett telefonnummer till en funktion, som 0176-713 00.",
            "A telephone number to a function, such as 0176-713 00."
        ),
    )
}

/// Reads an e-mail address of a function.
pub(crate) fn function_email(node: &Node, faults: &mut Faults) -> Option<String> {
    formed(
        node,
        faults,
        is_email,
        text!(
            "En e-postadress till en funktion, som registrator@example.se.",
            "An e-mail address to a function, such as registrator@example.se."
        ),
    )
}

/// Reads the time of day when something opens, `00:00` to `23:59`.
pub(crate) fn opening_time(node: &Node, faults: &mut Faults) -> Option<TimeOfDay> {
    let parse = |text: &str| TimeOfDay::parse(text).filter(|time| *time < TimeOfDay::END_OF_DAY);
    let detail = text!("Ett klockslag som \"10:00\".", "A time of day such as \"10:00\".");
    parsed(node, faults, parse, detail)
}

/// Reads the time of day when something closes, `00:00` to `24:00`.
pub(crate) fn closing_time(node: &Node, faults: &mut Faults) -> Option<TimeOfDay> {
    let detail = text!(
        "Ett klockslag som \"15:00\", högst \"24:00\".",
        "A time of day such as \"15:00\", at most \"24:00\"."
    );
    parsed(node, faults, TimeOfDay::parse, detail)
}

/// Reads the tag of a language.
pub(crate) fn language(node: &Node, faults: &mut Faults) -> Option<Language> {
    let detail = text!(
        "En språkkod enligt BCP 47, som sv, fi eller rmy.",
        "A language tag of BCP 47, such as sv, fi or rmy."
    );
    parsed(node, faults, Language::parse, detail)
}

/// Reads a duration.
pub(crate) fn processing_time(node: &Node, faults: &mut Faults) -> Option<ProcessingTime> {
    let detail = text!(
        "En tid enligt ISO 8601, som P3D (tre dagar) eller PT2H (två timmar).",
        "A duration of ISO 8601, such as P3D (three days) or PT2H (two hours)."
    );
    parsed(node, faults, ProcessingTime::parse, detail)
}

/// Reads a point in time, from 1850 to 2199.
pub(crate) fn instant(node: &Node, faults: &mut Faults) -> Option<DateTime<Utc>> {
    let parse = |text: &str| Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc().trunc_subsecs(0));
    let detail = text!(
        "En tidpunkt med tidszon som 2026-11-27T08:00:00Z.",
        "A point in time with a time zone, such as 2026-11-27T08:00:00Z."
    );
    let instant: DateTime<Utc> = parsed(node, faults, parse, detail)?;
    if !(DAYS.0..=DAYS.1).contains(&instant.date_naive()) {
        faults.at(node, Code::OutOfRange, date_out_of_range());
        return None;
    }
    Some(instant)
}

/// Reads a number from 0 with at most two decimals.
pub(crate) fn two_decimals(node: &Node, faults: &mut Faults) -> Option<Decimal> {
    let Value::Number(number) = &node.value else {
        wrong_type(node, faults, "ett tal", "a number");
        return None;
    };
    let (code, detail) = match Decimal::parse(number) {
        Ok(read) => return Some(read),
        Err(NotDecimal::OutOfRange) => {
            let most = Decimal::MAX;
            let detail = composed!("Ett tal från 0 till {most}.", "A number from 0 to {most}.");
            (Code::OutOfRange, detail)
        }
        Err(NotDecimal::Format) => (
            Code::InvalidFormat,
            text!(
                "Ett tal med högst två decimaler, som 183.50.",
                "A number with at most two decimals, such as 183.50."
            ),
        ),
    };
    faults.at(node, code, detail);
    None
}

/// Reads how to contact a function.
pub(crate) fn contact(node: &Node, faults: &mut Faults) -> Option<Contact> {
    read_object! { Contact from node, faults;
        name: required("name", line),
        function_phone: optional("functionPhone", function_phone),
        function_email: optional("functionEmail", function_email),
        web_page: optional("webPage", web_page),
        postal_address: optional("postalAddress", address),
        visiting_address: optional("visitingAddress", address),
    }
}

fn address(node: &Node, faults: &mut Faults) -> Option<Address> {
    read_object! { Address from node, faults;
        address_1: required("address1", line),
        postal_code: optional("postalCode", postal_code),
        city: optional("city", line),
    }
}

/// Reads a Swedish postal code: `761 28`.
fn postal_code(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_postal_code = |text: &str| {
        let is_digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        let parts = text.split_once(' ');
        parts.is_some_and(|(first, rest)| is_digits(first, 3) && is_digits(rest, 2))
    };
    formed(
        node,
        faults,
        is_postal_code,
        text!("Ett postnummer som \"761 28\".", "A postal code such as \"761 28\"."),
    )
}
