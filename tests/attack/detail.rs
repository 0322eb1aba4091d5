//! What each order and period lets readers see: the share of figures that are public, in two municipalities.
//!
//! `INSATSKATALOG_ATTACK=full cargo test --test attack detail` prints the table of `docs/statistics.md`.

use insatskatalog::domain::insatser::figure_split::RootPeriod;
use insatskatalog::domain::insatser::figure_split::SplitBy::{self, Activity, Gender, Place};
use insatskatalog::domain::statistics::dimension::{By, Dimension, Months};
use insatskatalog::domain::statistics::figures::figure::Status;
use insatskatalog::domain::statistics::figures::{Figures, Question};
use insatskatalog::domain::statistics::gender::Gender as Of;
use insatskatalog::domain::statistics::release::published::Published;
use insatskatalog::domain::statistics::release::release;

use crate::random::Random;
use crate::records::{Counted as Record, sums_of};
use crate::shape::{Shape, Spot};

/// The number of municipalities that are drawn, each with a year of records.
const YEARS: u64 = 24;
/// How often sessions are at each place, and in each activity: some are larger than others.
const PLACES: [i32; 7] = [100, 71, 58, 50, 45, 41, 38];
const ACTIVITIES: [i32; 4] = [100, 54, 37, 29];

/// A kind of municipality, or association.
struct Kind {
    name: &'static str,
    places: usize,
    activities: usize,
    /// Sessions in a month.
    sessions: usize,
    /// The least and the most participants of a session.
    participants: (i32, i32),
    /// Women of a hundred participants.
    women: i32,
}

const LARGE: Kind = Kind {
    name: "7 places, 4 activities, 40 sessions a month of 8–25",
    places: 7,
    activities: 4,
    sessions: 40,
    participants: (8, 25),
    women: 71,
};

const SMALL: Kind = Kind {
    name: "3 places, 2 activities, 10 sessions a month of 2–9",
    places: 3,
    activities: 2,
    sessions: 10,
    participants: (2, 9),
    women: 68,
};

impl Kind {
    /// A year's records of each spot. Of a hundred participants, 2 have another gender or none stated.
    fn records(&self, shape: &Shape, random: &mut Random) -> Vec<Vec<Record>> {
        let mut records = vec![Vec::new(); shape.spots()];
        for month in 0..shape.months.len() {
            for _ in 0..self.sessions {
                let spot = Spot {
                    stream: 0,
                    month,
                    place: weighted(random, &PLACES[..self.places]),
                    activity: weighted(random, &ACTIVITIES[..self.activities]),
                };
                let mut genders = [0; 3];
                for _ in 0..random.from(self.participants.0, self.participants.1) {
                    let gender = match random.from(1, 100) {
                        1..=2 => 2,
                        drawn if drawn <= 2 + self.women => 0,
                        _ => 1,
                    };
                    genders[gender] += 1;
                }
                records[shape.number(spot)].push(Record { genders, sessions: 1 });
            }
        }
        records
    }
}

/// A number drawn as often as its weight says.
fn weighted(random: &mut Random, weights: &[i32]) -> usize {
    let mut left = random.from(1, weights.iter().sum());
    let found = weights.iter().position(|weight| {
        left -= weight;
        left <= 0
    });
    found.expect("within the sum")
}

/// Public figures of all, and participations in them of all.
#[derive(Clone, Copy, Default)]
struct Share {
    public: i64,
    all: i64,
}

impl Share {
    fn add(&mut self, is_public: bool, weight: i64) {
        self.public += i64::from(is_public) * weight;
        self.all += weight;
    }

    fn percent(self) -> i64 {
        (self.public * 100 + self.all / 2) / self.all.max(1)
    }
}

/// The shares of an order and period.
#[derive(Clone, Copy, Default)]
struct Shares {
    place: Share,
    women: Share,
    men_or_other: Share,
    place_and_activity: Share,
    participations: Share,
    year_place: Share,
    year_women: Share,
    year_men_or_other: Share,
    year_activity: Share,
}

/// Releases a year of some municipalities.
fn shares(kind: &Kind, order: [SplitBy; 3], period: RootPeriod) -> Shares {
    let mut shares = Shares::default();
    for seed in 0..YEARS {
        let shape = Shape::of(12, kind.places, kind.activities, 3)
            .complete()
            .divided(order, period);
        let records = kind.records(&shape, &mut Random::new(seed));
        let counted = shape.counted(|spot| sums_of(&records[spot]));
        let mut published = Published::default();
        for step in 0..12 {
            let expected = shape.expected(step);
            let released = release(&published, shape.month_of_step(step), 5, &expected, &counted);
            published.take(&released);
        }
        let time = match period {
            RootPeriod::Month => Dimension::Month,
            RootPeriod::Quarter => Dimension::Quarter,
            RootPeriod::Year => Dimension::Year,
        };
        add(&mut shares.place, &shape, &published, &[time, Dimension::Place], None);
        add(
            &mut shares.year_place,
            &shape,
            &published,
            &[Dimension::Year, Dimension::Place],
            None,
        );
        add(
            &mut shares.year_activity,
            &shape,
            &published,
            &[Dimension::Year, Dimension::Activity],
            None,
        );
        let both = [time, Dimension::Place, Dimension::Activity];
        add(&mut shares.place_and_activity, &shape, &published, &both, None);
        add(&mut shares.participations, &shape, &published, &both, Some(&records));
        for (time, women, men_or_other) in [
            (time, &mut shares.women, &mut shares.men_or_other),
            (Dimension::Year, &mut shares.year_women, &mut shares.year_men_or_other),
        ] {
            add_genders((women, men_or_other), &shape, &published, time);
        }
    }
    shares
}

fn figures(shape: &Shape, published: &Published, by: &[Dimension]) -> Vec<(Vec<String>, Status)> {
    let question = Question {
        by: By::new(by.to_vec()),
        months: Months {
            from: shape.months[0],
            to: shape.months[11],
        },
        insats: None,
        provider: None,
        partial: false,
    };
    let figures = Figures::of(published, &question).expect("few");
    let all = (0..figures.count()).map(|at| {
        let figure = figures.figure(at);
        let labels = [figure.year, figure.quarter, figure.month, figure.place, figure.activity];
        (labels.into_iter().flatten().collect(), figure.status)
    });
    all.collect()
}

/// Adds the figures by some dimensions, each counted once, or as often as it has participations.
fn add(share: &mut Share, shape: &Shape, published: &Published, by: &[Dimension], weights: Option<&[Vec<Record>]>) {
    for (labels, status) in figures(shape, published, by) {
        let weight = weights.map_or(1, |records| participations(shape, records, &labels));
        share.add(status == Status::Ok, weight);
    }
}

/// The participations of a figure by time, place and activity.
fn participations(shape: &Shape, records: &[Vec<Record>], labels: &[String]) -> i64 {
    let of_spot = records.iter().enumerate().filter(|(number, _)| {
        let spot = shape.spot(*number);
        let month = shape.months[spot.month];
        let times = [
            month.to_string(),
            format!("{}-q{}", month.year(), month.quarter()),
            month.year().to_string(),
        ];
        times.contains(&labels[0])
            && shape.places[spot.place] == labels[1]
            && shape.activities[spot.activity] == labels[2]
    });
    let counts = of_spot
        .flat_map(|(_, records)| records)
        .flat_map(|record| record.genders);
    counts.map(i64::from).sum()
}

/// Adds the figures of women, and of men and all others together: public if no cell has both, or cuts a period.
fn add_genders((women, men_or_other): (&mut Share, &mut Share), shape: &Shape, published: &Published, time: Dimension) {
    for (labels, _) in figures(shape, published, &[time]) {
        let of_period = |month: &insatskatalog::domain::statistics::month::Month| {
            let quarter = format!("{}-q{}", month.year(), month.quarter());
            [month.to_string(), quarter, month.year().to_string()].contains(&labels[0])
        };
        let months: Vec<_> = shape.months.iter().copied().filter(of_period).collect();
        let of_stream = published.streams().values();
        let roots: Vec<_> = of_stream
            .flat_map(|stream| stream.roots.values())
            .filter(|root| root.root.months.iter().any(of_period))
            .collect();
        let covered: usize = roots.iter().map(|root| root.root.months.len()).sum();
        let is_whole = covered == months.len() && roots.iter().all(|root| root.root.months.iter().all(of_period));
        let mixes = |genders: &[Of]| genders.contains(&Of::Women) && genders.len() > 1;
        let mut cells = roots.iter().flat_map(|root| &root.root.cells);
        let is_public = is_whole && !cells.any(|cell| mixes(&cell.genders));
        women.add(is_public, 1);
        men_or_other.add(is_public, 1);
    }
}

/// The orders and periods of the table, with what a simulation beforehand gave for the large municipality: place,
/// genders, place and activity (figures and participations); by year place, genders, activity.
const LINES: [([SplitBy; 3], RootPeriod, [i64; 7]); 4] = [
    ([Place, Activity, Gender], RootPeriod::Month, [98, 0, 43, 70, 86, 0, 0]),
    (
        [Gender, Place, Activity],
        RootPeriod::Month,
        [82, 100, 12, 29, 27, 100, 0],
    ),
    (
        [Place, Gender, Activity],
        RootPeriod::Quarter,
        [100, 100, 55, 77, 100, 100, 0],
    ),
    ([Activity, Gender, Place], RootPeriod::Month, [0, 84, 16, 36, 0, 0, 90]),
];

/// The place of the year's figure of women among them.
const YEAR_WOMEN: usize = 5;

fn written(order: [SplitBy; 3], period: RootPeriod) -> String {
    let [first, second, third] = order.map(|by| format!("{by:?}").to_lowercase());
    format!("{}; {first}, {second}, {third}", format!("{period:?}").to_lowercase())
}

/// The further lines of the table.
const FURTHER: [([SplitBy; 3], RootPeriod); 3] = [
    ([Place, Gender, Activity], RootPeriod::Month),
    ([Gender, Place, Activity], RootPeriod::Quarter),
    ([Place, Gender, Activity], RootPeriod::Year),
];

impl Shares {
    /// The shares of a line, in the order of the simulated ones.
    fn of_line(&self) -> [i64; 7] {
        [
            self.place,
            self.women,
            self.place_and_activity,
            self.participations,
            self.year_place,
            self.year_women,
            self.year_activity,
        ]
        .map(Share::percent)
    }

    fn write(&self) -> String {
        let [
            place,
            women,
            both,
            participations,
            year_place,
            year_women,
            year_activity,
        ] = self.of_line();
        let (men, year_men) = (self.men_or_other.percent(), self.year_men_or_other.percent());
        format!(
            "{place} % | {women} %; {men} % | {both} % ({participations} %) | {year_place} % | \
             {year_women} %; {year_men} % | {year_activity} %"
        )
    }
}

#[test]
fn detail_is_as_simulated() {
    for kind in [LARGE, SMALL] {
        crate::print_extent(kind.name);
        let lines = LINES.map(|(order, period, _)| (order, period));
        for (order, period) in lines.into_iter().chain(FURTHER) {
            let found = shares(&kind, order, period);
            crate::print_extent(&format!("| {} | {} |", written(order, period), found.write()));
            kind.check(order, period, found.of_line());
        }
    }
}

impl Kind {
    /// Asserts that shares are within five points of those that were simulated.
    fn check(&self, order: [SplitBy; 3], period: RootPeriod, found: [i64; 7]) {
        let is_near = |found: i64, wanted: i64| (found - wanted).abs() <= 5;
        if self.places == SMALL.places {
            // Simulated of the association: places by month and quarter, and women by quarter with gender first.
            let (at, wanted) = match (order, period) {
                ([Place, Activity, Gender], RootPeriod::Month) => (0, 58),
                ([Place, Gender, Activity], RootPeriod::Quarter) => (0, 100),
                ([Gender, Place, Activity], RootPeriod::Quarter) => (1, 60),
                _ => return,
            };
            assert!(is_near(found[at], wanted), "{order:?}: {found:?}");
            return;
        }
        let line = LINES.into_iter().find(|line| (line.0, line.1) == (order, period));
        for (at, wanted) in line
            .into_iter()
            .flat_map(|(_, _, wanted)| wanted.into_iter().enumerate())
        {
            // In some of these years women are public in every month by chance, so that they are in the year too.
            let is_more = at == YEAR_WOMEN && order[0] == Activity && found[at] >= wanted;
            assert!(is_near(found[at], wanted) || is_more, "{order:?}: {found:?}");
        }
    }
}
