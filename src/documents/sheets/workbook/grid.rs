//! The filled rows of a sheet, within limits.

use crate::documents::sheets::cells::Flaw;
use crate::documents::sheets::row::{MAX_COLUMNS, Row};

use super::refused::Refused;

/// The most rows with text.
const MAX_ROWS: usize = 20_000;
/// The most cells with text.
pub(super) const MAX_CELLS: usize = 400_000;
/// The most bytes of text. Many cells may refer to one long text.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// The last row that a spreadsheet program has.
const LAST_ROW: usize = 1 << 20;

/// The filled rows of a sheet so far.
#[derive(Default)]
pub(super) struct Grid {
    rows: Vec<Row>,
    cells: usize,
    bytes: usize,
}

/// A cell with its position in the row, from 0.
pub(super) struct Filled {
    pub at: usize,
    pub text: String,
    pub flaw: Option<Flaw>,
}

/// The cells of a row so far.
#[derive(Default)]
pub(super) struct FilledCells {
    cells: Vec<Filled>,
    bytes: usize,
}

impl FilledCells {
    /// Adds a cell; an error before the row takes more memory than a sheet may.
    pub(super) fn push(&mut self, cell: Filled) -> Result<(), Refused> {
        self.bytes += cell.text.len();
        if self.cells.len() > MAX_COLUMNS || self.bytes > MAX_BYTES {
            return Err(Refused::TooLarge);
        }
        self.cells.push(cell);
        Ok(())
    }

    pub(super) fn as_slice(&self) -> &[Filled] {
        &self.cells
    }
}

impl Grid {
    /// Adds a row, which may have no filled cells. Lines begin at 1.
    pub(super) fn push(&mut self, line: usize, cells: &[Filled]) -> Result<(), Refused> {
        if line > LAST_ROW {
            return Err(Refused::TooLarge);
        }
        let cells = cells.iter().filter(|cell| !cell.text.is_empty() || cell.flaw.is_some());
        let width = cells.clone().map(|cell| cell.at + 1).max().unwrap_or(0);
        if width == 0 {
            return Ok(());
        }
        self.cells += width;
        self.bytes += cells.clone().map(|cell| cell.text.len()).sum::<usize>();
        if width > MAX_COLUMNS || self.rows.len() >= MAX_ROWS || self.cells > MAX_CELLS || self.bytes > MAX_BYTES {
            return Err(Refused::TooLarge);
        }
        let mut row = Row::of(vec![String::new(); width], line);
        for cell in cells {
            row.cells[cell.at].clone_from(&cell.text);
            row.flaws.extend(cell.flaw.map(|flaw| (cell.at, flaw)));
        }
        self.rows.push(row);
        Ok(())
    }

    /// Marks a cell as merged.
    pub(super) fn merged(&mut self, line: usize, at: usize) {
        if let Ok(found) = self.rows.binary_search_by_key(&line, |row| row.line) {
            let flaws = &mut self.rows[found].flaws;
            if flaws.len() < 2 * MAX_COLUMNS {
                flaws.push((at, Flaw::Merged));
            }
        }
    }

    /// The rows in the order of their lines.
    pub(super) fn rows(self) -> Result<Vec<Row>, Refused> {
        let is_in_order = self.rows.windows(2).all(|two| two[0].line < two[1].line);
        if is_in_order {
            Ok(self.rows)
        } else {
            Err(Refused::Unreadable)
        }
    }
}
