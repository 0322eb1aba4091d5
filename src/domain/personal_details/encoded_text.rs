//! Identity numbers in texts that are percent-encoded, perhaps several times, as in web addresses.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::identity::is_identity_shaped;
use super::number_part::{digit_run, has_checked_number, is_birth_date_in};

/// The maximum number of times that a text is decoded.
const MAX_TIMES: usize = 8;

/// The shortest run of digits in a web address that is the number of a document: a time stamp in milliseconds.
const MIN_DOCUMENT_DIGITS: usize = 13;

/// The shortest word in a web address that is the number of a document in hexadecimal digits.
const MIN_DOCUMENT_WORD: usize = 16;

/// The text as it is, and after each decoding. A space is decoded at once, since `%20` before digits shows none of them.
pub(crate) fn decoding_steps(text: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let first = if text.contains("%20") {
        Cow::Owned(text.replace("%20", " "))
    } else {
        Cow::Borrowed(text)
    };
    let mut times = 0;
    std::iter::successors(Some(first), move |text| {
        times += 1;
        let decoded = percent_decode_str(text).decode_utf8_lossy();
        (times <= MAX_TIMES && decoded != *text).then(|| Cow::Owned(decoded.into_owned()))
    })
}

/// Whether a text contains anything shaped like an identity number, as it is or at any decoding.
pub(crate) fn is_identity_shaped_at_any_step(text: &str) -> bool {
    if !text.contains('%') {
        return is_identity(text);
    }
    decoding_steps(text).any(|step| is_identity(&step))
}

fn is_identity(text: &str) -> bool {
    is_identity_shaped(&without_document_numbers(text))
}

/// A text that is a web address, with `x` instead of each long number of a document. A number that contains an identity
/// number with century or with a valid check digit remains.
fn without_document_numbers(text: &str) -> Cow<'_, str> {
    if !is_web_address(text) {
        return Cow::Borrowed(text);
    }
    let signs: Vec<char> = text.chars().collect();
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    while at < signs.len() {
        let word = signs[at..].iter().take_while(|c| c.is_ascii_alphanumeric()).count();
        let is_hexadecimal = signs[at..at + word].iter().all(char::is_ascii_hexdigit);
        let is_long = word >= MIN_DOCUMENT_WORD && is_hexadecimal;
        let end = at + word;
        while at < end {
            let run = digit_run(&signs[at..end]);
            let digits = &signs[at..at + run];
            let is_document = run >= MIN_DOCUMENT_DIGITS || is_long && run > 0 && run < word;
            if is_document && !is_rather_identity(digits) {
                written.push('x');
            } else {
                written.extend(digits);
            }
            at += run;
            let letters = signs[at..end].iter().take_while(|c| !c.is_ascii_digit()).count();
            written.extend(&signs[at..at + letters]);
            at += letters;
        }
        if let Some(other) = signs.get(at) {
            written.push(*other);
            at += 1;
        }
    }
    Cow::Owned(written)
}

/// Whether a text is one web address.
pub(crate) fn is_web_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Whether a long run of digits contains an identity number with century, or with a valid check digit. A time stamp in
/// milliseconds contains any ten digits.
fn is_rather_identity(digits: &[char]) -> bool {
    let has_century = digits.windows(12).any(|number| is_birth_date_in(&number[..8]));
    let is_stamp = digits.len() == MIN_DOCUMENT_DIGITS && digits[0] == '1';
    has_century || !is_stamp && has_checked_number(digits)
}
