//! Removes numbers that identify no person before detection.

use super::number_part::{MAX_SEPARATORS, digit_run, has_check_digit, is_day, is_mobile_code, number, separators};

/// The years of counts, as in `2023: 1102, 2024: 1204`.
const YEARS_OF_COUNTS: std::ops::RangeInclusive<u32> = 1990..=2099;

/// The maximum length of a count with its spaces.
const MAX_COUNT: usize = 7;

/// Replaces UUIDs, organisation numbers, dates that another date follows, and years with counts with a letter, which
/// joins nothing.
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
        followed_short_date_length(signs),
        year_before_count_length(signs),
        count_before_year_length(signs),
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

/// An unbroken date, perhaps with a count, followed by another that is not earlier, as in `250701-250831` and
/// `251014: 12, 251021: 14`. No third
/// part follows, so neither is the last four digits of an identity number.
fn followed_short_date_length(signs: &[char]) -> usize {
    let length = digit_run(&signs[..signs.len().min(9)]);
    if !matches!(length, 6 | 8) || !is_short_date(&signs[..length]) {
        return 0;
    }
    let counted = count_after_date(&signs[length..]);
    let gap = counted + separators(&signs[length + counted..]);
    let next = signs.get(length + gap..).unwrap_or_default();
    let is_followed = (1 + counted..=MAX_SEPARATORS + counted).contains(&gap)
        && digit_run(&next[..next.len().min(length + 1)]) == length
        && is_short_date(&next[..length])
        && next[..length] >= signs[..length];
    if is_followed { length + counted } else { 0 }
}

/// The length of `: 12` or ` (12)` at the start of a text before a comma: the participants on a date.
fn count_after_date(signs: &[char]) -> usize {
    let (start, end) = match signs {
        [':', ' ', ..] => (2, 0),
        [' ', '(', ..] => (2, 1),
        _ => return 0,
    };
    let digits = digit_run(&signs[start..signs.len().min(start + 4)]);
    let length = start + digits + end;
    let is_closed = end == 0 || signs.get(length - 1) == Some(&')');
    let is_count = (1..=3).contains(&digits) && is_closed && matches!(signs.get(length), Some(',' | ';'));
    if is_count { length } else { 0 }
}

fn is_short_date(digits: &[char]) -> bool {
    let (year, rest) = digits.split_at(digits.len() - 4);
    let century = if year.len() == 2 { 2000 } else { 0 };
    match (number(year), number(&rest[..2]), number(&rest[2..])) {
        (Some(year), Some(month), Some(day)) => is_day(century + year, month, day),
        _ => false,
    }
}

/// The year of `2023: 1102, 2024: 1204` and of `2023 (1102), 2024 (1204)`.
fn year_before_count_length(signs: &[char]) -> usize {
    const JOINTS: [&[char]; 10] = [
        &[':', ' '],
        &[':'],
        &[' ', '=', ' '],
        &['='],
        &[' ', '–', ' '],
        &[' ', '-', ' '],
        &['-'],
        &['/'],
        &[' '],
        &[')', ' '],
    ];
    let entry = |signs: &[char]| {
        let year = year_at(signs)?;
        if let Some(rest) = signs[4..].strip_prefix(&[' ', '(']) {
            let count = count_length(rest).filter(|count| rest.get(*count) == Some(&')'))?;
            return Some((year, 4 + 2 + count + 1));
        }
        let joint = JOINTS.into_iter().find(|joint| signs[4..].starts_with(joint))?;
        let count = count_length(&signs[4 + joint.len()..])?;
        Some((year, 4 + joint.len() + count))
    };
    if is_followed_by_another(signs, entry) { 4 } else { 0 }
}

/// The count and year of `1118 (2025), 1204 (2024)` and of `1118/2025, 1204/2024`.
fn count_before_year_length(signs: &[char]) -> usize {
    let entry = |signs: &[char]| {
        let count = count_length(signs)?;
        if let Some(rest) = signs[count..].strip_prefix(&[' ', '(']) {
            let year = year_at(rest).filter(|_| rest.get(4) == Some(&')'))?;
            return Some((year, count + 7));
        }
        let is_joined = matches!(signs.get(count), Some(' ' | '/'));
        Some((
            year_at(&signs[count + usize::from(is_joined)..]).filter(|_| is_joined)?,
            count + 5,
        ))
    };
    if is_followed_by_another(signs, entry) {
        entry(signs).map_or(0, |(_, length)| length)
    } else {
        0
    }
}

/// Whether two entries, each with a year, follow each other in a list.
fn is_followed_by_another(signs: &[char], entry: impl Fn(&[char]) -> Option<(u32, usize)>) -> bool {
    let Some((year, length)) = entry(signs) else {
        return false;
    };
    let gap = separators(&signs[length..]);
    let next = signs.get(length + gap..).and_then(entry);
    (1..=MAX_SEPARATORS).contains(&gap) && next.is_some_and(|(next, _)| next != year && next.abs_diff(year) <= 10)
}

/// The year at the start of a text.
fn year_at(signs: &[char]) -> Option<u32> {
    let year = number(signs.get(..4)?)?;
    let ends = signs.get(4).is_none_or(|next| !next.is_alphanumeric());
    (ends && YEARS_OF_COUNTS.contains(&year)).then_some(year)
}

/// The length of the count at the start of a text, which may have spaces between thousands.
fn count_length(signs: &[char]) -> Option<usize> {
    let mut length = digit_run(&signs[..signs.len().min(MAX_COUNT)]);
    while length <= 3
        && signs.get(length) == Some(&' ')
        && digit_run(&signs[length + 1..signs.len().min(length + 5)]) == 3
    {
        length += 4;
    }
    (1..=MAX_COUNT).contains(&length).then_some(length)
}

/// The text with a letter instead of each mobile number in unbroken digits, `0701740605` or `46701740605`, whose check
/// digit is not that of an identity number; `None` if there is none.
pub(crate) fn without_mobile_numbers(signs: &[char]) -> Option<Vec<char>> {
    let mut written = Vec::with_capacity(signs.len());
    let mut is_changed = false;
    let mut at = 0;
    while at < signs.len() {
        let run = digit_run(&signs[at..]);
        let digits = &signs[at..at + run];
        let is_mobile = match digits {
            ['0', rest @ ..] if run == 10 => is_mobile_code(rest) && !has_check_digit(digits),
            ['4', '6', rest @ ..] if run == 11 => is_mobile_code(rest),
            ['0', '0', '4', '6', rest @ ..] if run == 13 => is_mobile_code(rest),
            _ => false,
        };
        if is_mobile {
            is_changed = true;
            written.push('x');
        } else {
            written.extend(digits);
        }
        at += run;
        if let Some(other) = signs.get(at) {
            written.push(*other);
            at += 1;
        }
    }
    is_changed.then_some(written)
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
