//! Splits the sum of some months of a stream into cells that may be shown.

use crate::domain::records::monthly_sum::{Peaks, Sums};
use crate::domain::statistics::{GENDERS, Gender, Month};

use super::counted::MonthlySums;
use super::disclosure::{Mass, bar, split};
use super::public_order::PublicOrder;
use super::root::{ActivityGroup, Cell, Listed, PlaceGroup, Root};

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

impl Table {
    /// Adds up the sums of a stream in some months.
    pub fn new(listed: &Listed, months: &[Month], k: i32, sums: &MonthlySums) -> Self {
        let (places, activities) = (listed.places.len(), listed.activities.len());
        let mut table = Self {
            sums: vec![Counted::default(); (places + 1) * (activities + 1)],
            places,
            activities,
        };
        for (sum_key, sums) in sums.in_months(months) {
            let place = listed.places.binary_search(&sum_key.place).unwrap_or(places);
            let activity = listed.activities.binary_search(&sum_key.activity).unwrap_or(activities);
            table.sums[place * (activities + 1) + activity].add(sums, k);
        }
        table
    }

    /// The mass of some genders at some places in some activities.
    pub(crate) fn mass(&self, places: &[usize], activities: &[usize], genders: &[Gender]) -> Mass {
        let bits = bits(genders);
        let mut mass = Mass::NOTHING;
        for place in places {
            for activity in activities {
                mass = mass.and(self.sums[place * (self.activities + 1) + activity].mass(bits));
            }
        }
        mass
    }

    fn all(&self) -> (Vec<usize>, Vec<usize>) {
        ((0..=self.places).collect(), (0..=self.activities).collect())
    }

    /// The mass of everything.
    pub fn whole(&self) -> Mass {
        let (places, activities) = self.all();
        self.mass(&places, &activities, &GENDERS)
    }

    /// The places of a group in this table. The last group also contains the unlisted ones.
    fn places_of(&self, root: &Root, at: usize) -> Vec<usize> {
        let is_last = at + 1 == root.groups.len();
        let unlisted = is_last.then_some(self.places);
        root.groups[at].places.iter().copied().chain(unlisted).collect()
    }

    fn activities_of(&self, group: &PlaceGroup, at: usize) -> Vec<usize> {
        let is_last = at + 1 == group.groups.len();
        let unlisted = is_last.then_some(self.activities);
        group.groups[at].activities.iter().copied().chain(unlisted).collect()
    }

    /// The current mass of each cell of a root, in order.
    pub(crate) fn masses(&self, root: &Root) -> Vec<Mass> {
        let mut masses = Vec::new();
        for (at, group) in root.groups.iter().enumerate() {
            let places = self.places_of(root, at);
            for (at, of_activities) in group.groups.iter().enumerate() {
                let activities = self.activities_of(group, at);
                for cell in &of_activities.cells {
                    masses.push(self.mass(&places, &activities, &cell.genders));
                }
            }
        }
        masses
    }
}

impl Counted {
    /// Adds one sum. Each sum has its own bar, since others prove nothing about it.
    fn add(&mut self, sums: &Sums, k: i32) {
        let counts = sums.participations;
        for (all, count) in self
            .participations
            .iter_mut()
            .zip([counts.women, counts.men, counts.other])
        {
            *all += i64::from(count);
        }
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

/// Splits the sum of some months of a stream by place, each group by activity, and each of those by gender.
///
/// `None` if the whole sum may not be shown.
pub(crate) fn split_root(
    months: Vec<Month>,
    k: i32,
    listed: Listed,
    order: &PublicOrder,
    table: &Table,
) -> Option<Root> {
    if !table.whole().passes() {
        return None;
    }
    let places = with_unlisted_last(order.places(&listed.places), table.places);
    let activities = with_unlisted_last(order.activities(&listed.activities), table.activities);
    let genders = order.genders();
    let all_activities = activities.concat();
    let by_place = split(places.len(), |range| {
        table.mass(&places[range].concat(), &all_activities, &GENDERS)
    });
    let groups = by_place.into_iter().map(|range| {
        let of_places = places[range].concat();
        let by_activity = split(activities.len(), |range| {
            table.mass(&of_places, &activities[range].concat(), &GENDERS)
        });
        let groups = by_activity.into_iter().map(|range| {
            let of_activities = activities[range].concat();
            let mass = |range: std::ops::Range<usize>| table.mass(&of_places, &of_activities, &genders[range]);
            let cells = split(genders.len(), mass).into_iter().map(|range| {
                let mut cell = Cell {
                    value: mass(range.clone()).sum,
                    genders: genders[range].to_vec(),
                };
                cell.genders.sort();
                cell
            });
            ActivityGroup {
                cells: cells.collect(),
                activities: named(of_activities, table.activities),
            }
        });
        PlaceGroup {
            groups: groups.collect(),
            places: named(of_places, table.places),
        }
    });
    Some(Root {
        groups: groups.collect(),
        months,
        k,
        listed,
    })
}

/// Unlisted values are in the last group, and are never shown alone.
fn with_unlisted_last(order: Vec<usize>, unlisted: usize) -> Vec<Vec<usize>> {
    let mut values: Vec<Vec<usize>> = order.into_iter().map(|value| vec![value]).collect();
    match values.last_mut() {
        Some(last) => last.push(unlisted),
        None => values.push(vec![unlisted]),
    }
    values
}

fn named(mut values: Vec<usize>, unlisted: usize) -> Vec<usize> {
    values.retain(|value| *value != unlisted);
    values.sort_unstable();
    values
}
