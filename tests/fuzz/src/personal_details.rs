//! Texts that may hold something about a person.

use insatskatalog::domain::personal_details::identity::is_identity_shaped;
use insatskatalog::domain::personal_details::personal_detail_in;
use insatskatalog::domain::personal_details::trace_number::may_hold_identity_number;

pub fn read(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let found = personal_detail_in(&text);
    if is_identity_shaped(&text) {
        assert!(found.is_some(), "an identity number is a personal detail");
    }
    may_hold_identity_number(&text);
}
