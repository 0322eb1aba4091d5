//! Tests of `domain/personal_details/characters.rs`.

use super::{QuickScan, as_ascii, is_plain, signs_of};

#[test]
fn plain_signs_are_read_as_if_they_were_normalised() {
    for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
        let text = format!("1{c}{c}e");
        let mut scan = QuickScan::of(&text);
        let plain = signs_of(&text, &scan);
        scan.is_plain = false;
        assert_eq!(plain, signs_of(&text, &scan), "{c:?}");
    }
}

#[test]
fn digits_of_other_scripts_become_ascii() {
    for (sign, digit) in [('٣', '3'), ('९', '9'), ('❺', '5'), ('➉', '➉'), ('⓿', '0'), ('å', 'å')] {
        assert_eq!(as_ascii(sign), digit);
    }
}

#[test]
fn a_glance_sees_where_phone_numbers_start() {
    for text in ["070", "(08)", "tel:08", "1,08", "+46", "46", "10 08", "a08", "10–08"] {
        assert!(QuickScan::of(text).may_start_phone_number, "{text}");
    }
    for text in ["2025-09-01", "10.00-12.00", "2025/0123", "100", "18 deltagare"] {
        assert!(!QuickScan::of(text).may_start_phone_number, "{text}");
    }
}

#[test]
fn a_glance_sees_what_addresses_have() {
    for text in [
        "a@b",
        "se ab.cd",
        "å.se",
        "t.me/a",
        "x://y",
        "anna Snabel-a b",
        "anna (AT) b",
        "anna at b",
    ] {
        assert!(QuickScan::of(text).may_hold_address, "{text}");
    }
    for text in [
        "Sång och fika.",
        "Bra. Se bilaga",
        "och/eller",
        "katt",
        "att gå",
        "kl. 10.00",
    ] {
        assert!(!QuickScan::of(text).may_hold_address, "{text}");
    }
}
