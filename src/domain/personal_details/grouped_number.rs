//! Identity numbers with their digits in unusual groups, such as `900101-98 02`, `90 01 01 98 02` and `900 101 9802`.
//!
//! Lists of counts, sums and times have such groups too. So either the check digit must be right, or the groups must be
//! unusual for anything else and the year unlikely for an activity.

use super::number_part::{
    MAX_SEPARATORS, digit_run, has_check_digit, is_birth_date_in, may_be_activity_date, number, separators,
};
use super::phone_number::phone_number_at;

/// The highest number that a list of hours, days or weeks contains.
const LAST_WEEK: u32 = 53;

/// The groups of a count above a thousand, as in `20251014 1 118 besök`.
const COUNT: [usize; 2] = [1, 3];

/// Whether four digits in several groups follow an unbroken date.
pub(crate) fn is_grouped_ending(date: &[char], after_date: &[char]) -> bool {
    let Some(gap) = gap_at(after_date) else {
        return false;
    };
    let groups = Groups::of(&after_date[gap..], 4);
    let is_count = groups.lengths == COUNT && may_be_activity_date(date);
    if groups.digits.len() != 4 || groups.lengths.len() < 2 || is_count {
        return false;
    }
    let number: Vec<char> = date.iter().chain(&groups.digits).copied().collect();
    !may_be_activity_date(date) || has_check_digit(&number)
}

/// Whether ten or twelve digits in several groups that start at a position form an identity number.
pub(crate) fn grouped_number_at(signs: &[char], at: usize) -> bool {
    if follows_group(signs, at) {
        return false;
    }
    let groups = Groups::of(&signs[at..], 12);
    let date_length = match groups.digits.len() {
        10 => 6,
        12 => 8,
        _ => return false,
    };
    let date = &groups.digits[..date_length];
    groups.lengths.len() > 1
        && is_birth_date_in(date)
        && !groups.is_sum()
        && !(groups.lengths.ends_with(&COUNT) && may_be_activity_date(date))
        && (has_check_digit(&groups.digits) || groups.is_unlike_counts())
        && !(signs[at] == '0' && phone_number_at(signs, at))
}

/// Whether a digit, or a group of digits before a gap, precedes a position.
fn follows_group(signs: &[char], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map(|place| signs[place]);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    is_digit(before(1)) || before(1).is_some_and(joins_groups) && is_digit(before(2))
}

/// Groups of digits with alike gaps.
struct Groups {
    digits: Vec<char>,
    lengths: Vec<usize>,
}

impl Groups {
    /// All groups that follow each other, or none if they have more than `most` digits.
    fn of(signs: &[char], most: usize) -> Self {
        let mut groups = Self {
            digits: Vec::new(),
            lengths: Vec::new(),
        };
        let mut rest = signs;
        let mut stops = 0;
        loop {
            let length = digit_run(&rest[..rest.len().min(most + 1)]);
            groups.digits.extend(&rest[..length]);
            groups.lengths.push(length);
            rest = &rest[length..];
            if groups.digits.len() > most {
                break;
            }
            let Some(gap) = gap_at(rest) else {
                // Full stops and colons between some groups only are those of times.
                if stops == 0 || stops == groups.lengths.len() - 1 {
                    return groups;
                }
                break;
            };
            stops += usize::from(rest[..gap].iter().any(|c| matches!(c, '.' | ':')));
            rest = &rest[gap..];
        }
        groups.digits.clear();
        groups
    }

    /// Whether the groups are those of a sum: three digits in all but the first.
    fn is_sum(&self) -> bool {
        self.lengths[0] <= 3 && self.lengths[1..].iter().all(|length| *length == 3)
    }

    /// Whether counts, times and sums have no such groups.
    fn is_unlike_counts(&self) -> bool {
        let first = number(&self.digits[..2]);
        let in_pairs = || {
            self.digits.len() == 10
                && self.lengths.iter().all(|length| *length == 2)
                && first > Some(LAST_WEEK)
                && self.digits.chunks(2).any(|pair| pair[0] == '0')
        };
        let by_year = || {
            let starts_with_year = self.digits.len() == 12 && matches!(self.lengths[0], 4 | 8);
            starts_with_year && !may_be_activity_date(&self.digits[..8])
        };
        let in_threes =
            || self.lengths == [3, 3, 4] && self.digits[0] != '0' && !may_be_activity_date(&self.digits[..6]);
        in_pairs() || in_threes() || by_year()
    }
}

/// The length of the gap at the start of a text that a group of digits follows.
fn gap_at(signs: &[char]) -> Option<usize> {
    let length = separators(signs);
    let joins = (1..=MAX_SEPARATORS).contains(&length) && signs[..length].iter().all(|c| joins_groups(*c));
    (joins && signs.get(length).is_some_and(char::is_ascii_digit)).then_some(length)
}

/// Whether a character may be between groups of one number; a comma or an opening bracket begins something else.
fn joins_groups(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, ',' | ';' | '(' | '\n')
}
