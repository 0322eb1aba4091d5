//! Releases one month of a municipality: open months are released, carried forward or lost, and earlier figures are
//! corrected if that reveals nobody.

pub mod basis;
pub(crate) mod cell_name;
pub(crate) mod completion_rules;
pub mod counted;
pub mod decision;
pub(crate) mod disclosure;
pub(crate) mod expected;
pub mod kept_release;
pub(crate) mod public_order;
pub mod published;
pub(crate) mod released_year;
pub mod restrictions;
pub mod root;
pub(crate) mod splitting;
pub mod sum_changes;
pub(crate) mod whole_year;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::statistics::{Month, Stream};

use cell_name::CellName;
use counted::{CountedStream, MonthlySums};
use public_order::PublicOrder;
use published::{Missing, Pending, Published, PublishedRoot, PublishedStream, Release, WhyPending};
use root::{Listed, Root};
use splitting::Table;
use splitting::split_root;
use whole_year::year_figures;

/// What the catalogue requires of a stream, and its status.
#[derive(Clone, Debug, Default)]
pub struct ExpectedStream {
    /// The months when the insats is in force and the provider has an agreement for it.
    pub months: BTreeMap<Month, ExpectedMonth>,
}

/// A month that a stream must report.
#[derive(Clone, Debug, Default)]
pub struct ExpectedMonth {
    /// The status of the report.
    pub report: Report,
    /// What may be shown by name.
    pub listed: Listed,
}

/// The status of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Report {
    /// It was stated to be complete.
    #[default]
    Delivered,
    /// It was stated to be lost.
    Lost,
    /// It is missing but not due.
    NotDue,
    /// It is missing and overdue.
    Overdue,
}

/// What each stream must report.
pub type Expected = BTreeMap<Stream, ExpectedStream>;
/// The sums, by stream.
pub type Counted = BTreeMap<Stream, CountedStream>;

/// Releases a month, after all earlier months.
///
/// `k` is the municipality's current k. `counted` contains all sums of open months, and of roots whose sums have
/// changed since they were last checked.
pub fn release(published: &Published, month: Month, k: i32, expected: &Expected, counted: &Counted) -> Release {
    let mut release = Release::empty(month, k);
    let nothing = (
        PublishedStream::default(),
        ExpectedStream::default(),
        CountedStream::default(),
    );
    for stream in published
        .streams()
        .keys()
        .chain(expected.keys())
        .collect::<BTreeSet<_>>()
    {
        let before = published.streams().get(stream).unwrap_or(&nothing.0);
        let asked = expected.get(stream).unwrap_or(&nothing.1);
        let sums = MonthlySums::of(counted.get(stream).unwrap_or(&nothing.2));
        open(&mut release, stream, asked, before, &sums);
        for (root_month, root) in &before.roots {
            if sums.are_unchanged(&root.root.months) {
                continue;
            }
            correct(&mut release, stream, *root_month, root, &sums);
        }
        whole_years(&mut release, stream, asked, before, &sums);
    }
    release
}

/// Releases the open months of a stream, or carries them forward.
fn open(
    release: &mut Release,
    stream: &Stream,
    expected: &ExpectedStream,
    before: &PublishedStream,
    sums: &MonthlySums,
) {
    let (released, lost) = (before.released_months(), before.lost_months());
    // A lost month that is reported after all is open again, since none of it was shown.
    let is_open = |month: &Month, expected: &ExpectedMonth| {
        !released.contains(month) && (!lost.contains(month) || expected.report != Report::Lost)
    };
    let mut open: BTreeMap<Month, ExpectedMonth> = expected
        .months
        .range(..=release.month)
        .filter(|(month, expected)| is_open(month, expected))
        .map(|(month, expected)| (*month, expected.clone()))
        .collect();
    // Reported months with too few participants are carried forward, even if the catalogue no longer requires them.
    let carried = before
        .pending
        .iter()
        .filter(|pending| pending.why == WhyPending::TooFew);
    for pending in carried {
        for month in &pending.months {
            open.entry(*month).or_insert_with(|| ExpectedMonth {
                report: Report::Delivered,
                listed: pending.listed.clone(),
            });
        }
    }
    let all_listed = |months: &[Month]| {
        let of_months = months.iter().filter_map(|month| open.get(month));
        of_months.fold(Listed::default(), |all, month| all.and(&month.listed))
    };
    let (lost, mut rest): (Vec<Month>, Vec<Month>) = open.keys().partition(|month| open[month].report == Report::Lost);
    if !lost.is_empty() {
        release.report.missing.push(Missing {
            stream: stream.clone(),
            listed: all_listed(&lost),
            months: lost,
        });
    }
    let k = before
        .pending
        .as_ref()
        .map_or(release.k, |pending| pending.k.max(release.k));
    let has = |report| rest.iter().any(|month| open[month].report == report);
    let mut why = WhyPending::ReportNotDue;
    if has(Report::Overdue) {
        why = WhyPending::ReportMissing;
    } else {
        let delivered = rest
            .iter()
            .take_while(|month| open[month].report == Report::Delivered)
            .count();
        let later = rest.split_off(delivered);
        let listed = all_listed(&rest);
        let table = Table::new(&listed, &rest, k, sums);
        let order = PublicOrder::of(before.roots.values());
        if let Some(root) = split_root(rest.clone(), k, listed, &order, &table) {
            release.roots.push((stream.clone(), root));
            rest = later;
        } else {
            if !rest.is_empty() {
                why = WhyPending::TooFew;
            }
            rest.extend(later);
        }
    }
    if !rest.is_empty() {
        release.report.pending.push(Pending {
            stream: stream.clone(),
            listed: all_listed(&rest),
            months: rest,
            k,
            why,
        });
    }
}

/// Corrects a root's cells. A new value is shown if it passes, and equals or differs by at least k from every value
/// ever shown of the cell. The partition does not change.
fn correct(release: &mut Release, stream: &Stream, month: Month, published: &PublishedRoot, sums: &MonthlySums) {
    let root = &published.root;
    let masses = Table::new(&root.listed, &root.months, root.k, sums).masses(root);
    let mut values = Vec::with_capacity(masses.len());
    let mut is_corrected = false;
    for (at, (cell, mass)) in published.cells().zip(masses).enumerate() {
        let last = cell.values.last().copied().unwrap_or_default();
        let apart = |shown: &i64| mass.sum == *shown || (mass.sum - shown).abs() >= i64::from(root.k);
        let may_be_shown = mass.passes() && cell.values.iter().all(apart);
        if mass.sum == last || cell.is_withdrawn {
            values.push(last);
        } else if may_be_shown {
            is_corrected = true;
            values.push(mass.sum);
        } else {
            values.push(last);
            release.report.waiting.push(cell_name(stream, root, at).to_string());
        }
    }
    if is_corrected {
        release.corrections.push((stream.clone(), month, values));
    }
}

/// The name of a root's cell by its number, from 0.
pub(crate) fn cell_name(stream: &Stream, root: &Root, cell: usize) -> CellName {
    let path = root.paths().nth(cell).map_or_else(Vec::new, Vec::from);
    let name = CellName {
        stream: stream.clone(),
        month: root.month(),
        path,
    };
    name.shortest(root)
}

/// Adds the figures of years that are complete after a release.
fn whole_years(
    release: &mut Release,
    stream: &Stream,
    expected: &ExpectedStream,
    before: &PublishedStream,
    sums: &MonthlySums,
) {
    let new = release
        .roots
        .last()
        .filter(|(of, _)| of == stream)
        .map(|(_, root)| root);
    let months = before.roots.keys().copied().chain(new.map(Root::month));
    let ended: BTreeSet<i32> = months
        .map(Month::year)
        .filter(|year| Month::last_of(*year) <= release.month && !before.years.contains_key(year))
        .collect();
    if ended.is_empty() {
        return;
    }
    let mut shown = before.clone();
    if let Some(root) = new {
        shown.add_root(root.clone());
    }
    for (_, month, values) in release.corrections.iter().filter(|(of, ..)| of == stream) {
        shown.correct(*month, values);
    }
    for year in ended {
        let of_year = expected.months.range(Month::first_of(year)..=Month::last_of(year));
        let of_year = of_year.map(|(month, _)| *month).collect();
        let figures = year_figures(year, &of_year, &shown, sums);
        release
            .report
            .years
            .extend(figures.map(|figures| (stream.clone(), figures)));
    }
}
