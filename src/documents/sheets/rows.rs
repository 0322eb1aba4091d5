//! Finds the header and the records among the rows of a sheet.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Code, Fault, Text};

use super::cells::is_empty;
use super::columns::Column;
use super::decoding;
use super::decoding::{Decoded, SheetWarning, guess_warning, wrong_letters};
use super::delimited;
use super::delimited::{Delimited, SEPARATORS};
use super::header::{RECORDS, faults_of_header, no_header, too_wide};
use super::row::{MAX_COLUMNS, Row, RowFault};

/// The most skipped rows that are listed.
const MAX_SKIPPED: usize = 100;

/// A sheet with a header. No `Debug`, so that its texts are never logged.
pub struct Sheet {
    /// The column under each header; `None` under an empty or unknown one.
    pub columns: Vec<Option<Column>>,
    /// Line of the header, from 1.
    pub header_line: usize,
    /// Rows with a record.
    pub rows: Vec<Row>,
    /// Rows below the header that have text and are not read, at most 100.
    pub skipped: Vec<SkippedRow>,
    /// Warnings about the whole sheet.
    pub warnings: Vec<SheetWarning>,
    /// Every fault in the header and in the format of the rows.
    pub faults: Vec<Fault>,
    pub(crate) header: Vec<String>,
    separator: u8,
}

/// A row that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkippedRow {
    /// Its line in the sheet, from 1.
    #[schema(minimum = 1, example = 7)]
    pub line: usize,
    /// Why it is not read.
    pub reason: SkipReason,
}

/// Why a row is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SkipReason {
    /// It begins with `#` and a space.
    Comment,
    /// It only names the insats and the provider.
    NoRecord,
}

/// A part of a sheet, as a sheet.
pub struct Part {
    /// The sheet, in UTF-8. Empty lines keep the lines of the whole sheet.
    pub text: String,
    /// The line of each record in the whole sheet, from 1.
    pub lines: Vec<usize>,
}

/// Reads the rows of a sheet, at most `most` records and one more.
///
/// # Errors
/// If there is no sheet. No fault quotes it: unknown columns are numbered.
pub fn read(bytes: &[u8], charset: Option<&str>, most: usize) -> Result<Sheet, Vec<Fault>> {
    let decoded = decoding::decoded(bytes, charset)?;
    let texts: Vec<Delimited> = decoded.iter().map(|decoded| Delimited::of(&decoded.text)).collect();
    let mut best: Option<(usize, Candidate, &Decoded)> = None;
    for (text, decoded) in texts.iter().zip(&decoded) {
        let Some((known, candidate)) = likeliest(text) else {
            continue;
        };
        // The first encoding holds, unless another makes more headers known.
        if best.as_ref().is_none_or(|(most_known, ..)| known > *most_known) {
            best = Some((known, candidate, decoded));
        }
    }
    let Some((known, candidate, decoded)) = best else {
        return Err(vec![no_header(None)]);
    };
    let Candidate {
        separator,
        header,
        rows,
    } = candidate;
    check_header(&header, known)?;
    let mut sheet = Sheet::below(header, separator);
    sheet.warnings.extend(decoded.guessed.map(guess_warning));
    sheet.warnings.extend(wrong_letters(&decoded.text));
    sheet.take(rows, most);
    Ok(sheet)
}

/// A way to split a text into cells.
struct Candidate<'text> {
    separator: u8,
    header: Row,
    /// The rows below the header.
    rows: delimited::Rows<'text>,
}

/// The split of a text that makes most headers known, with their number.
fn likeliest(text: &Delimited) -> Option<(usize, Candidate<'_>)> {
    let candidates = SEPARATORS.into_iter().filter_map(|separator| {
        let mut rows = text.rows(separator);
        let header = rows.find(Row::can_be_header)?;
        let known = known_headers(&header);
        Some((
            known,
            Candidate {
                separator,
                header,
                rows,
            },
        ))
    });
    candidates.max_by_key(|(known, candidate)| (*known, candidate.header.cells.len()))
}

fn known_headers(header: &Row) -> usize {
    header
        .cells
        .iter()
        .filter(|cell| Column::of_header(cell).is_some())
        .count()
}

fn check_header(header: &Row, known: usize) -> Result<(), Vec<Fault>> {
    if header.fault == Some(RowFault::TooWide) {
        return Err(vec![too_wide(header.line, MAX_COLUMNS)]);
    }
    if known == 0 {
        return Err(vec![no_header(Some(header.line))]);
    }
    match header.fault {
        None => Ok(()),
        Some(fault) => Err(vec![Fault {
            line: Some(header.line),
            pointer: String::new(),
            ..fault_of_row(fault, 0)
        }]),
    }
}

impl Sheet {
    fn below(header: Row, separator: u8) -> Self {
        let columns: Vec<Option<Column>> = header.cells.iter().map(|cell| Column::of_header(cell)).collect();
        Self {
            faults: faults_of_header(&header.cells, header.line, &columns),
            columns,
            header_line: header.line,
            rows: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            header: header.cells,
            separator,
        }
    }

    fn take(&mut self, rows: impl Iterator<Item = Row>, most: usize) {
        for mut row in rows {
            if row.is_empty() {
                continue;
            }
            let skipped = match row.fault {
                // The row may include the rows below it.
                Some(RowFault::Unclosed) => None,
                _ if row.is_comment() => Some(SkipReason::Comment),
                Some(RowFault::TooWide) => None,
                None => (!self.has_record(&row)).then_some(SkipReason::NoRecord),
            };
            if let Some(reason) = skipped {
                if self.skipped.len() < MAX_SKIPPED {
                    self.skipped.push(SkippedRow { line: row.line, reason });
                }
                continue;
            }
            if row.fault.is_none() && self.has_cells_without_header(&row) {
                row.fault = Some(RowFault::TooWide);
            }
            self.faults.extend(row.fault.map(|fault| Fault {
                line: Some(row.line),
                ..fault_of_row(fault, self.rows.len())
            }));
            self.rows.push(row);
            if self.rows.len() > most {
                return;
            }
        }
    }

    /// Whether every column of the header is known, once.
    pub(crate) fn has_sound_header(&self) -> bool {
        !self.faults.iter().any(|fault| fault.pointer == RECORDS)
    }

    /// Splits the rows that can be read into parts of at most `most` records, each with the header.
    pub fn parts(&self, most: usize) -> Vec<Part> {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.fault.is_none()).collect();
        let parts = rows.chunks(most).map(|rows| {
            let header = (self.header_line, &self.header);
            let (mut text, mut next_line) = (String::new(), 1);
            for (line, cells) in std::iter::once(header).chain(rows.iter().map(|row| (row.line, &row.cells))) {
                text.extend(std::iter::repeat_n('\n', line.saturating_sub(next_line)));
                let row = self.written(cells);
                next_line = line.max(next_line) + row.matches('\n').count();
                text += &row;
            }
            Part {
                text,
                lines: rows.iter().map(|row| row.line).collect(),
            }
        });
        parts.collect()
    }

    /// A row as text.
    fn written(&self, cells: &[String]) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .flexible(true)
            .from_writer(Vec::new());
        writer.write_record(cells).expect("memory takes what is written");
        let written = writer.into_inner().expect("memory takes what is written");
        String::from_utf8(written).expect("made of text")
    }

    /// Whether a row has more than the cells that identify the stream.
    fn has_record(&self, row: &Row) -> bool {
        let mut filled = row.cells.iter().enumerate().filter(|(_, cell)| !is_empty(cell));
        let is_filled = filled.any(|(at, _)| {
            let column = self.columns.get(at).copied().flatten();
            column.is_none_or(|column| !column.is_whose())
        });
        is_filled || (0..self.columns.len()).any(|at| row.flaw(at).is_some())
    }

    /// Whether a row has cells beside those of the header. Cells under an unknown header are a fault of the header.
    fn has_cells_without_header(&self, row: &Row) -> bool {
        let mut beside = row.cells.iter().zip(&self.header);
        row.cells.len() > self.header.len() || beside.any(|(cell, header)| is_empty(header) && !is_empty(cell))
    }
}

fn fault_of_row(fault: RowFault, at: usize) -> Fault {
    let (code, detail) = match fault {
        RowFault::Unclosed => (
            Code::InvalidFormat,
            Text::fixed(
                "Ett citattecken på raden stängs aldrig.",
                "A quote in the row is never closed.",
            ),
        ),
        RowFault::TooWide => (
            Code::UnknownMember,
            Text::fixed(
                "Raden har fler celler än rubrikraden har rubriker. Sätt text som innehåller skiljetecknet inom citattecken.",
                "The row has more cells than the header row. Put quotes around a text that contains the separator.",
            ),
        ),
    };
    Fault::new(format!("{RECORDS}/{at}"), code, detail)
}
