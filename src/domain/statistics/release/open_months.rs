//! The open months of a stream: they are released, carried forward or lost.

use std::collections::BTreeMap;

use crate::domain::insatser::figure_split::{Division, RootPeriod};
use crate::domain::statistics::{Month, Stream};

use super::counted::MonthlySums;
use super::disclosure::RULES_VERSION;
use super::expected_months::{ExpectedMonth, ExpectedStream, Report};
use super::public_order::PublicOrder;
use super::published::{Judged, Missing, Pending, PublishedStream, Release, WhyPending};
use super::root::{Listed, Root};
use super::splitting::{RootMonths, Split, Table, split_root};

/// Releases the open months of a stream, or carries them forward.
pub(crate) fn open(
    release: &mut Release,
    stream: &Stream,
    expected: &ExpectedStream,
    before: &PublishedStream,
    sums: &MonthlySums,
) {
    let open = open_months(release.month, expected, before);
    let (lost, mut rest): (Vec<Month>, Vec<Month>) = open.keys().partition(|month| open[month].report == Report::Lost);
    let listed = |months: &[Month]| Listed::of(months.iter().filter_map(|month| Some(&open.get(month)?.listed)));
    if !lost.is_empty() {
        release.report.missing.push(Missing {
            stream: stream.clone(),
            listed: listed(&lost),
            months: lost,
        });
    }
    let Some(first) = rest.first().copied() else {
        return;
    };
    let carried = Carried::of(before, &rest);
    let of_months = rest.iter().map(|month| open[month].k).max().unwrap_or(0);
    let k = carried.k.max(of_months).max(release.k);
    let division = carried.division.unwrap_or(open[&first].division);
    let mut judged = carried.judged;
    let mut why = WhyPending::ReportNotDue;
    let has = |report| rest.iter().any(|month| open[month].report == report);
    if has(Report::Overdue) {
        why = WhyPending::ReportMissing;
    } else if open[&first].report == Report::Delivered {
        let later = rest.split_off(whole_periods(&rest, &open, release.month));
        why = WhyPending::PeriodNotEnded;
        if !rest.is_empty() {
            let unproved = unproved(judged.as_ref(), k);
            let months = RootMonths {
                all: &rest,
                unproved: &unproved,
                k,
            };
            let root = root(&months, listed(&rest), (division, judged.is_some()), before, sums);
            if let Some(root) = root {
                release.roots.push((stream.clone(), root));
                rest.clear();
                judged = None;
            } else {
                why = WhyPending::TooFew;
                judged = Some(Judged {
                    months: rest.clone(),
                    rules_version: RULES_VERSION,
                    k,
                    unproved,
                });
            }
        }
        rest.extend(later);
    }
    if let Some(first) = rest.first() {
        release.report.pending.push(Pending {
            stream: stream.clone(),
            listed: listed(&rest),
            k,
            division: Some(if carried.months.contains(first) {
                division
            } else {
                open[first].division
            }),
            judged,
            months: rest,
            why,
        });
    }
}

/// The months of a stream that are not released, with what the catalogue requires.
fn open_months(last: Month, expected: &ExpectedStream, before: &PublishedStream) -> BTreeMap<Month, ExpectedMonth> {
    let (released, lost) = (before.released_months(), before.lost_months());
    // A lost month that is reported after all is open again, since none of it was shown.
    let is_open = |month: &Month, expected: &ExpectedMonth| {
        !released.contains(month) && (!lost.contains(month) || expected.report != Report::Lost)
    };
    let mut open: BTreeMap<Month, ExpectedMonth> = expected
        .months
        .range(..=last)
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
                division: pending.division.unwrap_or(Division::OF_MONTHS),
                k: pending.k,
            });
        }
    }
    open
}

/// What open months keep from the release before.
#[derive(Default)]
struct Carried {
    months: Vec<Month>,
    k: i32,
    division: Option<Division>,
    judged: Option<Judged>,
}

impl Carried {
    fn of(before: &PublishedStream, open: &[Month]) -> Self {
        let Some(pending) = &before.pending else {
            return Self::default();
        };
        let is_carried = pending.months.iter().any(|month| open.contains(month));
        Self {
            months: pending.months.clone(),
            k: pending.k,
            division: pending.division.filter(|_| is_carried),
            judged: pending
                .judged()
                .filter(|judged| judged.months.iter().any(|month| open.contains(month))),
        }
    }
}

/// The months whose records do not prove that there are k participants: readers know that they have fewer than an
/// earlier k or earlier rules asked for, and could combine both.
fn unproved(judged: Option<&Judged>, k: i32) -> Vec<Month> {
    judged.map_or_else(Vec::new, |judged| {
        if judged.k < k || judged.rules_version < RULES_VERSION {
            judged.months.clone()
        } else {
            judged.unproved.clone()
        }
    })
}

/// The number of months, from the first, that are delivered and fill the periods of their figures.
fn whole_periods(open: &[Month], expected: &BTreeMap<Month, ExpectedMonth>, released: Month) -> usize {
    let delivered = open
        .iter()
        .take_while(|month| expected[month].report == Report::Delivered);
    let mut count = delivered.count();
    while let Some(last) = count.checked_sub(1).map(|last| open[last]) {
        let end = last_month(expected[&last].division.root_period, last);
        let is_whole = end <= released && open.get(count).is_none_or(|next| end < *next);
        if is_whole {
            break;
        }
        count -= 1;
    }
    count
}

/// The last month of the period that a month is in.
pub(crate) fn last_month(period: RootPeriod, month: Month) -> Month {
    match period {
        RootPeriod::Month => month,
        RootPeriod::Quarter => month.first_of_quarter().next().next(),
        RootPeriod::Year => Month::last_of(month.year()),
    }
}

fn root(
    months: &RootMonths,
    listed: Listed,
    (division, is_carried): (Division, bool),
    before: &PublishedStream,
    sums: &MonthlySums,
) -> Option<Root> {
    let table = Table::new(&listed, months, sums);
    let how = Split {
        division,
        order: &PublicOrder::of(before.roots.values()),
        is_carried,
    };
    split_root(months, listed, &how, &table)
}
