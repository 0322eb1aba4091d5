//! Detects an identity number in the key that a client's system gives a request.
//!
//! Systems make keys from counters, times and hashes. Their long rows of digits often have the shape of an identity number
//! by chance, so a row that is longer than an identity number does not count.

use super::identity::is_identity_shaped;

/// The most digits of an identity number.
const MAX_DIGITS: usize = 12;
/// The fewest hexadecimal digits of a hash, or of a UUID without hyphens.
const MIN_HASH: usize = 32;

/// Whether the key of a request may contain an identity number.
pub fn may_hold_identity_number(key: &str) -> bool {
    let mut kept = String::with_capacity(key.len());
    let mut rest = key;
    while let Some(first) = rest.chars().next() {
        let innocent = innocent_length(rest);
        let length = if innocent > 0 {
            // A letter joins nothing.
            kept.push('x');
            innocent
        } else {
            // The end of a row of digits is no row of its own.
            let length = run(rest, |byte| byte.is_ascii_digit()).max(first.len_utf8());
            kept.push_str(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
    is_identity_shaped(&kept)
}

/// The length of the hash, long number or time at the start of a text, or 0.
fn innocent_length(text: &str) -> usize {
    let hash = run(text, |byte| byte.is_ascii_hexdigit());
    let digits = run(text, |byte| byte.is_ascii_digit());
    if hash >= MIN_HASH {
        hash
    } else if digits > MAX_DIGITS {
        digits
    } else if matches!(digits, 6 | 8) {
        time_length(text, digits)
    } else {
        0
    }
}

/// The length of a date of so many digits with its time in seconds, as in `20250914-123456` and `250914T123456`, or 0. The
/// last part of an identity number has four digits.
fn time_length(text: &str, date: usize) -> usize {
    let separator = text.as_bytes().get(date);
    let is_separated = separator.is_some_and(|byte| matches!(byte, b'-' | b'_' | b'.' | b'T' | b't' | b' '));
    let time = text.get(date + 1..).unwrap_or_default();
    let digits = run(time, |byte| byte.is_ascii_digit());
    let is_below = |at: usize, most: &str| time.get(at..at + 2).is_some_and(|part| part < most);
    let is_time = digits == 6 && is_below(0, "24") && is_below(2, "60") && is_below(4, "60");
    if is_separated && is_time { date + 1 + digits } else { 0 }
}

fn run(text: &str, is_part: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| is_part(*byte)).count()
}

#[cfg(test)]
#[path = "../../../tests/unit/domain/personal_details/request_key.rs"]
mod tests;
