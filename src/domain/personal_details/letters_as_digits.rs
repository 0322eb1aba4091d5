//! Identity numbers in which letters replace digits, such as `9OO1O1-98O2`.

use super::characters::digit_like;
use super::number_part::{
    MAX_SEPARATORS, digit_run, has_check_digit, is_birth_date_in, may_be_activity_date, separators,
};

/// The minimum number of real digits beside the letters.
const MIN_DIGITS: usize = 4;

/// The text with digits instead of letters in each word that has digits and only such letters; `None` if there is no
/// such word. A letter before three digits, as in `B204`, is the name of a room.
pub(crate) fn with_letters_as_digits(signs: &[char]) -> Option<Vec<char>> {
    let mut written = signs.to_vec();
    let mut is_changed = false;
    let mut at = 0;
    while at < signs.len() {
        let length = signs[at..].iter().take_while(|c| is_of_word(**c)).count();
        let word = &signs[at..at + length];
        let digits = word.iter().filter(|c| c.is_ascii_digit()).count();
        let begins = word.first().is_some_and(char::is_ascii_digit) || matches!(length, 2 | 6 | 8 | 10 | 12);
        let is_like_digits = word.iter().all(|c| c.is_ascii_digit() || digit_like(*c).is_some());
        if begins && digits > 0 && digits < length && is_like_digits {
            for sign in &mut written[at..at + length] {
                *sign = digit_like(*sign).unwrap_or(*sign);
            }
            is_changed = true;
        }
        at += length.max(1);
    }
    let digits = signs.iter().filter(|c| c.is_ascii_digit()).take(MIN_DIGITS).count();
    (is_changed && digits == MIN_DIGITS).then_some(written)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '|'
}

/// Whether an identity number stands alone at a position: a date, and then four digits, with few characters between. If
/// the date may be that of an activity, the check digit must be right.
pub(crate) fn clean_number_at(signs: &[char], at: usize) -> bool {
    if at > 0 && signs[at - 1].is_alphanumeric() {
        return false;
    }
    [4, 2].into_iter().any(|year_digits| {
        let mut digits = Vec::with_capacity(12);
        let mut rest = &signs[at..];
        for length in [year_digits, 2, 2, 4] {
            let gap = if digits.is_empty() { 0 } else { separators(rest) };
            let Some(part) = rest.get(gap..gap + length).filter(|_| gap <= MAX_SEPARATORS) else {
                return false;
            };
            digits.extend_from_slice(part);
            rest = &rest[gap + length..];
        }
        let (date, last) = digits.split_at(year_digits + 4);
        is_birth_date_in(date)
            && digit_run(last) == 4
            && rest.first().is_none_or(|next| !next.is_alphanumeric())
            && (!may_be_activity_date(date) || has_check_digit(&digits))
    })
}
