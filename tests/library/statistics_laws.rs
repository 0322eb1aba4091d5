//! Laws of released statistics: a cell shows the count at the time of its value, cells partition everything released,
//! and every public figure is a sum of whole cells.

use std::collections::{BTreeMap, BTreeSet};

use insatskatalog::domain::insatser::figure_split::{Division, RootPeriod, SplitBy, SplitOrder};
use insatskatalog::domain::records::monthly_sum::{Genders, Peaks, SumKey, Sums};
use insatskatalog::domain::statistics::dimension::{By, Dimension, Months};
use insatskatalog::domain::statistics::figures::figure::{Figure, Status};
use insatskatalog::domain::statistics::figures::{Figures, Question};
use insatskatalog::domain::statistics::gender::{GENDERS, Gender};
use insatskatalog::domain::statistics::month::{FIRST, Month};
use insatskatalog::domain::statistics::release::counted::CountedStream;
use insatskatalog::domain::statistics::release::published::Published;
use insatskatalog::domain::statistics::release::root::Listed;
use insatskatalog::domain::statistics::release::{Counted, Expected, ExpectedMonth, ExpectedStream, Report, release};
use insatskatalog::domain::statistics::stream::Stream;
use proptest::prelude::*;
use strum::VariantArray as _;

const PLACES: [&str; 3] = ["alby", "bollstanas", "other"];
const ACTIVITIES: [&str; 3] = ["fika", "sang", ""];
const MONTHS: usize = 4;

/// A stream, month, place, activity and gender, by number.
type Point = (usize, usize, usize, usize, usize);
/// The counts.
type World = BTreeMap<Point, i32>;

fn points() -> impl Iterator<Item = Point> {
    (0..2).flat_map(|stream| {
        (0..MONTHS).flat_map(move |month| {
            (0..3).flat_map(move |place| {
                (0..3).flat_map(move |activity| (0..3).map(move |gender| (stream, month, place, activity, gender)))
            })
        })
    })
}

fn stream(number: usize) -> Stream {
    Stream {
        insats: "sangcafe".into(),
        provider: ["egen-regi", "sangens-vanner"][number].into(),
    }
}

fn month(number: usize) -> Month {
    FIRST.through(Month::last_of(2026)).nth(number).expect("a month")
}

fn counted(world: &World) -> Counted {
    let mut counted = Counted::new();
    let cells: BTreeSet<(usize, usize, usize, usize)> = world.keys().map(|(s, m, p, a, _)| (*s, *m, *p, *a)).collect();
    for (s, m, p, a) in cells {
        let of = |gender| world.get(&(s, m, p, a, gender)).copied().unwrap_or(0);
        let (women, men, other) = (of(0), of(1), of(2));
        let total = women + men + other;
        let sums = Sums {
            records: 1,
            sessions: 1,
            participations: Genders {
                total,
                women,
                men,
                other,
            },
            in_sessions: total,
            // One record of all counts.
            peaks: Peaks {
                total,
                women,
                men,
                other,
                women_and_men: women + men,
                women_and_other: women + other,
                men_and_other: men + other,
            },
            ..Sums::default()
        };
        let sum_key = SumKey {
            insats: stream(s).insats,
            provider: stream(s).provider,
            activity: ACTIVITIES[a].into(),
            place: PLACES[p].into(),
            month: month(m).to_string(),
        };
        let of: &mut CountedStream = counted.entry(stream(s)).or_default();
        of.sums.push((sum_key, sums));
    }
    counted
}

fn expected(reports: &[Report], division: Division) -> Expected {
    let listed = Listed {
        places: PLACES[..2].iter().map(ToString::to_string).collect(),
        activities: ACTIVITIES[..2].iter().map(ToString::to_string).collect(),
        ..Listed::default()
    };
    (0..2)
        .map(|s| {
            let months = (0..MONTHS).map(|m| {
                let report = reports[s * MONTHS + m];
                let listed = listed.clone();
                let expected = ExpectedMonth {
                    report,
                    listed,
                    division,
                    k: 0,
                };
                (month(m), expected)
            });
            (
                stream(s),
                ExpectedStream {
                    months: months.collect(),
                },
            )
        })
        .collect()
}

/// A released cell: its points and its value.
struct Shown {
    points: BTreeSet<Point>,
    value: i64,
}

/// Every released cell, from the published partition.
fn cells(published: &Published) -> Vec<Shown> {
    let mut all = Vec::new();
    for s in 0..2 {
        let Some(of_stream) = published.streams().get(&stream(s)) else {
            continue;
        };
        for shown in of_stream.roots.values() {
            let root = &shown.root;
            let (unlisted_place, unlisted_activity) = (root.listed.unlisted_place(), root.listed.unlisted_activity());
            for shown in shown.cells() {
                let cell = shown.cell;
                let has = |(of, m, p, a, g): &Point| {
                    *of == s
                        && root.months.contains(&month(*m))
                        && cell.places.contains(&(*p).min(unlisted_place))
                        && cell.activities.contains(&(*a).min(unlisted_activity))
                        && cell.genders.contains(&GENDERS[*g])
                };
                all.push(Shown {
                    points: points().filter(has).collect(),
                    value: shown.shown().expect("shown"),
                });
            }
        }
    }
    all
}

/// Whether a figure includes a point.
fn is_of(figure: &Figure, point: &Point) -> bool {
    let (of_stream, of_month, place, activity, gender) = point;
    let is = |label: &Option<String>, own: String| label.as_ref().is_none_or(|label| *label == own);
    let month = month(*of_month);
    is(&figure.year, month.year().to_string())
        && is(&figure.quarter, format!("{}-q{}", month.year(), month.quarter()))
        && is(&figure.month, month.to_string())
        && is(&figure.insats, stream(*of_stream).insats)
        && is(&figure.provider, stream(*of_stream).provider)
        && is(&figure.place, PLACES[*place].into())
        && is(&figure.activity, ACTIVITIES[*activity].into())
        && figure.gender.is_none_or(|label: Gender| label == GENDERS[*gender])
}

fn total(world: &World, points: &BTreeSet<Point>) -> i64 {
    points
        .iter()
        .filter_map(|point| world.get(point))
        .map(|count| i64::from(*count))
        .sum()
}

fn world() -> impl Strategy<Value = World> {
    let count = prop_oneof![2 => Just(0), 2 => 1..5_i32, 3 => 5..40_i32];
    prop::collection::vec(count, points().count()).prop_map(|counts| points().zip(counts).collect())
}

fn division() -> impl Strategy<Value = Division> {
    let order = Just(vec![SplitBy::Place, SplitBy::Activity, SplitBy::Gender]).prop_shuffle();
    let period = prop::sample::select(vec![RootPeriod::Month, RootPeriod::Quarter]);
    (order, period).prop_map(|(order, root_period)| Division {
        split_order: SplitOrder::new([order[0], order[1], order[2]]).expect("each once"),
        root_period,
    })
}

fn report() -> impl Strategy<Value = Report> {
    prop_oneof![8 => Just(Report::Delivered), 1 => Just(Report::Lost), 1 => Just(Report::Overdue)]
}

fn question() -> impl Strategy<Value = Question> {
    let dimensions = prop::sample::subsequence(Dimension::VARIANTS.to_vec(), 0..=Dimension::VARIANTS.len());
    (dimensions, 0..MONTHS, 0..MONTHS, any::<bool>()).prop_map(|(dimensions, one, other, partial)| {
        let by = By::new(dimensions);
        let months = Months {
            from: month(one.min(other)),
            to: month(one.max(other)),
        };
        Question {
            months: months.whole(by.step()),
            by,
            insats: None,
            provider: None,
            partial,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// One month of each world is released: every cell shows the count in its world at that time, and no cell ever
    /// moves.
    #[test]
    fn a_cell_shows_what_was_counted_when_it_was_released(
        worlds in prop::collection::vec(world(), MONTHS), reports in prop::collection::vec(report(), 2 * MONTHS), division in division(),
        k in 3..6_i32,
    ) {
        let expected = expected(&reports, division);
        let mut published = Published::default();
        let mut before: BTreeMap<BTreeSet<Point>, i64> = BTreeMap::new();
        for (m, world) in worlds.iter().enumerate() {
            let released = release(&published, month(m), k, &expected, &counted(world));
            published.take(&released);
            let cells = cells(&published);
            let mut seen = BTreeSet::new();
            let mut after = BTreeMap::new();
            for cell in &cells {
                prop_assert!(cell.points.iter().all(|point| seen.insert(*point)), "cells are disjoint");
                match before.get(&cell.points) {
                    Some(shown) if *shown == cell.value => {}
                    _ => prop_assert_eq!(cell.value, total(world, &cell.points)),
                }
                after.insert(cell.points.clone(), cell.value);
            }
            for points in before.keys() {
                prop_assert!(after.contains_key(points), "a partition never changes");
            }
            before = after;
        }
    }

    /// If only some months change between releases, reading those and the waiting ones gives the same result as reading
    /// all.
    #[test]
    fn what_is_unchanged_needs_no_second_look(
        worlds in prop::collection::vec(world(), MONTHS), reports in prop::collection::vec(report(), 2 * MONTHS), division in division(),
        changing in prop::collection::vec(prop::bool::ANY, 2 * MONTHS * MONTHS),
    ) {
        let expected = expected(&reports, division);
        let mut published = Published::default();
        let mut judged = World::new();
        let mut waiting: Vec<String> = Vec::new();
        for (m, drawn) in worlds.iter().enumerate() {
            let changes = |point: &Point| changing[(m * 2 + point.0) * MONTHS + point.1] || m == 0;
            let world: World = points()
                .filter_map(|point| {
                    let of = if changes(&point) { drawn } else { &judged };
                    Some((point, *of.get(&point)?))
                })
                .collect();
            let all = counted(&world);
            let mut some = all.clone();
            for (stream, of_stream) in published.streams() {
                let of: &mut CountedStream = some.entry(stream.clone()).or_default();
                for shown in of_stream.roots.values() {
                    let months = &shown.root.months;
                    let in_root = |point: &Point| self::stream(point.0) == *stream && months.contains(&month(point.1));
                    let was_same = points().filter(in_root).all(|point| world.get(&point) == judged.get(&point));
                    let name = format!("{}.{}.{}", stream.insats, stream.provider, shown.root.month());
                    if was_same && !waiting.iter().any(|cell| cell.starts_with(&name)) {
                        of.sums.retain(|(sum_key, _)| !months.iter().any(|month| month.to_string() == sum_key.month));
                        of.unchanged.extend(months.iter().map(|month| (*month, Sums::default())));
                    }
                }
            }
            let released = release(&published, month(m), 3, &expected, &all);
            prop_assert_eq!(&released, &release(&published, month(m), 3, &expected, &some));
            waiting.clone_from(&released.report.waiting);
            published.take(&released);
            judged = world;
        }
    }

    /// A figure is published exactly if it cuts no cell and nothing in it waits or is lost, and it is then their sum.
    #[test]
    fn a_figure_is_the_sum_of_whole_cells(
        worlds in prop::collection::vec(world(), MONTHS), reports in prop::collection::vec(report(), 2 * MONTHS), division in division(),
        releases in 1..=MONTHS, question in question(),
    ) {
        let expected = expected(&reports, division);
        let mut published = Published::default();
        for (m, world) in worlds.iter().enumerate().take(releases) {
            let released = release(&published, month(m), 5, &expected, &counted(world));
            published.take(&released);
        }
        let cells = cells(&published);
        let closed: Vec<BTreeSet<Month>> = (0..2)
            .map(|s| published.streams().get(&stream(s)).map(|of| {
                of.roots.values().flat_map(|shown| shown.root.months.clone()).collect()
            }).unwrap_or_default())
            .collect();
        let figures = Figures::of(&published, &question).expect("few");
        let all: Vec<Figure> = (0..figures.count()).map(|at| figures.figure(at)).collect();
        for figure in &all {
            let of: BTreeSet<Point> = points()
                .filter(|point| is_of(figure, point) && question.months.has(month(point.1)))
                .collect();
            let meets = |cell: &&Shown| cell.points.iter().any(|point| of.contains(point));
            let met: Vec<&Shown> = cells.iter().filter(meets).collect();
            let (whole, cut): (Vec<&Shown>, Vec<&Shown>) = met.into_iter().partition(|cell| cell.points.is_subset(&of));
            let sum: i64 = whole.iter().map(|cell| cell.value).sum();
            // What the catalogue requires and no release has published.
            let all_released = of.iter().all(|point| closed[point.0].contains(&month(point.1)))
                && question.months.to <= month(releases - 1);
            match figure.status {
                Status::Ok => {
                    prop_assert!(cut.is_empty() && !whole.is_empty());
                    prop_assert!(of.iter().all(|point| closed[point.0].contains(&month(point.1))), "{:?}", figure);
                    prop_assert_eq!(figure.value, Some(sum));
                }
                Status::Partial => {
                    prop_assert!(question.partial && !whole.is_empty());
                    prop_assert_eq!(figure.value, Some(sum));
                    prop_assert_eq!(figure.cells.len(), whole.len());
                }
                Status::Suppressed => {
                    prop_assert!(!cut.is_empty());
                    prop_assert_eq!(figure.value, None);
                }
                _ => {
                    prop_assert!(cut.is_empty());
                    prop_assert!(!all_released || question.by.has(Dimension::Place) || question.by.has(Dimension::Activity));
                    prop_assert_eq!(figure.value, None);
                }
            }
        }
        // The result does not depend on the order of the question or on earlier questions.
        let again = Figures::of(&published, &question).expect("few");
        let again: Vec<Figure> = (0..again.count()).map(|at| again.figure(at)).collect();
        prop_assert_eq!(all, again);
    }
}
