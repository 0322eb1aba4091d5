//! The names of released cells and groups of cells: `traffpunkter.egen-regi.2026-10.2.1.1`.

use std::fmt;
use std::ops::Range;

use crate::domain::Slug;
use crate::domain::statistics::{Month, Stream};

use super::root::Root;

/// The name of a root, a group of places, a group of activities at those places, or a cell, each with a number from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct CellName {
    pub stream: Stream,
    /// The month that identifies the root.
    pub month: Month,
    /// The number at each level below the root, at most three.
    pub path: Vec<usize>,
}

impl CellName {
    /// Parses a name; `None` for other texts.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let slug = |part: Option<&str>| Some(Slug::parse(part?)?.to_string());
        let stream = Stream {
            insats: slug(parts.next())?,
            provider: slug(parts.next())?,
        };
        let month = Month::parse(parts.next()?)?;
        let path = parts.map(|part| part.parse().ok().filter(|number| (1..=1000).contains(number)));
        let path = path.collect::<Option<Vec<usize>>>()?;
        let name = Self { stream, month, path };
        // A cell has only one name: `+1` and `01` are invalid.
        (name.path.len() <= 3 && name.to_string() == text).then_some(name)
    }

    /// The shortest name: a cell or group that is alone in its group has the name of the group.
    pub(crate) fn shortest(mut self, root: &Root) -> Self {
        while let Some((_, above)) = self.path.split_last() {
            if root.groups_in(above) != 1 {
                break;
            }
            self.path.pop();
        }
        self
    }

    /// The range of cells that it names, from 0; empty if the group does not exist.
    pub(crate) fn cells_of(&self, root: &Root) -> Range<usize> {
        root.cells_of(&self.path)
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.stream.insats, self.stream.provider, self.month)?;
        self.path.iter().try_for_each(|number| write!(f, ".{number}"))
    }
}
