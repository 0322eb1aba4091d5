//! Everything that a municipality has released. Public answers use only this.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::insatser::figure_split::Division;
use crate::domain::statistics::{Month, Stream};

use super::cell_name::CellName;
use super::disclosure::RULES_VERSION;
use super::released_year::YearFigures;
use super::root::{Cell, Listed, Root};

/// One month's release, which never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// The month.
    pub month: Month,
    /// The k of streams without a higher one.
    pub k: i32,
    /// The version of the rules.
    pub rules_version: i32,
    /// The new roots, by stream.
    pub roots: Vec<(Stream, Root)>,
    /// Corrections of earlier roots, by stream and the root's month: the values of all cells, in order.
    pub corrections: Vec<(Stream, Month, Vec<i64>)>,
    /// Its content beside figures.
    pub report: ReleaseReport,
}

/// The content of a release beside figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ReleaseReport {
    /// Months that are carried forward.
    pub pending: Vec<Pending>,
    /// Months that were stated to be lost.
    pub missing: Vec<Missing>,
    /// The years that are now complete.
    pub years: Vec<(Stream, YearFigures)>,
    /// Cells with an outdated figure whose correction cannot be shown yet.
    pub waiting: Vec<String>,
}

impl ReleaseReport {
    /// What this report says that the previous release did not say already.
    pub(crate) fn since(&self, previous: &Self) -> Self {
        let pending = self.pending.iter().filter_map(|pending| {
            let of_same = |earlier: &&Pending| earlier.stream == pending.stream && earlier.why == pending.why;
            let known = previous.pending.iter().find(of_same);
            let is_new = |month: &&Month| known.is_none_or(|known| !known.months.contains(month));
            let months: Vec<Month> = pending.months.iter().filter(is_new).copied().collect();
            (!months.is_empty()).then(|| Pending {
                months,
                ..pending.clone()
            })
        });
        let waiting = self.waiting.iter().filter(|cell| !previous.waiting.contains(cell));
        Self {
            pending: pending.collect(),
            missing: self.missing.clone(),
            years: self.years.clone(),
            waiting: waiting.cloned().collect(),
        }
    }
}

/// Months of a stream that are carried forward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The stream.
    pub stream: Stream,
    /// The months.
    pub months: Vec<Month>,
    /// The highest k of the municipality during these months.
    pub k: i32,
    /// How its figures are divided; absent in releases from before this could be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<Division>,
    /// The first of the months, where they were too small to be released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
    /// What may be shown by name.
    pub listed: Listed,
    /// The reason, which is never public.
    pub why: WhyPending,
}

impl Pending {
    /// The months that were too small to be released. A release by the first rules does not say which: all of them.
    pub(crate) fn judged(&self) -> Option<Judged> {
        let of_first_rules = (self.why == WhyPending::TooFew).then(|| Judged {
            months: self.months.clone(),
            rules_version: 1,
            k: self.k,
            unproved: Vec::new(),
        });
        self.judged.clone().or(of_first_rules)
    }
}

/// The first months of those carried forward, which were too small to be released together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// The months.
    pub months: Vec<Month>,
    /// The rules that found them too small.
    pub rules_version: i32,
    /// The k that they were found too small for.
    pub k: i32,
    /// Those of them whose records proved nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<Month>,
}

/// The reason why months are carried forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum WhyPending {
    /// A report is overdue, and was not stated to be lost.
    ReportMissing,
    /// The report is not due yet.
    ReportNotDue,
    /// Too few participants for a figure that reveals nobody.
    TooFew,
    /// The quarter or year of the figures has not ended, or is not reported as a whole.
    PeriodNotEnded,
}

/// Months of a stream whose reports were stated to be lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The stream.
    pub stream: Stream,
    /// The months.
    pub months: Vec<Month>,
    /// What may be shown by name.
    pub listed: Listed,
}

/// A root with its corrections and withdrawals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRoot {
    /// The original root.
    pub root: Root,
    /// All values ever shown of each cell, in order.
    values: Vec<Vec<i64>>,
    /// Whether each cell is withdrawn.
    withdrawn: Vec<bool>,
}

/// A cell with its corrections and withdrawal.
#[derive(Clone, Copy, Debug)]
pub struct PublishedCell<'a> {
    /// The original cell.
    pub cell: &'a Cell,
    /// All values ever shown of it, in order.
    pub values: &'a [i64],
    /// Whether it is withdrawn.
    pub is_withdrawn: bool,
}

impl PublishedCell<'_> {
    /// The current value.
    pub fn shown(&self) -> Option<i64> {
        if self.is_withdrawn {
            return None;
        }
        self.values.last().copied()
    }
}

impl PublishedRoot {
    /// A root when it is first released.
    pub fn new(root: Root) -> Self {
        let values: Vec<Vec<i64>> = root.cells.iter().map(|cell| vec![cell.value]).collect();
        Self {
            withdrawn: vec![false; values.len()],
            values,
            root,
        }
    }

    /// Its cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = PublishedCell<'_>> {
        let shown = self.values.iter().zip(&self.withdrawn);
        self.root
            .cells
            .iter()
            .zip(shown)
            .map(|(cell, (values, withdrawn))| PublishedCell {
                cell,
                values,
                is_withdrawn: *withdrawn,
            })
    }

    fn correct(&mut self, values: &[i64]) {
        for (shown, value) in self.values.iter_mut().zip(values) {
            if shown.last() != Some(value) {
                shown.push(*value);
            }
        }
    }
}

/// The releases of a stream.
#[derive(Clone, Debug, Default)]
pub struct PublishedStream {
    /// Its roots by their month.
    pub roots: BTreeMap<Month, PublishedRoot>,
    /// The months that were stated to be lost.
    pub missing: Vec<Missing>,
    /// Months that are carried forward.
    pub pending: Option<Pending>,
    /// Complete years.
    pub years: BTreeMap<i32, YearFigures>,
}

impl PublishedStream {
    /// Adds a new root.
    pub(crate) fn add_root(&mut self, root: Root) {
        self.find(&root.months);
        self.roots.insert(root.month(), PublishedRoot::new(root));
    }

    /// Corrects a root's cells. Corrections are applied in the order of their releases.
    pub(crate) fn correct(&mut self, month: Month, values: &[i64]) {
        if let Some(published) = self.roots.get_mut(&month) {
            published.correct(values);
        }
    }

    /// The months that are in a root, which are never released again.
    pub(crate) fn released_months(&self) -> BTreeSet<Month> {
        let of_roots = self.roots.values().flat_map(|published| &published.root.months);
        of_roots.copied().collect()
    }

    pub(crate) fn lost_months(&self) -> BTreeSet<Month> {
        self.missing
            .iter()
            .flat_map(|missing| &missing.months)
            .copied()
            .collect()
    }

    /// Removes months that are reported after all from the lost ones.
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

    /// The streams and their releases.
    pub const fn streams(&self) -> &BTreeMap<Stream, PublishedStream> {
        &self.streams
    }

    /// Adds a release.
    pub fn take(&mut self, release: &Release) {
        self.add_release(release.month, release.report.clone());
        for (stream, root) in &release.roots {
            self.add_root(stream.clone(), root.clone());
        }
        for (stream, month, values) in &release.corrections {
            self.correct(stream, *month, values);
        }
    }

    /// Adds the content of a release beside figures. Releases are added in order.
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

    /// Adds a new root.
    pub fn add_root(&mut self, stream: Stream, root: Root) {
        self.streams.entry(stream).or_default().add_root(root);
    }

    pub(crate) fn correct(&mut self, stream: &Stream, month: Month, values: &[i64]) {
        if let Some(of) = self.streams.get_mut(stream) {
            of.correct(month, values);
        }
    }

    /// The canonical name of a cell or group; `None` if it does not exist.
    pub(crate) fn name_of(&self, name: CellName) -> Option<CellName> {
        let root = &self.streams.get(&name.stream)?.roots.get(&name.month)?.root;
        (!name.cells_of(root).is_empty()).then(|| name.shortest(root))
    }

    /// Withdraws a cell, or all cells of a group; `false` if all were withdrawn already.
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
    /// A release without content.
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
