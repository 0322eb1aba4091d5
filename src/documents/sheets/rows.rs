//! Finds the header and the records among the rows of a sheet.

use crate::domain::fault::MAX_FAULTS;
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault};

use super::cells::is_empty;
use super::columns::Column;
use super::decoding;
use super::decoding::{Decoding, SheetWarning, SheetWarningCode, guess_warning, wrong_letters};
use super::delimited;
use super::delimited::{Delimited, SEPARATORS};
use super::header::{RECORDS, faults_of_header, no_header, too_wide};
use super::row::{MAX_COLUMNS, Row, RowFault};
use super::skipped;
use super::workbook;

/// The most comments that are listed.
const MAX_SKIPPED: usize = 100;
/// The longest cell, in bytes. Spreadsheet programs have at most 32,767 characters.
const LONGEST_CELL: usize = 128 * 1024;
/// The most cells for each record of the most that are read.
const CELLS_OF_RECORD: usize = 400;

/// A sheet with a header. No `Debug`, so that its texts are never logged.
pub struct Sheet {
    /// The column under each header; `None` under an empty or unknown one.
    pub columns: Vec<Option<Column>>,
    /// Line of the header, from 1.
    pub header_line: usize,
    /// Rows with a record.
    pub rows: Vec<Row>,
    /// The lines of the comments below the header, at most 100.
    pub skipped: Vec<usize>,
    /// Warnings about the whole sheet.
    pub warnings: Vec<SheetWarning>,
    /// Every fault in the header and in the format of the rows.
    pub faults: Vec<Fault>,
    pub(crate) header: Vec<String>,
    separator: u8,
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
    if workbook::is_workbook(bytes) {
        return of_workbook(workbook::read(bytes)?, most);
    }
    let possible = decoding::possible(bytes, charset)?;
    let mut best: Option<(usize, &Decoding)> = None;
    for decoding in &possible {
        let text = Delimited::of(&decoding.text());
        // The first encoding holds, unless another makes more headers known.
        if let Some((known, _)) = likeliest(&text)
            && best.is_none_or(|(most_known, _)| known > most_known)
        {
            best = Some((known, decoding));
        }
    }
    let Some((known, decoding)) = best else {
        return Err(vec![no_header(None)]);
    };
    let text = Delimited::of(&decoding.text());
    let Some((_, candidate)) = likeliest(&text) else {
        return Err(vec![no_header(None)]);
    };
    let Candidate {
        separator,
        header,
        rows,
        above,
    } = candidate;
    check_header(&header, known)?;
    let mut sheet = Sheet::below(header, separator);
    sheet.faults.extend(above);
    sheet.warnings.extend(decoding.guessed.map(guess_warning));
    sheet.warnings.extend(wrong_letters(text.text()));
    sheet.take(rows, most);
    sheet.faults.sort_by_key(|fault| fault.line);
    Ok(sheet)
}

/// The sheet of a workbook with records.
fn of_workbook(sheets: Vec<Vec<Row>>, most: usize) -> Result<Sheet, Vec<Fault>> {
    let mut best = None;
    let (mut first_header, mut unread, mut of_skipped) = (None, Vec::new(), Vec::new());
    for (sheet, number) in sheets.into_iter().zip(1_usize..) {
        let mut rows = sheet.into_iter();
        // A sheet of nothing but comments belongs to another one.
        let Some((above, header)) = header_of(&mut rows) else {
            continue;
        };
        let known = known_headers(&header);
        of_skipped.extend(above);
        if known == 0 {
            first_header = first_header.or(Some(header.line));
            unread.push(sheet_not_read(number));
            of_skipped.extend(
                std::iter::once(header)
                    .chain(rows)
                    .filter_map(|row| skipped::fault_of_row(&row)),
            );
        } else if best.is_some() {
            return Err(vec![several_sheets()]);
        } else {
            best = Some((known, header, rows));
        }
    }
    let Some((known, header, rows)) = best else {
        return Err(vec![no_header(first_header)]);
    };
    check_header(&header, known)?;
    let mut sheet = Sheet::below(header, b';');
    sheet.faults.extend(of_skipped);
    sheet.warnings = unread;
    sheet.take(rows, most);
    sheet.faults.sort_by_key(|fault| fault.line);
    Ok(sheet)
}

fn sheet_not_read(number: usize) -> SheetWarning {
    SheetWarning {
        code: SheetWarningCode::SheetNotRead,
        line: None,
        text: composed!(
            "Blad {number} har ingen rubrikrad och lästes inte.",
            "Sheet {number} has no header and was not read."
        ),
    }
}

fn several_sheets() -> Fault {
    let detail = text!(
        "Flera blad har en rubrikrad. Samla raderna på ett blad, eller spara bladen som var sin fil.",
        "Several sheets have a header. Put the rows on one sheet, or save each sheet as a file of its own."
    );
    Fault::new("", Code::InvalidFormat, detail)
}

/// A way to split a text into cells.
struct Candidate<'text> {
    separator: u8,
    header: Row,
    /// The rows below the header.
    rows: delimited::Rows<'text>,
    /// The faults of the rows above the header.
    above: Vec<Fault>,
}

/// The split of a text that makes most headers known, with their number.
fn likeliest(text: &Delimited) -> Option<(usize, Candidate<'_>)> {
    let candidates = SEPARATORS.into_iter().filter_map(|separator| {
        let mut rows = text.rows(separator);
        let (above, header) = header_of(&mut rows)?;
        let known = known_headers(&header);
        Some((
            known,
            Candidate {
                separator,
                header,
                rows,
                above,
            },
        ))
    });
    candidates.max_by_key(|(known, candidate)| (*known, candidate.header.cells.len()))
}

/// The first row that can be a header, and the faults of those above it.
fn header_of(rows: &mut impl Iterator<Item = Row>) -> Option<(Vec<Fault>, Row)> {
    let mut above = Vec::new();
    let header = rows.find(|row| {
        let is_header = row.can_be_header();
        if !is_header && above.len() <= MAX_FAULTS {
            above.extend(skipped::fault_of_row(row));
        }
        is_header
    })?;
    Some((above, header))
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
        let most_faults = most.max(MAX_FAULTS);
        let mut cells_left = most.saturating_mul(CELLS_OF_RECORD);
        for mut row in rows {
            if self.faults.len() > most_faults {
                return;
            }
            if row.is_empty() {
                continue;
            }
            if row.fault.is_none() && row.cells.iter().any(|cell| cell.len() > LONGEST_CELL) {
                row.fault = Some(RowFault::TooLong);
                row.cells.clear();
            }
            // A row with an unclosed quote may include the rows below it.
            if row.fault != Some(RowFault::Unclosed) && row.is_comment() {
                if self.skipped.len() < MAX_SKIPPED {
                    self.skipped.push(row.line);
                }
                self.faults.extend(skipped::fault_of_row(&row));
                continue;
            }
            if row.fault.is_none() && !self.has_record(&row) {
                self.faults.extend(skipped::fault_of_row(&row));
                continue;
            }
            if row.fault.is_none() && self.has_cells_without_header(&row) {
                row.fault = Some(RowFault::TooWide);
            }
            self.faults.extend(row.fault.map(|fault| Fault {
                line: Some(row.line),
                ..fault_of_row(fault, self.rows.len())
            }));
            let Some(left) = cells_left.checked_sub(row.cells.len()) else {
                self.faults.push(too_many_cells(row.line));
                return;
            };
            cells_left = left;
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

    /// The header and some of the rows that can be read, by their positions among these.
    pub fn part(&self, positions: &[usize]) -> Part {
        let readable: Vec<&Row> = self.rows.iter().filter(|row| row.fault.is_none()).collect();
        let rows: Vec<&Row> = positions.iter().map(|at| readable[*at]).collect();
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

fn too_many_cells(line: usize) -> Fault {
    let detail = text!(
        "Raderna hit har för många celler. Ta bort kolumner som inte används.",
        "The rows up to here have too many cells. Remove columns that are not used."
    );
    Fault {
        line: Some(line),
        ..Fault::new("", Code::TooLong, detail)
    }
}

fn fault_of_row(fault: RowFault, at: usize) -> Fault {
    let (code, detail) = match fault {
        RowFault::Unclosed => (
            Code::InvalidFormat,
            text!(
                "Ett citattecken på raden stängs aldrig.",
                "A quote in the row is never closed."
            ),
        ),
        RowFault::TooLong => (
            Code::TooLong,
            text!(
                "Texten i en cell på raden är för lång.",
                "The text of a cell in the row is too long."
            ),
        ),
        RowFault::TooWide => (
            Code::UnknownMember,
            text!(
                "Raden har fler celler än rubrikraden har rubriker. Sätt text som innehåller skiljetecknet inom citattecken.",
                "The row has more cells than the header row. Put quotes around a text that contains the separator."
            ),
        ),
    };
    Fault::new(format!("{RECORDS}/{at}"), code, detail)
}
