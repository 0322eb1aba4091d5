//! Releases one month of a municipality: open months are released, carried forward or lost, and earlier figures are
//! corrected if that reveals nobody.

pub mod basis;
pub(crate) mod cell_name;
pub(crate) mod completion_rules;
pub mod counted;
pub mod decision;
pub(crate) mod disclosure;
pub mod editions;
pub(crate) mod expected;
pub mod expected_months;
pub mod kept_release;
pub mod kept_root;
pub(crate) mod open_months;
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
pub use expected_months::{Expected, ExpectedMonth, ExpectedStream, Report};
use open_months::open;
use published::{Published, PublishedRoot, PublishedStream, Release};
use root::Root;
use splitting::{RootMonths, Table};
use whole_year::year_figures;

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

/// Corrects a root's cells. A new value is shown if it passes, and equals or differs by at least k from every value
/// ever shown of the cell. The partition does not change.
fn correct(release: &mut Release, stream: &Stream, month: Month, published: &PublishedRoot, sums: &MonthlySums) {
    let root = &published.root;
    let months = RootMonths {
        all: &root.months,
        unproved: &root.unproved,
        k: root.k,
    };
    let masses = Table::new(&root.listed, &months, sums).masses(root);
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
    let path = root.cells.get(cell).map_or_else(Vec::new, |cell| cell.path.to_vec());
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
