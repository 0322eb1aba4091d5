//! Workbooks: what `LibreOffice` and other programs save is the same as CSV, and what no sheet of records has is refused.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use insatskatalog::documents::sheets::record_sheet::{SheetDefaults, read};
use insatskatalog::documents::sheets::template_workbook::template_workbook;
use insatskatalog::domain::fault::Code;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::writing::versions;
use super::{document, read_back, sheet_faults, text, value};

/// The records that `LibreOffice` saved.
const RECORDS: &str = include_str!("office/records.csv");

/// The folder of the saved files; `.ci/full` names one with files that it has just written.
fn saved() -> PathBuf {
    std::env::var_os("INSATSKATALOG_SAVED_SHEETS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/record_sheets/office/saved"),
        PathBuf::from,
    )
}

/// Records for comparison, since they have no `Debug`.
fn shown(sheet: &[u8]) -> String {
    serde_json::to_string_pretty(&read_back(sheet)).expect("JSON")
}

/// The records of [`RECORDS`] have names of places, and no names of insatser.
fn wanted() -> String {
    shown(RECORDS.as_bytes())
}

#[test]
fn what_libreoffice_saves_gives_the_same_records() {
    assert_eq!(read_back(RECORDS.as_bytes()).len(), 3);
    for country in ["sv-SE", "en-US"] {
        for ending in ["xlsx", "ods", "utf-8.csv", "windows-1252.csv"] {
            let name = format!("{country}.{ending}");
            let bytes = std::fs::read(saved().join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(shown(&bytes), wanted(), "{name}");
        }
    }
}

/// A workbook with one sheet.
fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().expect("written")
}

const HEADER: [&str; 6] = ["insats", "utförare", "datum", "aktivitet", "antal_deltagare", "kvinnor"];

fn write_header(sheet: &mut Worksheet) {
    for (at, header) in (0..).zip(HEADER) {
        sheet.write_string(0, at, header).expect("written");
    }
}

fn write_row(sheet: &mut Worksheet, row: u32) {
    let days = Format::new().set_num_format("d mmm yyyy");
    let day = ExcelDateTime::from_ymd(2025, 10, 14).expect("a day");
    sheet.write_string(row, 0, "rebus").expect("written");
    sheet.write_string(row, 1, "egen-regi").expect("written");
    sheet.write_datetime_with_format(row, 2, &day, &days).expect("written");
    sheet.write_string(row, 3, "Fika & <sång>").expect("written");
    sheet.write_number(row, 4, 18.0).expect("written");
    sheet.write_number(row, 5, 12.0).expect("written");
}

#[test]
fn days_and_numbers_keep_their_values() {
    let bytes = workbook(|sheet| {
        sheet.write_string(0, 0, "# en kommentar").expect("written");
        for (at, header) in (0..).zip(HEADER) {
            sheet.write_string(2, at, header).expect("written");
        }
        write_row(sheet, 3);
        write_row(sheet, 900);
        sheet.write_string(900, 2, "2025-1-5").expect("written");
    });
    let root = document(&bytes).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(value(&root, "/records/0/date"), text("2025-10-14"));
    assert_eq!(value(&root, "/records/0/activity"), text("Fika & <sång>"));
    assert_eq!(value(&root, "/records/1/date"), text("2025-01-05"));
    let line = |pointer| root.at(pointer).and_then(|node| node.line);
    assert_eq!((line("/records/0"), line("/records/1")), (Some(4), Some(901)));
}

#[test]
fn a_number_without_a_format_of_days_is_the_serial_of_one() {
    let bytes = workbook(|sheet| {
        write_header(sheet);
        write_row(sheet, 1);
        sheet.write_number(1, 2, 45944.0).expect("written");
    });
    let root = document(&bytes).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(value(&root, "/records/0/date"), text("45944"));
}

/// The codes of the faults of the cells of a sheet.
fn faults_of_cells(bytes: &[u8]) -> Vec<(Option<usize>, String, Code)> {
    let sheet = read(bytes, &SheetDefaults::default()).unwrap_or_else(|faults| panic!("{faults:?}"));
    let mut faults = insatskatalog::documents::faults::Faults::strict();
    insatskatalog::documents::readers::group_record::batch(&sheet.root, &mut faults);
    let located = sheet.located(faults.end(Some(())).expect_err("faults"));
    let places = located.into_iter().map(|fault| {
        let column = fault.cell.map(|cell| cell.column).unwrap_or_default();
        (fault.line, column, fault.code)
    });
    places.collect()
}

#[test]
fn formulas_and_merged_cells_are_refused_where_they_are() {
    let formula = workbook(|sheet| {
        write_header(sheet);
        write_row(sheet, 1);
        sheet
            .write_formula(1, 4, Formula::new("=F2*2").set_result("24"))
            .expect("written");
        write_row(sheet, 2);
        sheet.merge_range(2, 3, 3, 3, "Bingo", &Format::new()).expect("written");
    });
    assert_eq!(
        faults_of_cells(&formula),
        [
            (Some(2), "antal_deltagare".into(), Code::InvalidFormat),
            (Some(3), "aktivitet".into(), Code::InvalidFormat),
        ]
    );
}

#[test]
fn only_one_visible_sheet_has_records() {
    let with_second = |fill: &dyn Fn(&mut Worksheet)| {
        let mut workbook = Workbook::new();
        let first = workbook.add_worksheet();
        write_header(first);
        write_row(first, 1);
        fill(workbook.add_worksheet());
        workbook.save_to_buffer().expect("written")
    };
    let hidden = with_second(&|sheet| {
        sheet.set_hidden(true);
    });
    assert_eq!(sheet_faults(&hidden)[0].code, Code::InvalidFormat);
    let several = with_second(&|sheet| write_header(sheet));
    assert!(sheet_faults(&several)[0].detail.sv.contains("Flera blad"));
    let notes = with_second(&|sheet| {
        sheet.write_string(0, 0, "Minnesanteckningar").expect("written");
    });
    let read = read(&notes, &SheetDefaults::default()).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(read.sheet.rows.len(), 1);
    assert!(read.sheet.warnings[0].text.sv.starts_with("Blad 2"));
    let empty = with_second(&|_| {});
    assert!(document(&empty).is_ok());
}

/// A zip archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("written");
        writer.write_all(content).expect("written");
    }
    writer.finish().expect("written").into_inner()
}

/// An `.xlsx` workbook with the XML of its only worksheet.
fn xlsx(worksheet: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let workbook = r#"<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let parts = format!(
        r#"<Relationships><Relationship Id="r1" Type="{types}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{types}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>"#
    );
    let strings = "<sst uniqueCount=\"18446744073709551615\"><si><r><t>insats</t></r></si><si><t>datum</t></si></sst>";
    let mut all: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/worksheets/sheet1.xml", worksheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ];
    all.extend(more);
    archive(&all)
}

/// An `.ods` workbook with the rows of its only sheet.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!("<office:document-content><table:table>{rows}</table:table></office:document-content>");
    archive(&[("content.xml", content.as_bytes())])
}

const CELLS: &str = r#"<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>"#;

#[test]
fn a_worksheet_may_state_more_than_it_has() {
    let bytes = xlsx(
        &format!(
            r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1">{CELLS}</row><row r="1048576"><c r="A1048576"><v>1</v></c><c r="B1048576" t="inlineStr"><is><t>2025-10-14</t></is></c></row></sheetData></worksheet>"#
        ),
        &[],
    );
    let root = document(&bytes).unwrap_or_else(|faults| panic!("{faults:?}"));
    assert_eq!(root.at("/records/0").and_then(|node| node.line), Some(1_048_576));
}

/// Asserts that files are refused, each with a code, before long.
fn refused_in_time(cases: &[(&str, Vec<u8>, Code)]) {
    let started = std::time::Instant::now();
    for (name, bytes, code) in cases {
        let faults = sheet_faults(bytes);
        assert_eq!(faults[0].code, *code, "{name}: {faults:?}");
    }
    assert!(
        started.elapsed() < std::time::Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn bombs_and_foreign_content_are_refused() {
    let sheet = |rows: &str| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let header = format!("<row r=\"1\">{CELLS}</row>");
    let zeros = vec![b' '; 100 << 20];
    refused_in_time(&[
        ("a bomb", archive(&[("xl/workbook.xml", &zeros)]), Code::TooLong),
        (
            "a bomb beside",
            xlsx(&sheet(&header), &[("xl/media/image1.png", &zeros)]),
            Code::TooLong,
        ),
        (
            "empty rows",
            xlsx(&sheet(&(header.clone() + &"<row/>".repeat(2_000_000))), &[]),
            Code::TooLong,
        ),
        (
            "a far row",
            xlsx(
                &sheet(&(header.clone() + "<row r=\"2000000\"><c><v>1</v></c></row>")),
                &[],
            ),
            Code::TooLong,
        ),
        (
            "a far column",
            xlsx(
                &sheet(&(header.clone() + "<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>")),
                &[],
            ),
            Code::TooLong,
        ),
        (
            "macros",
            xlsx(&sheet(&header), &[("xl/vbaProject.bin", b"x")]),
            Code::InvalidFormat,
        ),
        (
            "links",
            xlsx(&sheet(&header), &[("xl/externalLinks/externalLink1.xml", b"x")]),
            Code::InvalidFormat,
        ),
        (
            "a lost string",
            xlsx(&sheet("<row><c t=\"s\"><v>9</v></c></row>"), &[]),
            Code::InvalidFormat,
        ),
        ("no XML", xlsx("<worksheet><sheetData><row>", &[]), Code::Empty),
        (
            "an entity",
            xlsx(
                "<!DOCTYPE x [<!ENTITY a \"b\">]><worksheet><sheetData><row><c><v>&a;</v></c></row></sheetData></worksheet>",
                &[],
            ),
            Code::InvalidFormat,
        ),
        (
            "old Excel",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            Code::InvalidFormat,
        ),
        ("a broken zip", b"PK\x03\x04rest".to_vec(), Code::InvalidFormat),
        (
            "a document",
            archive(&[("word/document.xml", b"<x/>")]),
            Code::InvalidFormat,
        ),
    ]);
}

#[test]
fn repeats_of_an_ods_sheet_are_counted_and_not_written_out() {
    let ods_header = "<table:table-row><table:table-cell><text:p>datum</text:p></table:table-cell></table:table-row>";
    let cell = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    refused_in_time(&[
        (
            "repeated rows",
            ods(&format!(
                "{ods_header}<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>"
            )),
            Code::TooLong,
        ),
        (
            "repeated cells",
            ods(&format!(
                "{ods_header}<table:table-row>{}</table:table-row>",
                cell.replace("cell>", "cell table:number-columns-repeated=\"16384\">")
                    .replacen(
                        "</table:table-cell table:number-columns-repeated=\"16384\">",
                        "</table:table-cell>",
                        1
                    )
            )),
            Code::TooLong,
        ),
        (
            "empty rows repeated",
            ods(&format!(
                "{ods_header}<table:table-row table:number-rows-repeated=\"2000000\"><table:table-cell/></table:table-row>"
            )),
            Code::TooLong,
        ),
        (
            "endless repeats",
            ods(&format!(
                "{ods_header}<table:table-row table:number-rows-repeated=\"99999999999999999999999\"><table:table-cell/></table:table-row>"
            )),
            Code::TooLong,
        ),
        (
            "a hidden sheet",
            ods(
                "</table:table><style:style style:name=\"h\"><style:table-properties table:display=\"false\"/></style:style><table:table table:style-name=\"h\">",
            ),
            Code::InvalidFormat,
        ),
    ]);
}

#[test]
fn an_empty_end_of_an_ods_sheet_is_no_row() {
    let rows = "<table:table-row><table:table-cell><text:p>datum</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"date\" office:date-value=\"2025-10-14\"><office:annotation><text:p>nej</text:p></office:annotation><text:p>14 okt</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated=\"1048571\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let root = document(&ods(rows)).unwrap_or_else(|faults| panic!("{faults:?}"));
    for (at, line) in [(0, 4), (1, 5)] {
        assert_eq!(value(&root, &format!("/records/{at}/date")), text("2025-10-14"));
        assert_eq!(
            root.at(&format!("/records/{at}")).and_then(|node| node.line),
            Some(line)
        );
    }
}

#[test]
fn the_template_workbook_of_every_insats_has_no_records_and_the_same_bytes() {
    for version in &versions() {
        let bytes = template_workbook(version, Some("egen-regi"));
        let sheet = read(&bytes, &SheetDefaults::default()).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert!(sheet.faults().is_empty() && sheet.sheet.warnings.is_empty() && sheet.sheet.rows.is_empty());
        assert_eq!(bytes, template_workbook(version, Some("egen-regi")));
    }
}
