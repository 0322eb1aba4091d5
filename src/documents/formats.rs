//! Reads texts with a format: web and e-mail addresses, telephone numbers, times of day.

use url::Url;

use crate::domain::contact::Contact;
use crate::domain::{Code, Text};

use super::faults::Faults;
use super::node::Node;
use super::object::read_object;
use super::read::line;

fn formed(
    node: &Node,
    faults: &mut Faults,
    is_formed: impl FnOnce(&str) -> bool,
    sv: &'static str,
    en: &'static str,
) -> Option<String> {
    let read = line(node, faults)?;
    if is_formed(&read) {
        return Some(read);
    }
    faults.at(node, Code::InvalidFormat, Text::fixed(sv, en));
    None
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
        "Ange en webbadress som https://www.example.se/stod.",
        "Use a web address such as https://www.example.se/stod.",
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
        "Ett telefonnummer till en funktion, som 0176-713 00.",
        "A telephone number to a function, such as 0176-713 00.",
    )
}

/// Reads an e-mail address of a function.
pub(crate) fn function_email(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_email = |text: &str| {
        text.split_once('@').is_some_and(|(local, domain)| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
            !local.is_empty()
                && local.chars().all(allowed)
                && Url::parse(&format!("https://{domain}/")).is_ok()
                && domain.contains('.')
        })
    };
    formed(
        node,
        faults,
        is_email,
        "En e-postadress till en funktion, som registrator@example.se.",
        "An e-mail address to a function, such as registrator@example.se.",
    )
}

/// Reads a time of day, `10:00`.
pub(crate) fn time_of_day(node: &Node, faults: &mut Faults) -> Option<String> {
    let is_time = |text: &str| {
        text.split_once(':').is_some_and(|(hours, minutes)| {
            let below = |part: &str, limit: u8| {
                part.len() == 2
                    && part.bytes().all(|b| b.is_ascii_digit())
                    && part.parse().is_ok_and(|value: u8| value < limit)
            };
            below(hours, 24) && below(minutes, 60)
        })
    };
    formed(
        node,
        faults,
        is_time,
        "Ett klockslag som \"10:00\".",
        "A time of day such as \"10:00\".",
    )
}

/// Reads how to contact a function.
pub(crate) fn contact(node: &Node, faults: &mut Faults) -> Option<Contact> {
    read_object! { Contact from node, faults;
        name: required("name", line),
        function_phone: optional("functionPhone", function_phone),
        function_email: optional("functionEmail", function_email),
        web_page: optional("webPage", web_page),
    }
}
