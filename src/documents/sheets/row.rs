//! A row of a sheet, of any format.

use crate::domain::Text;
use crate::domain::text::composed;

use super::cells::{Flaw, flaw, is_empty};

/// The most columns of a sheet.
pub(crate) const MAX_COLUMNS: usize = 4_100;

/// A row of a sheet.
pub struct Row {
    /// The cells.
    pub cells: Vec<String>,
    /// Line, from 1.
    pub line: usize,
    /// Why the row cannot be split into cells.
    pub(crate) fault: Option<RowFault>,
    /// Cells without a value, by their position.
    pub(crate) flaws: Vec<(usize, Flaw)>,
}

/// Why a row cannot be split into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowFault {
    /// A quote is never closed.
    Unclosed,
    /// It has more cells than the header.
    TooWide,
    /// A cell has more text than any program has in one.
    TooLong,
}

/// How texts refer to a row.
pub(crate) fn row_in_words(line: usize) -> Text {
    composed!("rad {line}", "row {line}")
}

impl Row {
    pub(crate) fn of(cells: Vec<String>, line: usize) -> Self {
        Self {
            cells,
            line,
            fault: None,
            flaws: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.flaws.is_empty() && self.cells.iter().all(|cell| is_empty(cell))
    }

    /// Whether the row is a comment: `#` and a space, or `#` alone.
    pub(super) fn is_comment(&self) -> bool {
        let first = self.cells.first().map(|cell| cell.trim());
        let after = first.and_then(|first| first.strip_prefix('#'));
        after.is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    }

    /// Whether the row is `sep=`, which gives Excel the separator.
    fn is_hint_of_separator(&self) -> bool {
        self.cells.first().is_some_and(|first| first.starts_with("sep="))
    }

    /// Whether the row is neither empty nor a comment nor a hint of the separator.
    pub(super) fn can_be_header(&self) -> bool {
        !self.is_empty() && !self.is_comment() && !self.is_hint_of_separator()
    }

    /// Why a cell has no value.
    pub(crate) fn flaw(&self, at: usize) -> Option<Flaw> {
        let of_program = self.flaws.iter().find(|(place, _)| *place == at);
        of_program
            .map(|(_, flaw)| *flaw)
            .or_else(|| self.cells.get(at).and_then(|cell| flaw(cell)))
    }
}
