//! Reads what people and spreadsheet programs write in a cell.

use chrono::{Days, NaiveDate};

use crate::domain::day::DAYS;

/// Why a cell is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoDay {
    /// The order of day, month and year is not certain: `14/10/25`.
    UncertainOrder,
    /// The number by which a spreadsheet program stores a day: `45944`.
    Serial(NaiveDate),
    /// Anything else.
    Other,
}

/// Why a cell has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// `########`: the column is too narrow for the value.
    TooNarrow,
    /// `#SAKNAS!`, `#REF!`: the program could not calculate it.
    Error,
    /// A formula, whose value may differ when somebody opens the file.
    Formula,
    /// A cell that is merged with others.
    Merged,
}

/// Characters that programs put between year, month and day instead of a hyphen.
const HYPHENS: [char; 5] = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}'];

/// The first day in the numbering of spreadsheet programs.
const SERIAL_ZERO: NaiveDate = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");

/// The numbers of days that are recognised: 1982 to 2119.
const SERIALS: std::ops::RangeInclusive<u64> = 30_000..=80_000;

/// A day: `2025-10-14`, `2025-1-5`, `20251014`, `14.10.2025`, each with or without a time of day.
pub(crate) fn day(cell: &str) -> Result<NaiveDate, NoDay> {
    let cell = cell.trim().replace(HYPHENS, "-");
    let date = match cell.split_once([' ', 'T', '\u{a0}']) {
        Some((date, time)) if is_time(time.trim()) => date,
        Some(_) => return Err(NoDay::Other),
        None => &cell,
    };
    if let Some(serial) = serial(date) {
        return Err(NoDay::Serial(serial));
    }
    let separator = date.chars().find(|c| !c.is_ascii_digit());
    let parts: Vec<&str> = match separator {
        Some(separator @ ('-' | '.' | '/')) => date.split(separator).collect(),
        None if date.len() == 8 => vec![&date[..4], &date[4..6], &date[6..]],
        _ => return Err(NoDay::Other),
    };
    let [first, second, third] = parts[..] else {
        return Err(NoDay::Other);
    };
    let is_number = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !(is_number(first) && is_number(second) && is_number(third)) || second.len() > 2 {
        return Err(NoDay::Other);
    }
    let (year, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (first, third),
        (1..=2, 4) if separator == Some('.') => (third, first),
        (1..=2, 2 | 4) => return Err(NoDay::UncertainOrder),
        _ => return Err(NoDay::Other),
    };
    let number = |part: &str| part.parse().unwrap_or_default();
    let year = i32::try_from(number(year)).unwrap_or_default();
    let date = NaiveDate::from_ymd_opt(year, number(second), number(day));
    date.filter(|date| (DAYS.0..=DAYS.1).contains(date)).ok_or(NoDay::Other)
}

/// Whether a text is a time of day, such as `00:00` or `18:30:00.000Z`.
fn is_time(text: &str) -> bool {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let parts: Vec<&str> = text.split(':').collect();
    let is_digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (2..=3).contains(&parts.len()) && parts.iter().all(is_digits)
}

/// The day of a number of days, which may have a time of day as decimals.
fn serial(text: &str) -> Option<NaiveDate> {
    let (days, time) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !is_digits(days) || !is_digits(time) {
        return None;
    }
    let days = days.parse().ok().filter(|days| SERIALS.contains(days))?;
    SERIAL_ZERO.checked_add_days(Days::new(days))
}

/// A whole number. Accepts spaces between groups of three digits, as Excel writes 1 234, and one or two zeros as decimals.
///
/// Three zeros after a comma or a point may be thousands, and are refused.
pub(crate) fn whole(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let cell = [",00", ".00", ",0", ".0"]
        .iter()
        .find_map(|zeros| cell.strip_suffix(zeros))
        .unwrap_or(cell);
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let groups: Vec<&str> = digits.split([' ', '\u{a0}', '\u{2009}', '\u{202f}']).collect();
    let (first, rest) = groups.split_first()?;
    let are_groups = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3);
    let are_digits = |group: &&str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let sign = if digits.len() < cell.len() { "-" } else { "" };
    (are_groups && groups.iter().all(are_digits)).then(|| format!("{sign}{}", groups.concat()))
}

/// A number with a decimal comma or a decimal point.
pub(crate) fn decimal(cell: &str) -> Option<String> {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let point = cell.trim().replacen(',', ".", 1);
    let (ones, decimals) = point.split_once('.').unwrap_or((&point, "0"));
    (is_digits(ones) && is_digits(decimals)).then_some(point)
}

/// Whether a cell has no text.
pub(crate) fn is_empty(cell: &str) -> bool {
    cell.trim().is_empty()
}

/// Why a text is the display of a cell and not its value.
pub(crate) fn flaw(cell: &str) -> Option<Flaw> {
    let cell = cell.trim();
    let rest = cell.strip_prefix('#')?;
    if rest.len() >= 2 && rest.bytes().all(|byte| byte == b'#') {
        return Some(Flaw::TooNarrow);
    }
    let name = rest.strip_suffix(['!', '?']);
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '/' | ' ' | '_'))
    };
    let is_error = matches!(rest, "N/A" | "SAKNAS") || name.is_some_and(is_name);
    is_error.then_some(Flaw::Error)
}

#[cfg(test)]
#[path = "../../../tests/unit/documents/sheets/cells.rs"]
mod tests;
