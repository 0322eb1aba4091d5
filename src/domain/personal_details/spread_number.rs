//! Identity numbers with their digits spaced out, one by one or two by two, with the same character between all.

use super::number_part::{MAX_SEPARATORS, is_birth_date_in, separators};

/// Whether a spaced-out identity number starts at a position: twelve digits one by one or two by two, or ten digits one
/// by one with none before. Ratings without commas may look like ten digits, hardly like twelve.
pub(crate) fn spread_number_at(signs: &[char], at: usize) -> bool {
    [1, 2].into_iter().any(|width| {
        let Some(spread) = Spread::at(signs, at, width) else {
            return false;
        };
        match spread.digits.len() {
            12 => (width == 1 || !spread.may_be_hours) && is_birth_date_in(&spread.digits[..8]),
            10 => width == 1 && spread.alone && is_birth_date_in(&spread.digits[..6]),
            _ => false,
        }
    })
}

/// Ten or twelve digits in groups of equal width with equal gaps, except the gap before the last four.
struct Spread {
    digits: Vec<char>,
    /// Whether no group precedes it.
    alone: bool,
    /// Whether the gaps look like those of `18.00`.
    may_be_hours: bool,
}

impl Spread {
    fn at(signs: &[char], at: usize, width: usize) -> Option<Self> {
        const MAX_DIGITS: usize = 12;
        if at > 0 && signs[at - 1].is_ascii_digit() {
            return None;
        }
        let first_gap = gap_after(signs, at + width)?;
        let mut digits = Vec::with_capacity(MAX_DIGITS);
        let mut gaps = Vec::with_capacity(MAX_DIGITS);
        let mut place = at;
        while digits.len() < MAX_DIGITS {
            let group = signs.get(place..place + width)?;
            if !group.iter().all(char::is_ascii_digit) {
                return None;
            }
            digits.extend_from_slice(group);
            place += width;
            let Some(gap) = gap_after(signs, place).filter(|_| digits.len() < MAX_DIGITS) else {
                break;
            };
            gaps.push(gap);
            place += gap.len();
        }
        if signs.get(place).is_some_and(char::is_ascii_digit) {
            return None;
        }
        let before_last_four = digits.len().checked_sub(4)? / width;
        let even = gaps
            .iter()
            .enumerate()
            .all(|(nth, gap)| *gap == first_gap || nth + 1 == before_last_four);
        let goes_on = at > first_gap.len()
            && signs[..at].ends_with(first_gap)
            && signs[at - first_gap.len() - 1].is_ascii_digit();
        let may_be_hours = first_gap.iter().any(|c| matches!(c, '.' | ':'));
        even.then_some(Self {
            digits,
            alone: !goes_on,
            may_be_hours,
        })
    }
}

/// The characters between two digits, if few and without comma or semicolon, which separate list entries.
fn gap_after(signs: &[char], at: usize) -> Option<&[char]> {
    let rest = signs.get(at..)?;
    let length = separators(rest);
    let gap = rest.get(..length)?;
    let joins = (1..=MAX_SEPARATORS).contains(&length)
        && !gap.iter().any(|c| matches!(c, ',' | ';'))
        && rest.get(length).is_some_and(char::is_ascii_digit);
    joins.then_some(gap)
}
