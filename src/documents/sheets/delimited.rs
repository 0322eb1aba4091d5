//! Reads the rows of a delimited text.

use super::row::{MAX_COLUMNS, Row, RowFault};

/// Possible separators; of two that fit equally well, the last is used.
pub(crate) const SEPARATORS: [u8; 3] = *b"\t,;";

/// A sentinel after all cells, which an unclosed quote would include. Text never contains it.
const END: &str = "\0";

/// A text with normalized line breaks, ready to be split into rows.
pub(crate) struct Delimited(String);

impl Delimited {
    pub(crate) fn of(text: &str) -> Self {
        Self(text.replace("\r\n", "\n").replace('\r', "\n") + "\n" + END)
    }

    /// The rows between separators.
    pub(crate) fn rows(&self, separator: u8) -> Rows<'_> {
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.0.as_bytes());
        Rows {
            text: &self.0,
            reader,
            record: csv::StringRecord::new(),
            counted: (0, 0),
        }
    }
}

/// The rows of a text, with their lines.
pub(crate) struct Rows<'text> {
    text: &'text str,
    reader: csv::Reader<&'text [u8]>,
    record: csv::StringRecord,
    /// Position up to which line breaks are counted, and their number.
    counted: (usize, usize),
}

impl Rows<'_> {
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
        // A flexible reader accepts every text.
        self.reader.read_record(&mut self.record).ok().filter(|read| *read)?;
        let place = self.record.position()?.byte();
        let line = self.line(usize::try_from(place).ok()?);
        let is_unclosed = self.record.iter().next_back().is_some_and(|cell| cell.ends_with(END));
        if is_unclosed && self.record.len() == 1 && self.record[0] == *END {
            return None;
        }
        // A row may have millions of cells.
        let cells: Vec<String> = self.record.iter().take(MAX_COLUMNS + 1).map(str::to_owned).collect();
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
