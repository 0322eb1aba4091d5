//! Reads the rows of a sheet in any common encoding and with any common separator.

use std::collections::HashMap;

use encoding_rs::WINDOWS_1252;

use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};

use super::columns::{Column, allowed};
use super::skipped;

/// A sheet with a valid header. No `Debug`, so that its texts are never logged.
pub struct Sheet {
    /// The column under each header; `None` under an empty one.
    pub columns: Vec<Option<Column>>,
    /// Line of the header, from 1.
    pub header_line: usize,
    /// Rows with a record.
    pub rows: Vec<Row>,
    header: Vec<String>,
    separator: u8,
}

/// A row of a sheet.
pub struct Row {
    /// The cells.
    pub cells: Vec<String>,
    /// Line, from 1.
    pub line: usize,
}

/// A part of a sheet, as a sheet.
pub struct Part {
    /// The sheet, in UTF-8.
    pub text: String,
    /// The line of each record in the whole sheet, from 1.
    pub lines: Vec<usize>,
}

/// Possible separators; of two that fit equally well, the last is used.
const SEPARATORS: [u8; 3] = *b"\t,;";

/// A sentinel after all cells, which an unclosed quote would include. Text never contains it.
const END: &str = "\0";

/// The most columns that one fault lists.
const MAX_NAMED: usize = 10;

/// Reads the rows of a sheet.
///
/// # Errors
/// Every fault in the format. No fault quotes the sheet: columns and rows are numbered.
pub fn read(bytes: &[u8]) -> Result<Sheet, Vec<Fault>> {
    let text = decoded(bytes).ok_or_else(|| vec![no_text()])? + "\n" + END;
    let known = |header: &[String]| header.iter().filter(|cell| Column::of_header(cell).is_some()).count();
    let candidates = SEPARATORS.into_iter().filter_map(|separator| {
        let mut rows = Rows::of(&text, separator);
        let header = rows.find(|row| !is_skipped(row) && !is_hint_of_separator(row))?;
        (header.cells != [END]).then_some((known(&header.cells), separator, header, rows))
    });
    let best = candidates.max_by_key(|(known, _, header, _)| (*known, header.cells.len()));
    let Some((known, separator, header, rows)) = best else {
        return Err(vec![no_header(None)]);
    };
    if known == 0 {
        return Err(vec![no_header(Some(header.line))]);
    }
    let columns: Vec<Option<Column>> = header.cells.iter().map(|cell| Column::of_header(cell)).collect();
    let of_header = faults_of_header(&header, &columns);
    let has_header = of_header.is_empty();
    let mut faults = skipped::faults_of_lines(&text);
    faults.extend(of_header);
    if !has_header {
        return Err(faults);
    }
    let mut sheet = Sheet {
        columns,
        header_line: header.line,
        rows: Vec::new(),
        header: header.cells,
        separator,
    };
    for row in rows {
        if row.cells == [END] || is_skipped(&row) {
            continue;
        }
        if !sheet.has_record(&row) {
            faults.extend(skipped::fault_of_row(&row.cells, row.line));
            continue;
        }
        faults.extend(sheet.fault_of(&row));
        sheet.rows.push(row);
    }
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

impl Sheet {
    /// Splits the sheet into parts of at most `most` records, each with the header.
    pub fn parts(&self, most: usize) -> impl Iterator<Item = Part> {
        self.rows.chunks(most).map(|rows| {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(self.separator)
                .flexible(true)
                .from_writer(Vec::new());
            for cells in std::iter::once(&self.header).chain(rows.iter().map(|row| &row.cells)) {
                writer.write_record(cells).expect("memory takes what is written");
            }
            let written = writer.into_inner().expect("memory takes what is written");
            Part {
                text: String::from_utf8(written).expect("made of text"),
                lines: rows.iter().map(|row| row.line).collect(),
            }
        })
    }

    /// Whether a row has more than the cells that identify the stream.
    fn has_record(&self, row: &Row) -> bool {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !is_empty(cell));
        filled.any(|(at, _)| {
            let column = self.columns.get(at).copied().flatten();
            column.is_none_or(|column| !column.is_whose())
        })
    }

    fn fault_of(&self, row: &Row) -> Option<Fault> {
        let (code, detail) = if row.cells.last().is_some_and(|cell| cell.ends_with(END)) {
            (
                Code::InvalidFormat,
                text!(
                    "Ett citattecken på raden stängs aldrig.",
                    "A quote in the row is never closed."
                ),
            )
        } else if self.has_cells_without_header(row) {
            (
                Code::UnknownMember,
                text!(
                    "Raden har fler celler än rubrikraden har rubriker. Sätt text som innehåller skiljetecknet inom citattecken.",
                    "The row has more cells than the header row. Put quotes around a text that contains the separator."
                ),
            )
        } else {
            return None;
        };
        Some(Fault {
            line: Some(row.line),
            ..Fault::new(format!("/records/{}", self.rows.len()), code, detail)
        })
    }

    fn has_cells_without_header(&self, row: &Row) -> bool {
        let mut beside = row.cells.iter().zip(&self.columns);
        row.cells.len() > self.columns.len() || beside.any(|(cell, column)| column.is_none() && !is_empty(cell))
    }
}

/// The rows of a text, with their lines.
struct Rows<'text> {
    text: &'text str,
    reader: csv::Reader<&'text [u8]>,
    /// Position up to which line breaks are counted, and their number.
    counted: (usize, usize),
}

impl<'text> Rows<'text> {
    fn of(text: &'text str, separator: u8) -> Self {
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            text,
            reader,
            counted: (0, 0),
        }
    }

    /// The line of a row that starts at or after `place`; empty lines may come first.
    fn line(&mut self, place: usize) -> usize {
        let bytes = self.text.as_bytes();
        let empty = bytes[place..].iter().take_while(|byte| **byte == b'\n').count();
        let (counted, breaks) = self.counted;
        let start = place + empty;
        let more = self.text[counted..start].matches('\n').count();
        self.counted = (start, breaks + more);
        breaks + more + 1
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let mut record = csv::StringRecord::new();
        // A flexible reader accepts every text.
        self.reader.read_record(&mut record).ok().filter(|read| *read)?;
        let place = record.position()?.byte();
        let line = self.line(usize::try_from(place).ok()?);
        let cells = record.iter().map(str::to_owned).collect();
        Some(Row { cells, line })
    }
}

/// The text of a sheet with normalized line breaks; `None` if the bytes are not text.
fn decoded(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.contains(&0) {
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    Some(text.replace("\r\n", "\n").replace('\r', "\n"))
}

fn is_empty(cell: &str) -> bool {
    cell.trim().is_empty()
}

fn is_skipped(row: &Row) -> bool {
    let first = row.cells.first().map(|cell| cell.trim_start());
    first.is_some_and(|first| first.starts_with('#')) || row.cells.iter().all(|cell| is_empty(cell))
}

/// Whether the row is `sep=`, which gives Excel the separator.
fn is_hint_of_separator(row: &Row) -> bool {
    row.cells.first().is_some_and(|first| first.starts_with("sep="))
}

fn faults_of_header(header: &Row, columns: &[Option<Column>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |code, detail| {
        faults.push(Fault {
            line: Some(header.line),
            ..Fault::new("/records", code, detail)
        });
    };
    let named = header.cells.iter().zip(columns).zip(1..);
    let unknown: Vec<String> = named
        .filter(|((cell, column), _)| column.is_none() && !is_empty(cell))
        .map(|(_, number): (_, usize)| number.to_string())
        .take(MAX_NAMED)
        .collect();
    if !unknown.is_empty() {
        let numbers = unknown.join(", ");
        let detail = composed!(
            "Okänd rubrik i kolumn {numbers}. Rubrikerna är: {headers}.",
            "Unknown header in column {numbers}. The headers are: {headers}.";
            headers = allowed()
        );
        fault(Code::UnknownMember, detail);
    }
    let mut standing: HashMap<Column, usize> = HashMap::new();
    for column in columns.iter().flatten() {
        let times = standing.entry(*column).or_default();
        *times += 1;
        if *times == 2 {
            let name = column.header();
            let detail = composed!("Rubriken {name} finns mer än en gång.", "Duplicate header {name}.");
            fault(Code::DuplicateMember, detail);
        }
    }
    faults
}

fn no_text() -> Fault {
    let detail = text!(
        "Filen är inte en textfil. Spara arket som CSV (i Excel: Spara som, CSV UTF-8).",
        "The file is not a text file. Save the sheet as CSV (in Excel: Save As, CSV UTF-8)."
    );
    Fault::new("", Code::InvalidFormat, detail)
}

fn no_header(line: Option<usize>) -> Fault {
    let detail = text!(
        "Arket har ingen rubrikrad. Första raden ska vara rubriker som insats;utförare;datum;antal_deltagare.",
        "The sheet has no header. The first row must be headers such as insats;provider;date;total."
    );
    Fault {
        line,
        ..Fault::new("", Code::Empty, detail)
    }
}
