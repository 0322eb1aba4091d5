//! Tests of `documents/sheets/cells.rs`.

use super::{Flaw, NoDay, day, flaw, whole};

#[test]
fn days_are_read_in_every_certain_form() {
    for cell in [
        "2025-10-14",
        " 2025-10-14 ",
        "20251014",
        "2025-10-14 00:00:00",
        "2025-10-14T00:00:00.000Z",
        "2025-10-14\u{a0}18:30",
        "14.10.2025",
        "2025/10/14",
        "2025.10.14",
        "2025\u{2013}10\u{2013}14",
    ] {
        assert_eq!(day(cell).map(|day| day.to_string()), Ok("2025-10-14".into()), "{cell}");
    }
    assert_eq!(day("2025-1-5").map(|day| day.to_string()), Ok("2025-01-05".into()));
    assert_eq!(day("5.1.2025").map(|day| day.to_string()), Ok("2025-01-05".into()));
}

#[test]
fn other_forms_are_not_guessed() {
    for cell in ["14/10/25", "14/10/2025", "10-14-2025", "14.10.25", "1/2/2025"] {
        assert_eq!(day(cell), Err(NoDay::UncertainOrder), "{cell}");
    }
    for cell in ["45944", "45944,0", "45944.75"] {
        let serial = day(cell).map_err(|why| match why {
            NoDay::Serial(day) => day.to_string(),
            _ => String::new(),
        });
        assert_eq!(serial, Err("2025-10-14".into()), "{cell}");
    }
    for cell in [
        "",
        "2025-02-30",
        "2025-13-01",
        "20251314",
        "1849-12-31",
        "2025-10",
        "14",
        "14 oktober 2025",
        "2025-10-14 på kvällen",
        "29999",
        "2025-10-14-15",
        "2025-010-14",
        "åäö45944",
        "2025-10/14",
    ] {
        assert_eq!(day(cell), Err(NoDay::Other), "{cell}");
    }
}

#[test]
fn whole_numbers_may_have_zeros_as_decimals() {
    for (cell, number) in [
        ("12", Some("12")),
        ("12,0", Some("12")),
        ("12.00", Some("12")),
        ("1 234", Some("1234")),
        ("1\u{a0}234,0", Some("1234")),
        ("-4", Some("-4")),
        ("12,5", None),
        ("1,000", None),
        ("1.000", None),
        (",0", None),
        ("12 34", None),
        ("ungefär 4", None),
        ("", None),
    ] {
        assert_eq!(whole(cell).as_deref(), number, "{cell}");
    }
}

#[test]
fn the_display_of_a_cell_is_not_its_value() {
    for (cell, expected) in [
        ("########", Some(Flaw::TooNarrow)),
        ("###", Some(Flaw::TooNarrow)),
        ("#SAKNAS!", Some(Flaw::Error)),
        ("#SAKNAS", Some(Flaw::Error)),
        ("#N/A", Some(Flaw::Error)),
        ("#DIV/0!", Some(Flaw::Error)),
        ("#VÄRDEFEL!", Some(Flaw::Error)),
        ("#NAMN?", Some(Flaw::Error)),
        ("#metoo-samtal", None),
        ("#1", None),
        ("#", None),
        ("# en kommentar", None),
        ("", None),
    ] {
        assert_eq!(flaw(cell), expected, "{cell}");
    }
}
