//! Detects contact details in text: e-mail addresses, phone numbers and links.
//!
//! Phone numbers need an area or country code: `713 00` may be a sum, and `112` identifies nobody. A missing space
//! makes `bra.se bilaga` a domain; with a capital letter, `bra.Se bilaga`, it is not one.

use super::characters::QuickScan;
use super::online_address::{holds_email_address, holds_link};
use super::phone_number::holds_phone_number;

/// The minimum number of digits in a phone number.
const MIN_DIGITS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContactDetail {
    EmailAddress,
    PhoneNumber,
    /// A link, a domain or a social media account.
    Link,
}

/// Whether the first pass rules out contact details.
pub(crate) fn is_without_contact_detail(scan: &QuickScan) -> bool {
    scan.is_plain && !scan.may_hold_address && !may_hold_phone_number(scan)
}

/// The first kind of contact detail in text without innocent numbers.
pub(crate) fn contact_detail_among(signs: &[char], scan: &QuickScan) -> Option<ContactDetail> {
    let may_hold_address = !scan.is_plain || scan.may_hold_address;
    if may_hold_address && holds_email_address(signs) {
        Some(ContactDetail::EmailAddress)
    } else if may_hold_phone_number(scan) && holds_phone_number(signs) {
        Some(ContactDetail::PhoneNumber)
    } else if may_hold_address && holds_link(signs) {
        Some(ContactDetail::Link)
    } else {
        None
    }
}

fn may_hold_phone_number(scan: &QuickScan) -> bool {
    !scan.is_plain || scan.digits >= MIN_DIGITS && scan.may_start_phone_number
}

#[cfg(test)]
mod tests {
    use crate::domain::personal_details::characters::{QuickScan, signs_of};
    use crate::domain::personal_details::innocent_number::without_innocent_numbers;

    use super::{ContactDetail, contact_detail_among};

    fn contact_detail_in(text: &str) -> Option<ContactDetail> {
        let scan = QuickScan::of(text);
        contact_detail_among(&without_innocent_numbers(signs_of(text, &scan)), &scan)
    }

    #[test]
    fn takes_time_in_proportion_to_the_text() {
        // Each piece could begin a detail. Quadratic time would take minutes here.
        for piece in [
            "a.",
            "a-",
            "a",
            "0 ",
            "0",
            "08-",
            "+1 ",
            " (",
            "a at ",
            "www",
            "//",
            "1 011 ",
            "a (at) b (dot) ",
        ] {
            let text = format!("t.ex {} ", piece.repeat(20_000));
            assert_eq!(contact_detail_in(&text), None, "{piece}");
            let text = format!("{text}anna@example.com");
            assert_eq!(contact_detail_in(&text), Some(ContactDetail::EmailAddress), "{piece}");
        }
    }
}
