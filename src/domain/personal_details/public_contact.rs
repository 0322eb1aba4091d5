//! Contact details that belong to an authority and identify nobody.

use super::number_part::is_mobile_code;

/// Sites of authorities and of public health advice.
const PUBLIC_SITES: [&str; 10] = [
    "1177.se",
    "112.se",
    "umo.se",
    "youmo.se",
    "krisinformation.se",
    "socialstyrelsen.se",
    "folkhalsomyndigheten.se",
    "forsakringskassan.se",
    "skatteverket.se",
    "polisen.se",
];

/// What may come before the name of a site.
const BEFORE_SITE: [&str; 3] = ["https://", "http://", "www."];

/// Words for a switchboard, right before its number or with one of [`BETWEEN`] between.
const SWITCHBOARDS: [&str; 8] = [
    "växel",
    "växeln",
    "växelnummer",
    "telefonväxel",
    "telefonväxeln",
    "kontaktcenter",
    "kundcenter",
    "switchboard",
];

/// Words between a switchboard and its number.
const BETWEEN: [&str; 11] = [
    "tel", "telefon", "tfn", "nr", "nummer", "på", "är", "nås", "har", "at", "is",
];

/// The maximum number of characters between a switchboard and its number.
const MAX_SIGNS_BETWEEN: usize = 32;

/// Whether a number at a position is that of a switchboard, never of a mobile phone.
pub(crate) fn is_of_switchboard(signs: &[char], at: usize) -> bool {
    let (['+', '4', '6', ' ', after_code @ ..] | ['+', '4', '6', after_code @ ..] | ['0', after_code @ ..]) =
        &signs[at..]
    else {
        return false;
    };
    if is_mobile_code(after_code) {
        return false;
    }
    let before = &signs[at.saturating_sub(MAX_SIGNS_BETWEEN)..at];
    let is_word = |c: &char| c.is_alphabetic();
    let near = before
        .iter()
        .rev()
        .take_while(|c| is_word(c) || matches!(c, ' ' | ':' | '.' | ',' | '('));
    let near: String = near.collect::<Vec<_>>().into_iter().rev().collect();
    let near = near.to_lowercase();
    let words = near.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let last = words.rev().find(|word| !BETWEEN.contains(word));
    last.is_some_and(|word| SWITCHBOARDS.contains(&word))
}

/// The text without the addresses of public sites; `None` if it has none.
pub(crate) fn without_public_sites(signs: &[char]) -> Option<Vec<char>> {
    let mut written: Vec<char> = Vec::new();
    let mut is_changed = false;
    let mut at = 0;
    while at < signs.len() {
        let follows = written
            .last()
            .is_some_and(|c| c.is_alphanumeric() || "@.-_/".contains(*c));
        let length = if follows { 0 } else { site_length(&signs[at..]) };
        if length > 0 {
            is_changed = true;
            written.push(' ');
        } else {
            written.push(signs[at]);
        }
        at += length.max(1);
    }
    is_changed.then_some(written)
}

/// The length of the address of a public site at the start of a text, with its path, or 0.
fn site_length(signs: &[char]) -> usize {
    let starts = |at: usize, word: &str| {
        let end = at + word.len();
        signs.len() >= end
            && word
                .chars()
                .zip(&signs[at..end])
                .all(|(a, b)| a == b.to_ascii_lowercase())
    };
    let mut start = 0;
    for before in BEFORE_SITE {
        if starts(start, before) {
            start += before.len();
        }
    }
    let Some(site) = PUBLIC_SITES.into_iter().find(|site| starts(start, site)) else {
        return 0;
    };
    let end = start + site.len();
    let is_of_address = |c: &&char| c.is_ascii_alphanumeric() || "-_.~/%".contains(**c);
    match signs.get(end..) {
        Some(['/', rest @ ..]) => end + 1 + rest.iter().take_while(is_of_address).count(),
        Some([next, ..]) if next.is_alphanumeric() || matches!(next, '-' | '@' | '_') => 0,
        Some(['.', next, ..]) if next.is_alphanumeric() => 0,
        _ => end,
    }
}
