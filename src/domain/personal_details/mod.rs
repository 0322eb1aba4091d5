//! Detects what identifies a person in a text: identity numbers and contact details.

pub(crate) mod characters;
pub(crate) mod child_concern;
pub(crate) mod contact_detail;
pub mod identity;
pub(crate) mod innocent_number;
pub(crate) mod number_part;
pub(crate) mod online_address;
pub(crate) mod phone_number;

use characters::{QuickScan, signs_of};
use contact_detail::{ContactDetail, contact_detail_among, is_without_contact_detail};
use identity::{holds_identity_number, is_without_identity_number};
use innocent_number::without_innocent_numbers;

/// A kind of personal detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonalDetail {
    /// A text shaped like a personnummer, a samordningsnummer or an interim number.
    IdentityNumber,
    /// An e-mail address.
    EmailAddress,
    /// A phone number.
    PhoneNumber,
    /// A link, a domain or a social media account.
    Link,
}

impl From<ContactDetail> for PersonalDetail {
    fn from(detail: ContactDetail) -> Self {
        match detail {
            ContactDetail::EmailAddress => Self::EmailAddress,
            ContactDetail::PhoneNumber => Self::PhoneNumber,
            ContactDetail::Link => Self::Link,
        }
    }
}

/// The most sensitive personal detail in a text: identity number, then e-mail address, phone number and link.
///
/// Ten digits that may be both an identity number and a phone number count as an identity number.
pub fn personal_detail_in(text: &str) -> Option<PersonalDetail> {
    let scan = QuickScan::of(text);
    if is_without_identity_number(&scan) && is_without_contact_detail(&scan) {
        return None;
    }
    let signs = without_innocent_numbers(signs_of(text, &scan));
    if holds_identity_number(&signs) {
        return Some(PersonalDetail::IdentityNumber);
    }
    contact_detail_among(&signs, &scan).map(PersonalDetail::from)
}
