//! Everything that a municipality has released: what public answers are made of, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::statistics::month::Month;
use crate::domain::statistics::stream::Stream;

use super::cell_name::CellName;
use super::disclosure::RULES_VERSION;
use super::released_year::YearFigures;
use super::root::{Cell, Listed, Root};

/// What one month's release did: what is kept of it, and frozen.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// The month.
    pub month: Month,
    /// The smallest group where a stream has met no larger.
    pub k: i32,
    /// By which version of the rules.
    pub rules_version: i32,
    /// What was released, by stream.
    pub roots: Vec<(Stream, Root)>,
    /// New values of earlier roots, by stream and the root's month: of every cell, in order.
    pub corrections: Vec<(Stream, Month, Vec<i64>)>,
    /// What it says beside figures.
    pub report: ReleaseReport,
}

/// What a release says beside figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReleaseReport {
    /// What is carried forward.
    pub pending: Vec<Pending>,
    /// What was declared lost.
    pub missing: Vec<Missing>,
    /// The years that became whole.
    pub years: Vec<(Stream, YearFigures)>,
    /// Cells whose figure is no longer right, and cannot be shown anew yet.
    pub waiting: Vec<String>,
}

/// Months of a stream that are carried forward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// Whose.
    pub stream: Stream,
    /// Which.
    pub months: Vec<Month>,
    /// The largest smallest group that they have met.
    pub k: i32,
    /// What is told of them by name.
    pub listed: Listed,
    /// Why; never public.
    pub why: WhyPending,
}

/// Why months are carried forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WhyPending {
    /// A report that is due has not come, and was not declared lost.
    ReportMissing,
    /// The report is not due yet.
    ReportNotDue,
    /// Too few took part for a figure that reveals nobody.
    TooFew,
}

/// Months of a stream whose reports were declared lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Whose.
    pub stream: Stream,
    /// Which.
    pub months: Vec<Month>,
    /// What is told of them by name.
    pub listed: Listed,
}

/// A root as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRoot {
    /// The root.
    pub root: Root,
    /// Every value that was ever shown of each cell, in order.
    values: Vec<Vec<i64>>,
    /// Which cells were withdrawn.
    withdrawn: Vec<bool>,
}

/// A cell as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct PublishedCell<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Every value that was ever shown of it, in order.
    pub values: &'a [i64],
    /// Whether it was withdrawn.
    pub is_withdrawn: bool,
}

impl PublishedCell<'_> {
    /// The value that is shown.
    pub fn shown(&self) -> Option<i64> {
        if self.is_withdrawn {
            return None;
        }
        self.values.last().copied()
    }
}

impl PublishedRoot {
    /// A root as it is first released.
    pub fn new(root: Root) -> Self {
        let values: Vec<Vec<i64>> = root.cells().map(|cell| vec![cell.value]).collect();
        Self {
            withdrawn: vec![false; values.len()],
            values,
            root,
        }
    }

    /// Its cells as they are shown, in order.
    pub fn cells(&self) -> impl Iterator<Item = PublishedCell<'_>> {
        let shown = self.values.iter().zip(&self.withdrawn);
        self.root
            .cells()
            .zip(shown)
            .map(|(cell, (values, withdrawn))| PublishedCell {
                cell,
                values,
                is_withdrawn: *withdrawn,
            })
    }

    fn correct(&mut self, values: &[i64]) {
        for (ever, value) in self.values.iter_mut().zip(values) {
            if ever.last() != Some(value) {
                ever.push(*value);
            }
        }
    }
}

/// A stream as it is shown.
#[derive(Clone, Debug, Default)]
pub struct PublishedStream {
    /// Its roots by the month they are known by.
    pub roots: BTreeMap<Month, PublishedRoot>,
    /// The months declared lost.
    pub missing: Vec<Missing>,
    /// What is carried forward.
    pub pending: Option<Pending>,
    /// Years that became whole.
    pub years: BTreeMap<i32, YearFigures>,
}

impl PublishedStream {
    /// Takes in a root as it was first released.
    pub(crate) fn add_root(&mut self, root: Root) {
        self.find(&root.months);
        self.roots.insert(root.month(), PublishedRoot::new(root));
    }

    /// Takes in new values of a root's cells. They come in the order of their releases.
    pub(crate) fn correct(&mut self, month: Month, values: &[i64]) {
        if let Some(published) = self.roots.get_mut(&month) {
            published.correct(values);
        }
    }

    /// The months that are in a root: they are never released again.
    pub(crate) fn released_months(&self) -> BTreeSet<Month> {
        let of_roots = self.roots.values().flat_map(|published| &published.root.months);
        of_roots.copied().collect()
    }

    /// The months declared lost.
    pub(crate) fn lost_months(&self) -> BTreeSet<Month> {
        self.missing
            .iter()
            .flat_map(|missing| &missing.months)
            .copied()
            .collect()
    }

    /// Months that were declared lost, and are told of after all.
    fn find(&mut self, found: &[Month]) {
        for missing in &mut self.missing {
            missing.months.retain(|month| !found.contains(month));
        }
    }
}

/// Everything that a municipality has released.
#[derive(Clone, Debug, Default)]
pub struct Published {
    months: Vec<Month>,
    streams: BTreeMap<Stream, PublishedStream>,
}

impl Published {
    /// The months released, in order.
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// The streams.
    pub const fn streams(&self) -> &BTreeMap<Stream, PublishedStream> {
        &self.streams
    }

    /// Takes in a release as it was made.
    pub fn take(&mut self, release: &Release) {
        self.add_release(release.month, release.report.clone());
        for (stream, root) in &release.roots {
            self.add_root(stream.clone(), root.clone());
        }
        for (stream, month, values) in &release.corrections {
            self.correct(stream, *month, values);
        }
    }

    /// Takes in what a release says beside figures. Releases come in order.
    pub(crate) fn add_release(&mut self, month: Month, report: ReleaseReport) {
        self.months.push(month);
        for stream in self.streams.values_mut() {
            stream.pending = None;
        }
        for pending in report.pending {
            let of = self.streams.entry(pending.stream.clone()).or_default();
            of.find(&pending.months);
            of.pending = Some(pending);
        }
        for missing in report.missing {
            let of = self.streams.entry(missing.stream.clone()).or_default();
            of.missing.push(missing);
        }
        for (stream, year) in report.years {
            self.streams.entry(stream).or_default().years.insert(year.year, year);
        }
    }

    /// Takes in a root as it was first released.
    pub fn add_root(&mut self, stream: Stream, root: Root) {
        self.streams.entry(stream).or_default().add_root(root);
    }

    /// Takes in new values of a root's cells. They come in the order of their releases.
    pub(crate) fn correct(&mut self, stream: &Stream, month: Month, values: &[i64]) {
        if let Some(of) = self.streams.get_mut(stream) {
            of.correct(month, values);
        }
    }

    /// The one name of a cell or group; `None` when there is no such.
    pub(crate) fn name_of(&self, name: CellName) -> Option<CellName> {
        let root = &self.streams.get(&name.stream)?.roots.get(&name.month)?.root;
        (!name.cells_of(root).is_empty()).then(|| name.shortest(root))
    }

    /// Shows a cell, or all cells of a group, no more; says whether any was shown.
    pub(crate) fn withdraw(&mut self, name: &CellName) -> bool {
        let of = self.streams.get_mut(&name.stream);
        let Some(published) = of.and_then(|of| of.roots.get_mut(&name.month)) else {
            return false;
        };
        let mut was_shown = false;
        for cell in name.cells_of(&published.root) {
            was_shown |= !std::mem::replace(&mut published.withdrawn[cell], true);
        }
        was_shown
    }
}

impl Release {
    /// The release of a month, before anything is in it.
    pub fn empty(month: Month, k: i32) -> Self {
        Self {
            month,
            k,
            rules_version: RULES_VERSION,
            roots: Vec::new(),
            corrections: Vec::new(),
            report: ReleaseReport::default(),
        }
    }
}
