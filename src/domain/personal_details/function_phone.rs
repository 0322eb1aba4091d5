//! Tells an identity number from a phone number in a field for the phone number of a function.
//!
//! Area codes such as 0303 begin a date, so `0303-23 80 00` has the digits of an identity number. The groups decide: a
//! phone number has no group of six digits that are a date, followed by four.

use super::characters::{QuickScan, signs_of};
use super::identity::is_identity_shaped;
use super::number_part::{has_check_digit, is_birth_date_in, is_mobile_code};

/// Whether a text in place of a phone number is rather an identity number or a birth date.
pub(crate) fn is_identity_instead_of_phone(text: &str) -> bool {
    let scan = QuickScan::of(text);
    let signs = signs_of(text, &scan);
    if signs.iter().any(|c| c.is_alphabetic()) {
        return is_identity_shaped(text);
    }
    let groups = signs.split(|c| !c.is_ascii_digit()).map(<[char]>::len);
    let groups: Vec<usize> = groups.filter(|length| *length > 0).collect();
    let digits: Vec<char> = signs.iter().filter(|c| c.is_ascii_digit()).copied().collect();
    let Some(first) = groups.first() else {
        return false;
    };
    let has_plus = signs.contains(&'+');
    let is_swedish = has_plus && digits.starts_with(&['4', '6']);
    let may_be_mobile = digits[0] == '0' && is_mobile_code(&digits[1..]) && !has_check_digit(&digits);
    let in_pairs = groups.iter().all(|length| *length == 2);
    match digits.len() {
        6 => (*first == 6 || in_pairs && digits[0] != '0') && is_birth_date_in(&digits),
        8 => *first == 8 && is_birth_date_in(&digits),
        10 => {
            let is_unbroken = *first == 10 || in_pairs;
            let is_date_first = *first == 6 || groups == [2, 2, 2, 4];
            is_birth_date_in(&digits[..6]) && (is_date_first || is_unbroken && !may_be_mobile && !is_swedish)
        }
        12 => is_birth_date_in(&digits[..8]),
        11 => false,
        _ => digits.len() > 12 && !digits.starts_with(&['0', '0']) && is_identity_shaped(text),
    }
}
