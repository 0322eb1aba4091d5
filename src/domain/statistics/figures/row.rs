//! One row of figures while it is made: what it is of, what is shown of it, and why not all.

use crate::domain::statistics::month::Month;

use super::figure::Status;

/// What one row is of; 0 where the answer is not told by that, else the number of its value, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    /// The first month of its time.
    pub first_month: Month,
    /// The insats.
    pub insats: u32,
    /// The provider.
    pub provider: u32,
    /// The place.
    pub place: u32,
    /// The activity.
    pub activity: u32,
    /// The gender.
    pub gender: u32,
}

/// A cell or group: the number of its root among those read, and the numbers at each step down from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The root.
    pub root: usize,
    /// The numbers, from 1.
    pub path: [usize; 3],
    /// How many of them hold.
    pub depth: usize,
}

impl Position {
    /// The smallest group that both are in; `None` when there is none.
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

/// Why something of a row is not shown. The last of these that holds is told: what cuts a cell comes before all, so that
/// every part of a cell is answered alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NotShown {
    /// It was declared lost.
    Missing,
    /// It is not released yet.
    Pending,
    /// It was taken back.
    Withdrawn,
    /// It is a part of a cell.
    Cut,
}

/// What is known of one row.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The sum of the cells shown.
    pub sum: i64,
    /// Those cells, where they are to be named.
    pub cells: Vec<Position>,
    /// Whether there are any.
    pub has_cells: bool,
    not_shown: Option<NotShown>,
    within: Within,
}

/// In which one group a row lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    One(Position),
    Several,
}

impl Row {
    /// Notes that a cell has a part in it.
    pub(crate) fn lies_in(&mut self, cell: Position) {
        self.within = match self.within {
            Within::Nothing => Within::One(cell),
            Within::One(before) => before.with(cell).map_or(Within::Several, Within::One),
            Within::Several => Within::Several,
        };
    }

    /// Notes that something of it lies in no cell.
    pub(crate) fn lies_outside(&mut self, why: NotShown) {
        self.hide(why);
        self.within = Within::Several;
    }

    /// Notes that something of it is not shown.
    pub(crate) fn hide(&mut self, why: NotShown) {
        self.not_shown = self.not_shown.max(Some(why));
    }

    /// Adds a cell that lies wholly in it.
    pub(crate) fn show(&mut self, value: i64) {
        self.has_cells = true;
        self.sum += value;
    }

    /// Whether it is shown, and if not why.
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

    /// The smallest group that all of it lies in, where there is one.
    pub(crate) const fn within(&self) -> Option<Position> {
        match self.within {
            Within::One(position) => Some(position),
            Within::Nothing | Within::Several => None,
        }
    }
}
