//! One month's release of a municipality: what its streams have open is released, carried on, or lost; and earlier
//! figures are corrected where that reveals nobody.

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
pub mod root;
pub(crate) mod splitting;
pub mod sum_changes;
pub(crate) mod whole_year;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::statistics::month::Month;

use crate::domain::statistics::stream::Stream;
use cell_name::CellName;
use counted::{CountedStream, MonthlySums};
use public_order::PublicOrder;
use published::{Missing, Pending, Published, PublishedRoot, PublishedStream, Release, WhyPending};
use root::{Listed, Root};
use splitting::Table;
use splitting::split_root;
use whole_year::year_figures;

/// What the catalogue asks of a stream, and what has come of it.
#[derive(Clone, Debug, Default)]
pub struct ExpectedStream {
    /// The months in which the insats is in force and the provider has an agreement for it.
    pub months: BTreeMap<Month, ExpectedMonth>,
}

/// What is known of a month that a stream has to report.
#[derive(Clone, Debug, Default)]
pub struct ExpectedMonth {
    /// Whether its report has come.
    pub report: Report,
    /// What is told of it by name.
    pub listed: Listed,
}

/// Whether the report that a month belongs to has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Report {
    /// It was said to be complete.
    #[default]
    Delivered,
    /// It was said that it will never come.
    Lost,
    /// It has not come, and need not yet.
    NotDue,
    /// It has not come, and should have.
    Overdue,
}

/// What every stream has to report.
pub type Expected = BTreeMap<Stream, ExpectedStream>;
/// What was counted, by stream.
pub type Counted = BTreeMap<Stream, CountedStream>;

/// Releases a month, after all those before it.
///
/// `k` is the smallest group that the municipality has decided, `counted` every sum of a month that is open, or of a root
/// whose sums have changed since they were judged.
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

/// Releases what a stream has open, or carries it on.
fn open(
    release: &mut Release,
    stream: &Stream,
    expected: &ExpectedStream,
    before: &PublishedStream,
    sums: &MonthlySums,
) {
    let (released, lost) = (before.released_months(), before.lost_months());
    // What was lost and has come after all is open again: nothing was shown of it.
    let is_open = |month: &Month, expected: &ExpectedMonth| {
        !released.contains(month) && (!lost.contains(month) || expected.report != Report::Lost)
    };
    let mut open: BTreeMap<Month, ExpectedMonth> = expected
        .months
        .range(..=release.month)
        .filter(|(month, expected)| is_open(month, expected))
        .map(|(month, expected)| (*month, expected.clone()))
        .collect();
    // What had come and was too little is carried on, although the catalogue no longer asks for it.
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
        let come = rest
            .iter()
            .take_while(|month| open[month].report == Report::Delivered)
            .count();
        let later = rest.split_off(come);
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

/// Shows the new values of a root's cells: each that passes, and differs from every value ever shown of it by 0 or at
/// least k. The partition stays.
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
    let mut before = 0;
    for (place, group) in root.groups.iter().enumerate() {
        for (activity, of_activities) in group.groups.iter().enumerate() {
            let cells = of_activities.cells.len();
            if cell < before + cells {
                return CellName {
                    stream: stream.clone(),
                    month: root.month(),
                    path: vec![place + 1, activity + 1, cell - before + 1],
                }
                .shortest(root);
            }
            before += cells;
        }
    }
    CellName {
        stream: stream.clone(),
        month: root.month(),
        path: Vec::new(),
    }
}

/// Tells the years of a stream that have become whole with a release.
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
        let told = year_figures(year, &of_year, &shown, sums);
        release
            .report
            .years
            .extend(told.map(|figures| (stream.clone(), figures)));
    }
}
