//! Contact details of a function, line by line, with the links that a browser can follow.

use crate::domain::Text;
use crate::domain::contact::{Address, Contact};
use crate::domain::text::text;
use crate::http::html::language::PageLanguage;
use crate::interop::channels::{EMAIL, PHONE, WEB_PAGE};

/// One way to reach somebody.
pub(crate) struct ContactLine {
    pub label: String,
    pub text: String,
    pub href: Option<String>,
}

/// Whom to contact, and how.
pub(crate) struct ShownContact<'a> {
    pub name: &'a str,
    pub lines: Vec<ContactLine>,
}

impl<'a> ShownContact<'a> {
    pub(crate) fn of(contact: &'a Contact, language: &PageLanguage) -> Self {
        let phone = contact.function_phone.as_deref().map(|number| phone(number, language));
        let email = contact
            .function_email
            .as_deref()
            .map(|address| email(address, language));
        let page = contact
            .web_page
            .as_deref()
            .map(|page| web_page(&WEB_PAGE, page, language));
        let visit = text!("Besöksadress", "Visiting address");
        let letters = text!("Postadress", "Postal address");
        let at = |label: Text, address: &Option<Address>| {
            address.as_ref().map(|address| ContactLine {
                text: address.on_one_line(),
                ..line(&label, language)
            })
        };
        let addresses = [
            at(visit, &contact.visiting_address),
            at(letters, &contact.postal_address),
        ];
        let lines = [phone, email, page].into_iter().chain(addresses).flatten().collect();
        Self {
            name: &contact.name,
            lines,
        }
    }
}

fn line(label: &Text, language: &PageLanguage) -> ContactLine {
    ContactLine {
        label: language.say(label).to_owned(),
        text: String::new(),
        href: None,
    }
}

/// A phone number that a telephone can call.
pub(crate) fn phone(number: &str, language: &PageLanguage) -> ContactLine {
    let is_dialled = |c: &char| c.is_ascii_digit() || *c == '+';
    let dialled: String = number.chars().filter(is_dialled).collect();
    ContactLine {
        text: number.to_owned(),
        href: Some(format!("tel:{dialled}")),
        ..line(&PHONE, language)
    }
}

/// An e-mail address.
pub(crate) fn email(address: &str, language: &PageLanguage) -> ContactLine {
    ContactLine {
        text: address.to_owned(),
        href: Some(format!("mailto:{address}")),
        ..line(&EMAIL, language)
    }
}

/// A web page or an e-service, by the name of its host.
pub(crate) fn web_page(label: &Text, page: &str, language: &PageLanguage) -> ContactLine {
    let without_scheme = page.split_once("://").map_or(page, |(_, rest)| rest);
    let host = without_scheme.split(['/', '?', '#']).next().unwrap_or(without_scheme);
    ContactLine {
        text: host.strip_prefix("www.").unwrap_or(host).to_owned(),
        href: Some(page.to_owned()),
        ..line(label, language)
    }
}
