//! Removes numbers that identify no person before detection.

use super::number_part::{MAX_SEPARATORS, is_day, number, separators};

/// Replaces UUIDs, organisation numbers and ISO dates that another date follows with a letter, which joins nothing.
pub(crate) fn without_innocent_numbers(mut signs: Vec<char>) -> Vec<char> {
    let mut written = 0;
    let mut at = 0;
    let mut before = ' ';
    while at < signs.len() {
        let starts_here = signs[at].is_ascii_hexdigit() && !before.is_alphanumeric();
        let length = if starts_here { innocent_at(&signs[at..]) } else { 0 };
        let sign = if length == 0 { signs[at] } else { 'x' };
        at += length.max(1);
        before = signs[at - 1];
        signs[written] = sign;
        written += 1;
    }
    signs.truncate(written);
    signs
}

/// The length of the innocent number at the start of a text, or 0.
fn innocent_at(signs: &[char]) -> usize {
    let length = [
        uuid_length(signs),
        organisation_number_length(signs),
        followed_date_length(signs),
    ]
    .into_iter()
    .max()
    .unwrap_or(0);
    let ends_there = signs.get(length).is_none_or(|next| !next.is_alphanumeric());
    if ends_there { length } else { 0 }
}

fn uuid_length(signs: &[char]) -> usize {
    const LENGTH: usize = 36;
    let fits = signs.len() >= LENGTH
        && signs[..LENGTH].iter().enumerate().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => *c == '-',
            _ => c.is_ascii_hexdigit(),
        });
    if fits { LENGTH } else { 0 }
}

/// `NNNNNN-NNNN` with a third and fourth digit of at least 20, which is no month and so no person. The first digit is
/// never 0, unlike in many phone numbers.
fn organisation_number_length(signs: &[char]) -> usize {
    let digits = signs.iter().take(9).take_while(|c| c.is_ascii_digit()).count();
    let start = match digits {
        6 => 0,
        8 if signs[..2] == ['1', '6'] => 2,
        _ => return 0,
    };
    let tail = &signs[digits..];
    let fits = signs[start] != '0'
        && signs[start + 2] >= '2'
        && tail.len() >= 5
        && tail[0] == '-'
        && tail[1..5].iter().all(char::is_ascii_digit);
    if fits { digits + 5 } else { 0 }
}

/// A complete ISO date directly followed by another, as in `2025-10-14 – 2025-10-20`. The last date of a row remains,
/// since it may begin an identity number.
fn followed_date_length(signs: &[char]) -> usize {
    const LENGTH: usize = 10;
    if !is_iso_date(signs) {
        return 0;
    }
    let gap = separators(&signs[LENGTH..]);
    let followed = (1..=MAX_SEPARATORS).contains(&gap) && is_iso_date(&signs[LENGTH + gap..]);
    if followed { LENGTH } else { 0 }
}

/// Whether a text begins with a complete ISO date.
pub(crate) fn is_iso_date(signs: &[char]) -> bool {
    signs.len() >= 10
        && signs[4] == '-'
        && signs[7] == '-'
        && number(&signs[..4]).is_some_and(|year| {
            let month_and_day = (number(&signs[5..7]), number(&signs[8..10]));
            matches!(month_and_day, (Some(month), Some(day)) if is_day(year, month, day))
        })
        && signs.get(10).is_none_or(|next| !next.is_ascii_digit())
}
