//! Text as readers see it: without case, diacritics and invisible characters, and in Swedish order.

use std::iter::once;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text without case and diacritics: `Träffpunkt` becomes `traffpunkt`.
pub(crate) fn folded(text: &str) -> String {
    fold(text, |_| true)
}

/// The text without case, diacritics and invisible characters.
pub(crate) fn folded_visible(text: &str) -> String {
    fold(text, |c| !is_invisible(c))
}

fn fold(text: &str, is_included: impl Fn(char) -> bool) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            let letters = once(c).nfkd().filter(|c| !is_combining_mark(*c) && is_included(*c));
            folded.extend(letters.flat_map(char::to_lowercase));
        }
    }
    folded
}

/// The text with a capital first letter.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether a character shows nothing: the ignorable and format characters of Unicode 16.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// A key that sorts as a Swedish dictionary does: å, ä and ö after z, other diacritics ignored.
pub(crate) fn swedish_order(text: &str) -> String {
    text.nfc()
        .flat_map(char::to_lowercase)
        .flat_map(|c| match c {
            'å' => vec!['{'],
            'ä' | 'æ' => vec!['|'],
            'ö' | 'ø' => vec!['}'],
            c => c.nfkd().filter(|c| !is_combining_mark(*c)).collect(),
        })
        .collect()
}

#[cfg(test)]
#[path = "../../tests/unit/domain/letters.rs"]
mod tests;
