//! A row of figures under construction: its dimensions, its value, and why parts are not shown.

use crate::domain::statistics::Month;

use super::figure::Status;

/// The dimensions of a row: the number of each value, from 1, or 0 if not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    /// The first month of the step.
    pub first_month: Month,
    pub insats: u32,
    pub provider: u32,
    pub place: u32,
    pub activity: u32,
    pub gender: u32,
}

/// A cell or group: the index of its root, and the number at each level below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub root: usize,
    /// The numbers, from 1.
    pub path: [usize; 3],
    /// How many of the numbers are used.
    pub depth: usize,
}

impl Position {
    /// The smallest group that contains both; `None` if there is none.
    fn with(self, other: Self) -> Option<Self> {
        if self.root != other.root {
            return None;
        }
        let same = self
            .path
            .iter()
            .zip(&other.path)
            .take_while(|(own, theirs)| own == theirs);
        Some(Self {
            depth: same.count().min(self.depth).min(other.depth),
            ..self
        })
    }
}

/// Why part of a row is not shown. The last of these that applies is the answer. A cut cell comes last, so that the
/// answer is the same for every part of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NotShown {
    /// Stated to be lost.
    Missing,
    /// Not yet released.
    Pending,
    /// Withdrawn.
    Withdrawn,
    /// Part of a cell.
    Cut,
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    pub sum: i64,
    /// Those cells, if they are to be named.
    pub cells: Vec<Position>,
    pub has_cells: bool,
    not_shown: Option<NotShown>,
    within: Within,
}

/// The group that contains all of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    One(Position),
    Several,
}

impl Row {
    /// Adds a cell that is at least partly in the row.
    pub(crate) fn lies_in(&mut self, cell: Position) {
        self.within = match self.within {
            Within::Nothing => Within::One(cell),
            Within::One(before) => before.with(cell).map_or(Within::Several, Within::One),
            Within::Several => Within::Several,
        };
    }

    /// Adds a part of the row that is in no cell.
    pub(crate) fn lies_outside(&mut self, why: NotShown) {
        self.hide(why);
        self.within = Within::Several;
    }

    /// Hides part of the row.
    pub(crate) fn hide(&mut self, why: NotShown) {
        self.not_shown = self.not_shown.max(Some(why));
    }

    /// Adds a cell that is completely in the row.
    pub(crate) fn show(&mut self, value: i64) {
        self.has_cells = true;
        self.sum += value;
    }

    pub(crate) const fn status(&self) -> Status {
        match self.not_shown {
            Some(NotShown::Cut) => Status::Suppressed,
            Some(NotShown::Withdrawn) => Status::Withdrawn,
            Some(NotShown::Pending) => Status::Pending,
            Some(NotShown::Missing) => Status::Missing,
            None if self.has_cells => Status::Ok,
            None => Status::NotApplicable,
        }
    }

    /// The smallest group that contains all of the row, if any.
    pub(crate) const fn within(&self) -> Option<Position> {
        match self.within {
            Within::One(position) => Some(position),
            Within::Nothing | Within::Several => None,
        }
    }
}
