//! Reads the rows of a delimited text, in as much memory as the widest row that can be used.

use csv_core::ReadRecordResult;

use super::row::{MAX_COLUMNS, Row, RowFault};

/// Possible separators; of two that fit equally well, the last is used.
pub(crate) const SEPARATORS: [u8; 3] = *b"\t,;";

/// A sentinel after all cells, which an unclosed quote would include. Text never contains it.
const END: &str = "\0";

/// A text with normalized line breaks, ready to be split into rows.
pub(crate) struct Delimited(String);

impl Delimited {
    pub(crate) fn of(text: &str) -> Self {
        let mut normalized = String::with_capacity(text.len() + 2);
        let mut parts = text.split('\r');
        normalized += parts.next().unwrap_or_default();
        for part in parts {
            normalized.push('\n');
            normalized += part.strip_prefix('\n').unwrap_or(part);
        }
        Self(normalized + "\n" + END)
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        self.0.strip_suffix("\n\0").unwrap_or(&self.0)
    }

    /// The rows between separators.
    pub(crate) fn rows(&self, separator: u8) -> Rows<'_> {
        Rows {
            text: &self.0,
            reader: csv_core::ReaderBuilder::new().delimiter(separator).build(),
            at: 0,
            cells: vec![0; USUAL_ROW],
            ends: vec![0; MAX_COLUMNS + 1],
            counted: (0, 0),
        }
    }
}

/// The rows of a text, with their lines.
pub(crate) struct Rows<'text> {
    text: &'text str,
    reader: csv_core::Reader,
    /// How far the text is read, in bytes.
    at: usize,
    /// The cells of the row, one after the other, and the end of each. A row may have millions of cells, of which the
    /// reader keeps as many as a sheet can have, and one more.
    cells: Vec<u8>,
    ends: Vec<usize>,
    /// Position up to which line breaks are counted, and their number.
    counted: (usize, usize),
}

/// The bytes of most rows, at most.
const USUAL_ROW: usize = 4 * 1024;

impl Rows<'_> {
    /// Reads a row: the number of cells kept, and the last byte of its text; `None` at the end.
    fn read(&mut self) -> Option<(usize, Option<u8>)> {
        let (mut written, mut kept, mut last) = (0, 0, None);
        let (mut surplus, mut surplus_ends) = ([0; 1024], [0; 1024]);
        loop {
            let is_full = kept == self.ends.len();
            let (cells, ends) = if is_full {
                (&mut surplus[..], &mut surplus_ends[..])
            } else {
                (&mut self.cells[written..], &mut self.ends[kept..])
            };
            let rest = &self.text.as_bytes()[self.at..];
            let (result, read, wrote, ended) = self.reader.read_record(rest, cells, ends);
            self.at += read;
            last = wrote.checked_sub(1).map(|at| cells[at]).or(last);
            if !is_full {
                written += wrote;
                kept += ended;
            }
            match result {
                ReadRecordResult::Record => return Some((kept, last)),
                ReadRecordResult::End => return None,
                ReadRecordResult::OutputFull if !is_full => self.cells.resize(self.cells.len() * 2, 0),
                _ => {}
            }
        }
    }

    /// The cells of the row that was read.
    fn cells(&mut self, kept: usize) -> Vec<String> {
        let mut start = 0;
        let ends = self.ends[..kept].iter();
        let cells = ends.map(|end| {
            let cell = &self.cells[start..*end];
            start = *end;
            // A cell is a part of a text, between characters of one byte.
            String::from_utf8_lossy(cell).into_owned()
        });
        let cells = cells.collect();
        if self.cells.len() > USUAL_ROW {
            self.cells = vec![0; USUAL_ROW];
        }
        cells
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
        let place = self.at;
        let (kept, last) = self.read()?;
        let line = self.line(place);
        let is_unclosed = last == Some(END.as_bytes()[0]);
        let cells = self.cells(kept);
        if is_unclosed && cells == [END] {
            return None;
        }
        let fault = if is_unclosed {
            Some(RowFault::Unclosed)
        } else {
            (cells.len() > MAX_COLUMNS).then_some(RowFault::TooWide)
        };
        Some(Row {
            fault,
            ..Row::of(cells, line)
        })
    }
}
