//! The shape of a world: its streams, months, places, activities and genders, and its catalogue.

use std::collections::BTreeSet;

use insatskatalog::domain::insatser::figure_split::{Division, RootPeriod, SplitBy, SplitOrder};
use insatskatalog::domain::records::monthly_sum::{SumKey, Sums};
use insatskatalog::domain::statistics::gender::{GENDERS, Gender};
use insatskatalog::domain::statistics::month::Month;
use insatskatalog::domain::statistics::release::counted::CountedStream;
use insatskatalog::domain::statistics::release::root::{Listed, Root};
use insatskatalog::domain::statistics::release::{Counted, Expected, ExpectedMonth, ExpectedStream, Report};
use insatskatalog::domain::statistics::stream::Stream;

use crate::atoms::AtomSet;

/// A label that no decision lists: counted, but never published on its own.
pub const UNLISTED: &str = "other";

/// The catalogue, which every attacker knows.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Insatser and providers.
    pub streams: Vec<Stream>,
    pub months: Vec<Month>,
    /// Places by slug, in order; the last may be unlisted.
    pub places: Vec<String>,
    /// Activities by slug, in order; the last may be unlisted.
    pub activities: Vec<String>,
    /// The genders that are reported.
    pub genders: Vec<Gender>,
    /// How the figures of each month are divided.
    pub divisions: Vec<Division>,
    /// Whether the decision lists every place and activity.
    pub is_complete: bool,
    /// Combinations of month and place that the catalogue rules out.
    pub ruled_out: BTreeSet<(usize, usize)>,
    /// Whether the report of the first month is due with that of the second.
    pub is_first_report_late: bool,
}

/// A stream, month, place and activity, each as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub stream: usize,
    pub month: usize,
    pub place: usize,
    pub activity: usize,
}

impl Shape {
    /// One stream with these numbers of months, places, activities and genders.
    pub fn of(months: usize, places: usize, activities: usize, genders: usize) -> Self {
        let named = |letter: &str, count| (1..=count).map(|at| format!("{letter}{at}")).collect();
        let first = Month::parse("2026-01").expect("a month");
        Self {
            streams: vec![stream("insats1", "provider1")],
            months: following(first, months),
            places: named("place", places),
            activities: named("activity", activities),
            genders: GENDERS[..genders].to_vec(),
            divisions: vec![Division::OF_MONTHS; months],
            is_complete: false,
            ruled_out: BTreeSet::new(),
            is_first_report_late: false,
        }
    }

    /// The same for several insatser with several providers each.
    #[must_use]
    pub fn for_streams(mut self, insatser: usize, providers: usize) -> Self {
        let both = (1..=insatser).flat_map(|insats| (1..=providers).map(move |provider| (insats, provider)));
        self.streams = both
            .map(|(insats, provider)| stream(&format!("insats{insats}"), &format!("provider{provider}")))
            .collect();
        self
    }

    /// The same from another month on.
    #[must_use]
    pub fn from(mut self, first: &str) -> Self {
        self.months = following(Month::parse(first).expect("a month"), self.months.len());
        self
    }

    /// The same with the last place unlisted.
    #[must_use]
    pub fn with_unlisted_place(mut self) -> Self {
        UNLISTED.clone_into(self.places.last_mut().expect("a place"));
        self
    }

    /// The same without the last place in the first month.
    #[must_use]
    pub fn with_place_from_second_month(mut self) -> Self {
        self.ruled_out.insert((0, self.places.len() - 1));
        self
    }

    /// The same with the report of the first month due with the second.
    #[must_use]
    pub fn with_late_first_report(mut self) -> Self {
        self.is_first_report_late = true;
        self
    }

    /// The same with figures divided by this order and period.
    #[must_use]
    pub fn divided(self, order: [SplitBy; 3], period: RootPeriod) -> Self {
        self.divided_from(0, order, period)
    }

    /// The same with figures divided by this order and period from a month on.
    #[must_use]
    pub fn divided_from(mut self, month: usize, order: [SplitBy; 3], period: RootPeriod) -> Self {
        self.divisions[month..].fill(Division {
            split_order: SplitOrder::new(order).expect("each once"),
            root_period: period,
        });
        self
    }

    /// The same with every place and activity listed, as the decision says.
    #[must_use]
    pub fn complete(mut self) -> Self {
        self.is_complete = true;
        self
    }

    /// The month of a release, by its number.
    pub fn month_of_step(&self, step: usize) -> Month {
        following(self.months[0], step + 1)[step]
    }

    /// The number of spots.
    pub fn spots(&self) -> usize {
        self.streams.len() * self.months.len() * self.places.len() * self.activities.len()
    }

    /// The number of atoms.
    pub fn atoms(&self) -> usize {
        self.spots() * self.genders.len()
    }

    pub fn spot(&self, number: usize) -> Spot {
        let (activities, places, months) = (self.activities.len(), self.places.len(), self.months.len());
        Spot {
            activity: number % activities,
            place: number / activities % places,
            month: number / (activities * places) % months,
            stream: number / (activities * places * months),
        }
    }

    pub fn number(&self, spot: Spot) -> usize {
        let month = spot.stream * self.months.len() + spot.month;
        (month * self.places.len() + spot.place) * self.activities.len() + spot.activity
    }

    /// Whether a spot is possible.
    pub fn is_possible(&self, spot: Spot) -> bool {
        !self.ruled_out.contains(&(spot.month, spot.place))
    }

    /// The possible atoms of a product.
    pub fn product(
        &self,
        stream: usize,
        months: &[usize],
        places: &[usize],
        activities: &[usize],
        genders: &[usize],
    ) -> AtomSet {
        let mut set = AtomSet::default();
        for (month, place) in months
            .iter()
            .flat_map(|month| places.iter().map(move |place| (*month, *place)))
        {
            for activity in activities.iter().copied() {
                let spot = Spot {
                    stream,
                    month,
                    place,
                    activity,
                };
                if self.is_possible(spot) {
                    let first = self.number(spot) * self.genders.len();
                    for gender in genders {
                        set.insert(first + gender);
                    }
                }
            }
        }
        set
    }

    /// Every product set of a stream's first months, which an attacker may want to know.
    pub fn products(&self, stream: usize, months: usize) -> BTreeSet<AtomSet> {
        let mut products = BTreeSet::new();
        for months in subsets(months) {
            for places in subsets(self.places.len()) {
                for activities in subsets(self.activities.len()) {
                    for genders in subsets(self.genders.len()) {
                        products.insert(self.product(stream, &months, &places, &activities, &genders));
                    }
                }
            }
        }
        products.remove(&AtomSet::default());
        products
    }

    /// The sets of the cells of a released root.
    pub fn cells_of(&self, stream: &Stream, root: &Root) -> Vec<AtomSet> {
        let stream = self.streams.iter().position(|known| known == stream).expect("a stream");
        let months = positions(&self.months, |month| root.months.contains(month));
        let sets = root.cells.iter().map(|cell| {
            let places = named(&self.places, &root.listed.places, &cell.places);
            let activities = named(&self.activities, &root.listed.activities, &cell.activities);
            let genders = positions(&self.genders, |gender| cell.genders.contains(gender));
            self.product(stream, &months, &places, &activities, &genders)
        });
        sets.collect()
    }

    /// Some months of a stream.
    pub fn whole(&self, stream: &Stream, months: &[Month]) -> AtomSet {
        let stream = self.streams.iter().position(|known| known == stream).expect("a stream");
        let all = |count| (0..count).collect::<Vec<usize>>();
        let months = positions(&self.months, |month| months.contains(month));
        let (places, activities) = (all(self.places.len()), all(self.activities.len()));
        self.product(stream, &months, &places, &activities, &all(self.genders.len()))
    }

    /// What the catalogue requires of each stream, and the reports received, at a release.
    pub fn expected(&self, step: usize) -> Expected {
        let months = self.months.iter().enumerate().map(|(at, month)| {
            let is_late = self.is_first_report_late && at == 0 && step == 0;
            let places = (0..self.places.len()).filter(|place| !self.ruled_out.contains(&(at, *place)));
            let expected = ExpectedMonth {
                report: if is_late { Report::NotDue } else { Report::Delivered },
                listed: Listed {
                    places: listed(places.map(|place| &self.places[place])),
                    activities: listed(self.activities.iter()),
                    closed_places: Vec::new(),
                    places_complete: self.is_complete,
                    activities_complete: self.is_complete,
                },
                division: self.divisions[at],
                k: 0,
            };
            (*month, expected)
        });
        let stream = ExpectedStream {
            months: months.collect(),
        };
        self.streams.iter().map(|name| (name.clone(), stream.clone())).collect()
    }

    /// The sums of every spot, by stream.
    pub fn counted(&self, sums: impl Fn(usize) -> Sums) -> Counted {
        let mut counted = Counted::new();
        for number in 0..self.spots() {
            let spot = self.spot(number);
            let stream = &self.streams[spot.stream];
            let atom = SumKey {
                insats: stream.insats.clone(),
                provider: stream.provider.clone(),
                activity: self.activities[spot.activity].clone(),
                place: self.places[spot.place].clone(),
                month: self.months[spot.month].to_string(),
            };
            let of: &mut CountedStream = counted.entry(stream.clone()).or_default();
            of.sums.push((atom, sums(number)));
        }
        counted
    }

    /// A set of atoms as text.
    pub fn write(&self, set: AtomSet) -> String {
        let atoms = set.atoms().map(|atom| {
            let spot = self.spot(atom / self.genders.len());
            let gender = self.genders[atom % self.genders.len()];
            let Stream { insats, provider } = &self.streams[spot.stream];
            let (place, activity) = (&self.places[spot.place], &self.activities[spot.activity]);
            format!(
                "{insats}/{provider}/{}/{place}/{activity}/{gender:?}",
                self.months[spot.month]
            )
        });
        format!("{{{}}}", atoms.collect::<Vec<_>>().join(", "))
    }
}

fn stream(insats: &str, provider: &str) -> Stream {
    Stream {
        insats: insats.to_owned(),
        provider: provider.to_owned(),
    }
}

fn following(first: Month, count: usize) -> Vec<Month> {
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take(count)
        .collect()
}

fn listed<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.filter(|name| *name != UNLISTED).cloned().collect()
}

fn positions<T>(values: &[T], is_in: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..values.len()).filter(|at| is_in(&values[*at])).collect()
}

/// The labels of a cell: those listed, and all others if it has the number after the last.
fn named(all: &[String], listed: &[String], numbers: &[usize]) -> Vec<usize> {
    positions(all, |name| {
        let number = listed.iter().position(|known| known == name);
        numbers.contains(&number.unwrap_or(listed.len()))
    })
}

/// Every non-empty subset of this many values.
pub fn subsets(values: usize) -> Vec<Vec<usize>> {
    let all = 1..1_u32 << values;
    all.map(|mask| (0..values).filter(|value| mask >> value & 1 == 1).collect())
        .collect()
}
