//! Tests of `documents/sheets/columns.rs`.

use super::{Column, HEADERS, RatingPart, spelled};

#[test]
fn no_two_columns_are_spelled_alike() {
    let mut all: Vec<(String, Column)> = Vec::new();
    for (column, sv, en) in HEADERS {
        for name in [sv, en] {
            let taken = all.iter().find(|(other, _)| *other == spelled(name));
            assert!(taken.is_none_or(|(_, other)| *other == column), "{name}");
            all.push((spelled(name), column));
        }
    }
}

#[test]
fn headers_are_known_however_they_are_spelled() {
    for (header, column) in [
        (" Utfört av ", Column::PerformedBy),
        ("utfort-av", Column::PerformedBy),
        ("UTFO\u{308}RT_AV", Column::PerformedBy),
        ("performedBy", Column::PerformedBy),
        ("Annat/okänt", Column::OtherOrUnknown),
        ("Tillfälle", Column::Session),
        ("antal tillfallen", Column::Sessions),
        ("Antal", Column::Total),
        ("man", Column::Men),
        ("Skattning medel", Column::Rating(RatingPart::Mean, 1)),
        ("rating_scale_max_3", Column::Rating(RatingPart::ScaleMax, 3)),
    ] {
        assert_eq!(Column::of_header(header), Some(column), "{header}");
    }
    for header in ["", "1", "namn", "datum_2", "skattning_medel_0", "skattning_medel_1001"] {
        assert_eq!(Column::of_header(header), None, "{header}");
    }
}
