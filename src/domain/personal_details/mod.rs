//! Detects what identifies a person in a text: identity numbers and contact details.
//!
//! Phone numbers need an area or country code: `713 00` may be a sum, and `112` identifies nobody. A missing space
//! makes `bra.se bilaga` a domain; with a capital letter, `bra.Se bilaga`, it is not one. Names are not detected: no list
//! of names tells `Linnea` from the flower.

pub(crate) mod care_number;
pub(crate) mod characters;
pub(crate) mod child_concern;
pub(crate) mod encoded_text;
pub(crate) mod function_phone;
pub(crate) mod grouped_number;
pub mod identity;
pub(crate) mod innocent_number;
pub(crate) mod letters_as_digits;
pub(crate) mod nordic_number;
pub(crate) mod number_part;
pub(crate) mod online_address;
pub(crate) mod phone_number;
pub(crate) mod postal_address;
pub(crate) mod public_contact;
pub(crate) mod request_key;
pub(crate) mod spread_number;
pub mod trace_number;

use characters::{QuickScan, signs_of};
use identity::{holds_identity_number, is_without_identity_number};
use innocent_number::{without_innocent_numbers, without_mobile_numbers};
use online_address::{holds_email_address, holds_link};
use phone_number::holds_phone_number;
use postal_address::holds_postal_address;
use public_contact::without_public_sites;

/// A kind of personal detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalDetail {
    /// A text shaped like a personnummer, a samordningsnummer or another identity number.
    IdentityNumber,
    /// An e-mail address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A link, a domain or a social media account.
    Link,
    /// A postal address, or a street where someone lives.
    PostalAddress,
}

/// The most sensitive personal detail in a text: identity number, then e-mail address, phone number, link and postal
/// address.
///
/// Ten unbroken digits that may be both an identity number and a mobile number count as an identity number if the check
/// digit is valid.
pub fn personal_detail_in(text: &str) -> Option<PersonalDetail> {
    let scan = QuickScan::of(text);
    if is_without_identity_number(&scan) && is_without_contact_detail(&scan) {
        return None;
    }
    let signs = without_innocent_numbers(signs_of(text, &scan));
    if holds_identity_number(&signs) {
        let is_mobile = without_mobile_numbers(&signs).is_some_and(|signs| !holds_identity_number(&signs));
        return Some(if is_mobile {
            PersonalDetail::PhoneNumber
        } else {
            PersonalDetail::IdentityNumber
        });
    }
    let private = without_public_sites(&signs);
    contact_detail_among(private.as_deref().unwrap_or(&signs), &scan)
}

/// The minimum number of digits in a phone number.
const MIN_PHONE_DIGITS: usize = 8;

/// Whether the first pass rules out contact details.
fn is_without_contact_detail(scan: &QuickScan) -> bool {
    scan.is_plain && !scan.may_hold_address && !scan.may_hold_street && !may_hold_phone_number(scan)
}

/// The first kind of contact detail in text without innocent numbers.
fn contact_detail_among(signs: &[char], scan: &QuickScan) -> Option<PersonalDetail> {
    let may_hold_address = !scan.is_plain || scan.may_hold_address;
    if may_hold_address && holds_email_address(signs) {
        Some(PersonalDetail::EmailAddress)
    } else if may_hold_phone_number(scan) && holds_phone_number(signs) {
        Some(PersonalDetail::PhoneNumber)
    } else if may_hold_address && holds_link(signs) {
        Some(PersonalDetail::Link)
    } else if (!scan.is_plain || scan.may_hold_street) && holds_postal_address(signs) {
        Some(PersonalDetail::PostalAddress)
    } else {
        None
    }
}

fn may_hold_phone_number(scan: &QuickScan) -> bool {
    !scan.is_plain || scan.digits >= MIN_PHONE_DIGITS && scan.may_start_phone_number
}
