//! Realistic worlds: up to 216 atoms with several records each, released month by month, and corrected.

use chrono::Datelike as _;
use insatskatalog::domain::insatser::figure_split::{RootPeriod, SplitBy};
use insatskatalog::domain::statistics::month::Month;
use insatskatalog::domain::statistics::release::Counted;

use crate::random::Random;
use crate::records::{Counted as Record, sums_of};
use crate::shape::Shape;

#[derive(Clone, Debug)]
pub struct World {
    /// The seed.
    pub seed: u64,
    /// The shape, including the catalogue.
    pub shape: Shape,
    /// The smallest group, at each release.
    pub k: Vec<i32>,
    /// The records of each spot at each release.
    pub records: Vec<Vec<Vec<Record>>>,
}

impl World {
    pub fn of(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let count = |random: &mut Random, most| random.below(most) + 1;
        let mut shape = Shape::of(count(&mut random, 3), count(&mut random, 3), count(&mut random, 2), 3)
            .for_streams(count(&mut random, 2), count(&mut random, 2));
        if random.once_in(4) {
            shape = shape.with_unlisted_place();
        }
        if random.once_in(4) && shape.months.len() > 1 && shape.places.len() > 1 {
            shape = shape.with_place_from_second_month();
        }
        if random.once_in(4) {
            shape = shape.from("2025-11");
        }
        if random.once_in(4) {
            shape = shape.with_late_first_report();
        }
        let k = if random.once_in(2) { 3 } else { 5 };
        let corrections = random.below(5);
        let releases = shape.months.len().max(2) + random.below(3);
        let mut ks = vec![k; releases];
        if random.once_in(4) {
            let step = random.below(releases);
            ks[step..].fill(if k == 3 { 5 } else { 3 });
        }
        shape = divided(&mut random, shape);
        let mut world = Self {
            seed,
            k: ks,
            records: vec![vec![Vec::new(); shape.spots()]; releases],
            shape,
        };
        for spot in 0..world.shape.spots() {
            let place = world.shape.spot(spot);
            if world.shape.is_possible(place) {
                let genders = std::array::from_fn(|_| drawn(&mut random, k));
                world.hold(spot, place.month, &split(&mut random, genders));
            }
        }
        for _ in 0..corrections {
            world.correct(&mut random);
        }
        world
    }

    /// The same with only the first releases.
    #[must_use]
    pub fn cut_after(mut self, releases: usize) -> Self {
        self.records.truncate(releases);
        self.k.truncate(releases);
        self
    }

    /// The smallest group at any release.
    pub fn least_k(&self) -> i32 {
        self.k.iter().copied().min().expect("a release")
    }

    fn hold(&mut self, spot: usize, from: usize, records: &[Record]) {
        for state in &mut self.records[from..] {
            state[spot] = records.to_vec();
        }
    }

    /// Changes one or two spots of months that are already released.
    fn correct(&mut self, random: &mut Random) {
        let step = random.below(self.records.len() - 1) + 1;
        for _ in 0..=random.below(2) {
            let spot = random.below(self.shape.spots());
            let place = self.shape.spot(spot);
            if place.month >= step || !self.shape.is_possible(place) {
                continue;
            }
            let mut genders: [i32; 3] = total(&self.records[step][spot]);
            if random.once_in(2) {
                let gender = random.below(3);
                let k = self.least_k();
                genders[gender] = (genders[gender] + random.from(1 - k, k - 1)).max(0);
            } else {
                let k = self.least_k();
                genders = std::array::from_fn(|_| drawn(random, k));
            }
            let records = split(random, genders);
            self.hold(spot, step, &records);
        }
    }

    /// The count of each atom at a release.
    pub fn values(&self, step: usize) -> Vec<i64> {
        let genders = self.shape.genders.len();
        let spots = self.records[step].iter();
        spots
            .flat_map(|records| total(records).into_iter().take(genders))
            .map(i64::from)
            .collect()
    }

    /// The sums at a release.
    pub fn counted(&self, step: usize) -> Counted {
        self.shape.counted(|spot| sums_of(&self.records[step][spot]))
    }
}

/// Draws how the figures are divided, and for some shapes another division from a later month. A change begins with a
/// quarter if figures are by quarter before or after it.
fn divided(random: &mut Random, mut shape: Shape) -> Shape {
    let orders = [
        [SplitBy::Place, SplitBy::Activity, SplitBy::Gender],
        [SplitBy::Place, SplitBy::Gender, SplitBy::Activity],
        [SplitBy::Gender, SplitBy::Place, SplitBy::Activity],
        [SplitBy::Activity, SplitBy::Gender, SplitBy::Place],
    ];
    let periods = [RootPeriod::Month, RootPeriod::Month, RootPeriod::Quarter];
    let draw = |random: &mut Random| (orders[random.below(4)], periods[random.below(3)]);
    let (order, first_period) = draw(random);
    // A municipality begins with a quarter, or by month.
    let begins = |month: Month| matches!(month.first_day().month(), 1 | 4 | 7 | 10);
    let begins_quarter = begins(shape.months[0]);
    shape = shape.divided(
        order,
        if begins_quarter {
            first_period
        } else {
            RootPeriod::Month
        },
    );
    for month in 1..shape.months.len() {
        let (order, period) = draw(random);
        let by_month = [shape.divisions[month - 1].root_period, period] == [RootPeriod::Month; 2];
        if random.once_in(3) && (by_month || begins(shape.months[month])) {
            shape = shape.divided_from(month, order, period);
        }
    }
    shape
}

/// A fifth empty, a fifth too small, the others larger.
fn drawn(random: &mut Random, k: i32) -> i32 {
    match random.below(5) {
        0 => 0,
        1 => random.from(1, k - 1),
        _ => random.from(k, 5 * k),
    }
}

/// Divides participations into records, in sessions or in a period.
fn split(random: &mut Random, mut left: [i32; 3]) -> Vec<Record> {
    let mut records = Vec::new();
    let more = random.below(4);
    for at in 0..=more {
        let genders = if at == more {
            left
        } else {
            std::array::from_fn(|gender| random.from(0, left[gender]))
        };
        left = std::array::from_fn(|gender| left[gender] - genders[gender]);
        let sessions = [0, 1, 1, 2, 4][random.below(5)];
        records.push(Record { genders, sessions });
    }
    records
}

fn total(records: &[Record]) -> [i32; 3] {
    records.iter().fold([0; 3], |all, record| {
        std::array::from_fn(|gender| all[gender] + record.genders[gender])
    })
}
