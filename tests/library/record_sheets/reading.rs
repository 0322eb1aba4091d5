//! Reads sheets that people's programs save, and refuses invalid ones.

use insatskatalog::documents::json;
use insatskatalog::documents::node::{Node, Value};
use insatskatalog::documents::sheets::record_sheet::SheetDefaults;
use insatskatalog::documents::sheets::rows;
use insatskatalog::domain::fault::Code;

use super::{document, document_with, nodes, number, records, refusals, sheet_faults, text, value};

/// The nodes without lines, which JSON does not have.
fn without_lines(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(value) => format!("number {value} at {}", node.pointer).into(),
        Value::Text(value) => format!("text {value} at {}", node.pointer).into(),
        Value::List(items) => items.iter().map(without_lines).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, node)| (name.clone(), without_lines(node)))
            .collect(),
    }
}

#[test]
fn what_swedish_excel_saves_is_the_same_as_json() {
    let sheet = "Insats;Utförare;Datum;Plats;Aktivitet;Metod;Utfört av;Antal deltagare;Kvinnor;Män;Annat/okänt;Innehåll;Skattning fråga;Skattning medel;Skattning svar;Skattning max\r\n\
        anhorigstod;finska-foreningen;2025-10-14;norrtalje;Sång och fika;öppen gruppträff;Volontärer ;1 018;11;6;1;\"Vi sjöng; och fikade\r\nefteråt\";Hur nöjd är du?;4,3;15;5\r\n\
        ;;;;;;;;;;;;;;;\r\n";
    let (windows, _, has_errors) = encoding_rs::WINDOWS_1252.encode(sheet);
    assert!(!has_errors && std::str::from_utf8(&windows).is_err());
    let json = serde_json::json!({ "records": [{
        "insats": "anhorigstod", "level": "group", "provider": "finska-foreningen", "date": "2025-10-14",
        "place": "norrtalje", "activity": "Sång och fika", "method": "öppen gruppträff", "performedBy": "volontärer",
        "participants": { "total": 1018, "women": 11, "men": 6, "otherOrUnknown": 1 },
        "content": "Vi sjöng; och fikade\nefteråt",
        "evaluation": { "ratings": [{ "question": "Hur nöjd är du?", "mean": 4.3, "responses": 15, "scaleMax": 5 }] },
    }]});
    let json = json::read(json.to_string().as_bytes()).expect("JSON");
    for bytes in [&*windows, sheet.as_bytes(), format!("\u{feff}{sheet}").as_bytes()] {
        let root = document(bytes).expect("a sheet");
        assert_eq!(without_lines(&root), without_lines(&json));
        assert_eq!(
            root.at("/records/0/evaluation/ratings/0/mean").expect("there").line,
            Some(2)
        );
        assert_eq!(
            records(bytes)
                .map_err(|faults| format!("{faults:?}"))
                .expect("records")
                .len(),
            1
        );
    }
}

#[test]
fn english_headers_and_other_separators_are_read() {
    for separator in [";", ",", "\t"] {
        let sheet = "insats;provider;period_from;period_to;unit;sessions;total\n\
             cafe-kryddan;egen-regi;2025-10-01;2025-10-31;visits;22;1\u{a0}234\n\
             cafe-kryddan;egen-regi;2025-11-01;2025-11-30;Besök;20;88\n\
             cafe-kryddan;egen-regi;2025-12-01;2025-12-31;personer;;88\n";
        let root = nodes(&sheet.replace(';', separator));
        assert_eq!(value(&root, "/records/0/period/from"), text("2025-10-01"));
        assert_eq!(value(&root, "/records/0/unit"), text("visits"));
        assert_eq!(value(&root, "/records/1/unit"), text("visits"));
        assert_eq!(value(&root, "/records/2/unit"), text("persons"));
        assert_eq!(value(&root, "/records/0/participants/total"), number("1234"));
        assert_eq!(
            value(&root, "/records/2/sessions"),
            Value::Null,
            "an empty cell is no member"
        );
    }
}

#[test]
fn defaults_hold_where_the_sheet_says_nothing() {
    let defaults = SheetDefaults {
        insats: Some("rebus".into()),
        provider: Some("egen-regi".into()),
        ..SheetDefaults::default()
    };
    let root =
        document_with(b"provider,date,total\n,2025-10-14,4\nkvarnen,2025-10-15,5\n", &defaults).expect("a sheet");
    assert_eq!(value(&root, "/records/0/insats"), text("rebus"));
    assert_eq!(value(&root, "/records/0/provider"), text("egen-regi"));
    assert_eq!(value(&root, "/records/1/provider"), text("kvarnen"));
    let refused = refusals("provider,date,total\n,2025-10-14,4\n");
    assert_eq!(
        refused,
        [
            ("/records/0/insats".into(), Code::MissingMember, Some(2)),
            ("/records/0/provider".into(), Code::MissingMember, Some(2))
        ]
    );
}

#[test]
fn rows_without_content_are_skipped_and_lines_stay_right() {
    let sheet = "sep=;\n# Så här\n\n;;;\n\"# Mer, och; mer\";;\ninsats;provider;date;total\n\n# en rad till\nrebus;egen-regi;;\n\
        \"rebus\";egen-regi;2025-10-14;4\n\n\nrebus;egen-regi;\"2025-10-15\n\";5\nrebus;egen-regi;x;6\n";
    let root = nodes(sheet);
    let lines: Vec<_> = (0..4)
        .map(|at| root.at(&format!("/records/{at}/date")).and_then(|node| node.line))
        .collect();
    assert_eq!(lines, [Some(10), Some(13), Some(15), None]);
    let crlf = nodes(&sheet.replace('\n', "\r\n"));
    assert_eq!(crlf, root);
    assert_eq!(
        refusals(sheet),
        [("/records/2/date".into(), Code::InvalidDate, Some(15))]
    );
}

#[test]
fn what_is_not_plainly_a_day_or_a_number_is_refused_not_guessed() {
    let sheet = "insats;provider;date;total;women;rating_question;rating_mean;rating_responses;rating_scale_max\n\
        rebus;egen-regi;2025-10-14 kväll;4;;;;;\n\
        rebus;egen-regi;14/10/2025;4;;;;;\n\
        rebus;egen-regi;45944;4;;;;;\n\
        rebus;egen-regi;2025-10-14;ungefär 4;;;;;\n\
        rebus;egen-regi;2025-10-14;12 34;4,5;;;;\n\
        rebus;egen-regi;2025-10-14;-4;;Nöjd?;4,3,1;4;5\n";
    assert_eq!(
        refusals(sheet),
        [
            ("/records/0/date".into(), Code::InvalidDate, Some(2)),
            ("/records/1/date".into(), Code::InvalidDate, Some(3)),
            ("/records/2/date".into(), Code::InvalidDate, Some(4)),
            ("/records/3/participants/total".into(), Code::WrongType, Some(5)),
            ("/records/4/participants/total".into(), Code::WrongType, Some(6)),
            ("/records/4/participants/women".into(), Code::WrongType, Some(6)),
            ("/records/5/participants/total".into(), Code::InvalidCount, Some(7)),
            ("/records/5/evaluation/ratings/0/mean".into(), Code::WrongType, Some(7)),
        ]
    );
}

#[test]
fn personal_details_in_a_cell_are_refused_with_their_line() {
    let sheet = "insats;provider;date;total;content\nrebus;egen-regi;2025-10-14;4;Vi åt\nrebus;egen-regi;2025-10-15;19 550 702;ring 19550702-1234\n";
    assert_eq!(
        refusals(sheet),
        [
            ("/records/1/participants/total".into(), Code::InvalidCount, Some(3)),
            ("/records/1/content".into(), Code::PersonalIdentityNumber, Some(3)),
        ]
    );
}

#[test]
fn identity_numbers_in_lines_that_are_not_read_are_refused_with_their_line() {
    let sheet = "sep=;900101-9802\n# 900101-9802\n# Ring 0176-710 00\ninsats;provider;date;total\nrebus;900101-9802;;\n\
        #\"900101-9802\";;;\nrebus;egen-regi;2025-10-14;4\n";
    let faults = sheet_faults(sheet.as_bytes());
    let found: Vec<_> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
    let expected = [1, 2, 5, 6].map(|line| (Code::PersonalIdentityNumber, Some(line)));
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_header_is_reported_by_its_column_never_by_its_name() {
    let faults = sheet_faults(b"# x\ninsats;Anna Andersson;date;datum;personnummer\nrebus;a;b;c;d\n");
    let codes: Vec<_> = faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code, fault.line))
        .collect();
    assert_eq!(
        codes,
        [
            ("/records", Code::UnknownMember, Some(2)),
            ("/records", Code::DuplicateMember, Some(2)),
        ]
    );
    assert!(faults[0].detail.sv.contains("kolumn 2, 5.") && faults[0].detail.en.contains("performed_by"));
    assert!(faults[1].detail.sv.contains("datum"));
    let text = format!("{faults:?}");
    assert!(!text.contains("Anna") && !text.contains("personnummer"));
}

#[test]
fn a_row_wider_than_its_header_is_refused() {
    let faults =
        sheet_faults(b"insats,provider,rating_mean,\nrebus,egen-regi,4,\nrebus,egen-regi,4,3\nrebus,egen-regi,4,,\n");
    let found: Vec<_> = faults
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code, fault.line))
        .collect();
    assert_eq!(
        found,
        [
            ("/records/1", Code::UnknownMember, Some(3)),
            ("/records/2", Code::UnknownMember, Some(4)),
        ]
    );
}

#[test]
fn a_quote_that_is_never_closed_swallows_no_row() {
    let faults = sheet_faults(
        b"insats;date;content\nrebus;2025-10-14;ok\nrebus;2025-10-15;\"never closed\nrebus;2025-10-16;lost\n",
    );
    assert_eq!(faults.len(), 1);
    assert_eq!((faults[0].pointer.as_str(), faults[0].line), ("/records/1", Some(3)));
    assert_eq!(faults[0].code, Code::InvalidFormat);
    let header = sheet_faults(b"\"insats;date\nrebus;2025-10-14\n");
    assert_eq!(header[0].code, Code::Empty);
}

#[test]
fn a_file_that_is_no_sheet_is_refused() {
    for empty in [
        "",
        "\u{feff}",
        "\n\n",
        "# only\n;;;\n",
        "rebus;egen-regi;2025-10-14;4\n",
    ] {
        let faults = sheet_faults(empty.as_bytes());
        assert_eq!(faults.len(), 1, "{empty}");
        assert_eq!(
            (faults[0].code, faults[0].pointer.as_str()),
            (Code::Empty, ""),
            "{empty}"
        );
    }
    for no_text in [&b"%PDF\0"[..], b"insats;date\0;", b"\xff\xfei\0n\0s\0\0\0a\0t\0s\0"] {
        let faults = sheet_faults(no_text);
        assert_eq!(faults[0].code, Code::InvalidFormat);
        assert!(faults[0].detail.sv.contains("CSV") && faults[0].detail.en.contains("CSV"));
    }
    assert_eq!(value(&nodes("insats;datum\n"), "/records"), Value::List(vec![]));
}

#[test]
fn more_than_a_thousand_rows_are_left_to_the_reader_to_refuse() {
    let sheet = "insats;provider;date;total\n".to_owned() + &"rebus;egen-regi;2025-10-14;4\n".repeat(1001);
    assert_eq!(refusals(&sheet), [("/records".into(), Code::TooLong, Some(1))]);
}

#[test]
fn a_sheet_falls_into_parts_that_read_alone() {
    let sheet = "# hej\ninsats;provider;date;total;content\n".to_owned()
        + &"rebus;egen-regi;2025-10-14;4;\"a;\"\"b\nc\"\n".repeat(5);
    let whole = rows::read(sheet.as_bytes(), None, 10).unwrap_or_else(|faults| panic!("{faults:?}"));
    let parts = [&[0, 1][..], &[2, 3], &[4]].map(|rows| whole.part(rows));
    let lines = parts.each_ref().map(|part| part.lines.clone());
    assert_eq!(lines, [vec![3, 5], vec![7, 9], vec![11]]);
    for part in parts {
        let root = nodes(&part.text);
        assert_eq!(value(&root, "/records/0/content"), text("a;\"b\nc"));
        assert_eq!(
            root.at("/records/0").and_then(|node| node.line),
            part.lines.first().copied(),
            "a part keeps the lines"
        );
    }
}
