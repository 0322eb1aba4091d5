//! Finds the header and the records among the rows of a sheet.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::{Code, Fault, Text};

use super::cells::is_empty;
use super::columns::Column;
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
pub fn read(bytes: &[u8], most: usize) -> Result<Sheet, Vec<Fault>> {
    let text = Delimited::of(&super::decoding::decoded(bytes)?);
    let known = |header: &Row| {
        header
            .cells
            .iter()
            .filter(|cell| Column::of_header(cell).is_some())
            .count()
    };
    let candidates = SEPARATORS.into_iter().filter_map(|separator| {
        let mut rows = text.rows(separator);
        let header = rows.find(Row::can_be_header)?;
        Some((known(&header), separator, header, rows))
    });
    let best = candidates.max_by_key(|(known, _, header, _)| (*known, header.cells.len()));
    let Some((known, separator, header, rows)) = best else {
        return Err(vec![no_header(None)]);
    };
    if header.fault == Some(RowFault::TooWide) {
        return Err(vec![too_wide(header.line, MAX_COLUMNS)]);
    }
    if known == 0 {
        return Err(vec![no_header(Some(header.line))]);
    }
    if let Some(fault) = header.fault {
        return Err(vec![Fault {
            line: Some(header.line),
            pointer: String::new(),
            ..fault_of_row(fault, 0)
        }]);
    }
    let mut sheet = Sheet::below(header, separator);
    sheet.take(rows, most);
    Ok(sheet)
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
            header: header.cells,
            separator,
        }
    }

    fn take(&mut self, rows: impl Iterator<Item = Row>, most: usize) {
        for mut row in rows {
            if row.is_empty() {
                continue;
            }
            let skipped = if row.is_comment() {
                Some(SkipReason::Comment)
            } else {
                (!self.has_record(&row)).then_some(SkipReason::NoRecord)
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
