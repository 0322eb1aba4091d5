//! Splits the sum of some months of a stream into cells that may be shown.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::domain::insatser::figure_split::{Division, SplitBy};
use crate::domain::records::monthly_sum::{Peaks, Sums};
use crate::domain::statistics::{GENDERS, Gender, Month};

use super::counted::MonthlySums;
use super::disclosure::{Mass, bar, split};
use super::public_order::PublicOrder;
use super::root::{Cell, Listed, Root};

/// The sums of one stream's months by place and activity. Unlisted ones come last.
pub(crate) struct Table {
    sums: Vec<Counted>,
    places: usize,
    activities: usize,
}

/// The sums of one place and activity.
#[derive(Clone, Copy, Default)]
struct Counted {
    participations: [i64; 3],
    /// The bar of each set of genders, which are bits of the index.
    bars: [Option<i64>; 8],
}

/// The months of a root, and what their records prove.
pub(crate) struct RootMonths<'a> {
    /// The months, in order.
    pub all: &'a [Month],
    /// Those whose records do not prove that there are k participants.
    pub unproved: &'a [Month],
    /// The least number of participants of the record that a figure needs.
    pub k: i32,
}

impl Table {
    /// Adds up the sums of a stream in some months.
    pub fn new(listed: &Listed, months: &RootMonths, sums: &MonthlySums) -> Self {
        let (places, activities) = (listed.places.len(), listed.activities.len());
        let mut table = Self {
            sums: vec![Counted::default(); (places + 1) * (activities + 1)],
            places,
            activities,
        };
        let unproved: BTreeSet<String> = months.unproved.iter().map(ToString::to_string).collect();
        for (sum_key, sums) in sums.in_months(months.all) {
            let place = listed.places.binary_search(&sum_key.place).unwrap_or(places);
            let activity = listed.activities.binary_search(&sum_key.activity).unwrap_or(activities);
            let counted = &mut table.sums[place * (activities + 1) + activity];
            counted.add(sums);
            if !unproved.contains(&sum_key.month) {
                counted.prove(sums, months.k);
            }
        }
        table
    }

    /// The mass of some genders at some places in some activities.
    fn mass(&self, places: &[usize], activities: &[usize], genders: &[Gender]) -> Mass {
        let bits = bits(genders);
        let mut mass = Mass::NOTHING;
        for place in places {
            for activity in activities {
                mass = mass.and(self.sums[place * (self.activities + 1) + activity].mass(bits));
            }
        }
        mass
    }

    /// The mass of everything.
    pub fn whole(&self) -> Mass {
        let all = |listed: usize| (0..=listed).collect::<Vec<usize>>();
        self.mass(&all(self.places), &all(self.activities), &GENDERS)
    }

    /// The current mass of each cell of a root, in order. What was ruled out or refused when the root was released, and
    /// has been counted since, belongs to the last group.
    pub(crate) fn masses(&self, root: &Root) -> Vec<Mass> {
        let masses = root.cells.iter().map(|cell| {
            let places = with_late(&cell.places, self.places, root.is_last(cell, SplitBy::Place));
            let activities = with_late(&cell.activities, self.activities, root.is_last(cell, SplitBy::Activity));
            self.mass(&places, &activities, &cell.genders)
        });
        masses.collect()
    }
}

/// The numbers of a cell, and the unlisted number in the last group if the cell does not have it.
fn with_late(numbers: &[usize], unlisted: usize, is_last: bool) -> Vec<usize> {
    let late = (is_last && !numbers.contains(&unlisted)).then_some(unlisted);
    numbers.iter().copied().chain(late).collect()
}

impl Counted {
    /// Adds the participations of one sum.
    fn add(&mut self, sums: &Sums) {
        let counts = sums.participations;
        for (all, count) in self
            .participations
            .iter_mut()
            .zip([counts.women, counts.men, counts.other])
        {
            *all += i64::from(count);
        }
    }

    /// Lowers the bars by what the records of one sum prove. Each sum has its own bar, since others prove nothing about
    /// it.
    fn prove(&mut self, sums: &Sums, k: i32) {
        let (sessions, visits) = (by_genders(sums.peaks), by_genders(sums.visits.peaks));
        for ((least, of_session), of_visits) in self.bars.iter_mut().zip(sessions).zip(visits) {
            let of_session = (of_session >= k).then(|| bar(k, 1));
            let of_visits = (of_visits >= k).then(|| bar(k, sums.visits.sessions));
            *least = [*least, of_session, of_visits].into_iter().flatten().min();
        }
    }

    fn mass(&self, bits: usize) -> Mass {
        let of = self.participations.iter().enumerate();
        Mass {
            sum: of
                .filter(|(gender, _)| bits & (1 << gender) != 0)
                .map(|(_, sum)| sum)
                .sum(),
            bar: self.bars[bits],
        }
    }
}

fn bits(genders: &[Gender]) -> usize {
    genders.iter().fold(0, |bits, gender| bits | 1 << *gender as usize)
}

/// The peaks of each set of genders, which are bits of the index: women, men, other.
const fn by_genders(peaks: Peaks) -> [i32; 8] {
    [
        0,
        peaks.women,
        peaks.men,
        peaks.women_and_men,
        peaks.other,
        peaks.women_and_other,
        peaks.men_and_other,
        peaks.total,
    ]
}

/// How a root is split.
pub(crate) struct Split<'a> {
    /// The order of the splits, and the time of its total.
    pub division: Division,
    /// The public order of the values.
    pub order: &'a PublicOrder,
    /// Whether a part of its months was too small to be released earlier.
    pub is_carried: bool,
}

/// Splits the sum of some months of a stream, each group of the first split again by the second, and each of those by
/// the third.
///
/// A reader learns of each group where it could not be closed. Combined for places, activities and months, this would
/// reveal small parts to a reader who knows which of them do not occur together. So a group of several places is not
/// split by activity, nor the other way round, and what waited for more months is split by gender only. Genders occur
/// everywhere.
///
/// `None` if the whole sum may not be shown.
pub(crate) fn split_root(months: &RootMonths, listed: Listed, how: &Split, table: &Table) -> Option<Root> {
    if !table.whole().passes() {
        return None;
    }
    let places = values(how.order.places(&listed.places), listed.places_complete);
    let activities = values(how.order.activities(&listed.activities), listed.activities_complete);
    let genders = how.order.genders();
    let mut groups = vec![Group {
        path: Vec::new(),
        places: &places,
        activities: &activities,
        genders: &genders,
        is_of_several: how.is_carried,
    }];
    for by in how.division.split_order.steps() {
        groups = groups.iter().flat_map(|group| group.split(by, table)).collect();
    }
    let cells = groups.into_iter().map(|group| {
        let (places, activities) = (sorted(&group.places.concat()), sorted(&group.activities.concat()));
        Cell {
            path: <[usize; 3]>::try_from(group.path).expect("three splits"),
            value: table.mass(&places, &activities, group.genders).sum,
            places,
            activities,
            genders: sorted(group.genders),
        }
    });
    Some(Root {
        cells: cells.collect(),
        months: months.all.to_vec(),
        unproved: months.unproved.to_vec(),
        k: months.k,
        order: how.division.split_order,
        period: how.division.root_period,
        listed,
    })
}

/// A group of consecutive values of each dimension, in public order.
struct Group<'a> {
    path: Vec<usize>,
    places: &'a [Vec<usize>],
    activities: &'a [Vec<usize>],
    genders: &'a [Gender],
    /// Whether it has several months, places or activities that could not be released apart.
    is_of_several: bool,
}

impl<'a> Group<'a> {
    fn split(&self, by: SplitBy, table: &Table) -> Vec<Self> {
        let count = match by {
            SplitBy::Place => self.places.len(),
            SplitBy::Activity => self.activities.len(),
            SplitBy::Gender => self.genders.len(),
        };
        let may_be_split = by == SplitBy::Gender || !self.is_of_several;
        let ranges = split(count, |range| {
            if !may_be_split {
                return Mass::NOTHING;
            }
            let (places, activities, genders) = self.part(by, range);
            table.mass(&places.concat(), &activities.concat(), genders)
        });
        let groups = (1..).zip(ranges).map(|(number, range)| {
            let is_of_several = self.is_of_several || (by != SplitBy::Gender && range.len() > 1);
            let (places, activities, genders) = self.part(by, range);
            Self {
                path: self.path.iter().copied().chain([number]).collect(),
                places,
                activities,
                genders,
                is_of_several,
            }
        });
        groups.collect()
    }

    /// Some values of one dimension, and all of the others.
    fn part(&self, by: SplitBy, range: Range<usize>) -> (&'a [Vec<usize>], &'a [Vec<usize>], &'a [Gender]) {
        match by {
            SplitBy::Place => (&self.places[range], self.activities, self.genders),
            SplitBy::Activity => (self.places, &self.activities[range], self.genders),
            SplitBy::Gender => (self.places, self.activities, &self.genders[range]),
        }
    }
}

/// The values in public order. Unlisted ones belong to the last, and are never shown alone.
fn values(order: Vec<usize>, is_complete: bool) -> Vec<Vec<usize>> {
    let unlisted = order.len();
    let mut values: Vec<Vec<usize>> = order.into_iter().map(|value| vec![value]).collect();
    match values.last_mut() {
        Some(_) if is_complete => {}
        Some(last) => last.push(unlisted),
        None => values.push(vec![unlisted]),
    }
    values
}

fn sorted<T: Copy + Ord>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort_unstable();
    values
}
