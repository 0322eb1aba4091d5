//! Every world of a shape up to a bound, published in a given way, and the possible values of each small part.
//!
//! Worlds with the same public output at all releases form one class, which an attacker cannot distinguish. So one
//! enumeration covers every world of the shape.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use insatskatalog::domain::records::monthly_sum::{Peaks, Sums};
use insatskatalog::domain::statistics::release::{Counted, Expected};

use crate::class::{Class, Slot, slots};
use crate::finding::Finding;
use crate::plan::{Corrections, Plan, Ways};
use crate::publication::{Answer, Publication, Round};
use crate::records::sums_of;

impl Plan {
    /// Publishes every world, and returns what an attacker finds.
    pub fn attack<P: Publication>(&self, publication: &P) -> Finding {
        let mut enumeration = Enumeration::new(self, publication);
        for way in enumeration.passes() {
            enumeration.contents = way;
            enumeration.fill(0, 0, &P::State::default());
        }
        Finding::of(self, &enumeration.answers, enumeration.classes, &enumeration.slots)
    }
}

/// The counts at a spot.
#[derive(Clone, Debug)]
struct Content {
    number: u32,
    genders: [i32; 3],
    total: i32,
    sums: Sums,
}

struct Enumeration<'a, P: Publication> {
    plan: &'a Plan,
    publication: &'a P,
    /// The possible contents of each spot in this pass, by total.
    contents: Vec<Rc<[Content]>>,
    /// Spots by the release at which they are first counted.
    spots: Vec<Vec<usize>>,
    expected: Vec<Expected>,
    counted: Counted,
    held: Vec<Content>,
    values: Vec<i64>,
    total: i32,
    numbers: HashMap<Answer, u32>,
    answers: Vec<Answer>,
    /// The figures and counts at each release so far.
    history: Vec<u32>,
    snapshots: Vec<Vec<i64>>,
    slots: Vec<Slot>,
    classes: HashMap<Vec<u32>, Class>,
}

impl<'a, P: Publication> Enumeration<'a, P> {
    fn new(plan: &'a Plan, publication: &'a P) -> Self {
        let shape = &plan.shape;
        let mut spots = vec![Vec::new(); plan.k.len()];
        for number in 0..shape.spots() {
            let spot = shape.spot(number);
            if shape.is_possible(spot) {
                spots[spot.month].push(number);
            }
        }
        let nothing = Content {
            number: 0,
            genders: [0; 3],
            total: 0,
            sums: Sums::default(),
        };
        Self {
            plan,
            publication,
            contents: Vec::new(),
            spots,
            expected: (0..plan.k.len()).map(|step| shape.expected(step)).collect(),
            counted: shape.counted(|_| Sums::default()),
            held: vec![nothing; shape.spots()],
            values: vec![0; shape.atoms()],
            total: 0,
            numbers: HashMap::new(),
            answers: Vec::new(),
            history: Vec::new(),
            snapshots: Vec::new(),
            slots: slots(plan),
            classes: HashMap::new(),
        }
    }

    /// The possible contents of the spots, by total, for each pass over the worlds.
    fn passes(&self) -> Vec<Vec<Rc<[Content]>>> {
        let spots = self.plan.shape.spots();
        if !matches!(self.plan.ways, Ways::Known(_)) {
            let passes = self.passes_of(0).into_iter();
            return passes.map(|contents| vec![Rc::from(contents); spots]).collect();
        }
        let of_spots = (0..spots).map(|spot| Rc::from(self.passes_of(spot).remove(0)));
        vec![of_spots.collect()]
    }

    /// The possible contents of a spot, by total, for each pass.
    fn passes_of(&self, spot: usize) -> Vec<Vec<Content>> {
        let mut passes = vec![Vec::new()];
        let mut number = 0;
        for genders in counts(self.plan.shape.genders.len(), self.plan.bound) {
            let mut known = BTreeSet::new();
            for (way, records) in self.plan.ways.records(spot, genders) {
                let sums = sums_of(&records);
                let pass = if matches!(self.plan.ways, Ways::OfWorld(_)) {
                    way
                } else {
                    0
                };
                // Only the numbers that the records prove are compared.
                let proved = (peaks(sums.peaks), peaks(sums.visits.peaks), sums.visits.sessions);
                if !known.insert((pass, proved)) {
                    continue;
                }
                passes.resize(passes.len().max(pass + 1), Vec::new());
                passes[pass].push(Content {
                    number,
                    genders,
                    total: genders.iter().sum(),
                    sums,
                });
                number += 1;
            }
        }
        for pass in &mut passes {
            pass.sort_by_key(|content| content.total);
        }
        passes
    }

    fn set(&mut self, spot: usize, content: &Content) {
        let genders = self.plan.shape.genders.len();
        for (gender, count) in content.genders.iter().take(genders).enumerate() {
            self.values[spot * genders + gender] = i64::from(*count);
        }
        self.total += content.total - self.held[spot].total;
        let of_stream = self.plan.shape.spots() / self.plan.shape.streams.len();
        let stream = &self.plan.shape.streams[spot / of_stream];
        let sums = self.counted.get_mut(stream).expect("a stream");
        sums.sums[spot % of_stream].1 = content.sums;
        self.held[spot] = content.clone();
    }

    /// Every content of the spots first counted at a release, from one of them on.
    fn fill(&mut self, step: usize, at: usize, before: &P::State) {
        let Some(spot) = self.spots[step].get(at).copied() else {
            self.correct(step, before);
            return;
        };
        let nothing = self.held[spot].clone();
        for content in &*Rc::clone(&self.contents[spot]) {
            if self.total - self.held[spot].total + content.total > self.plan.bound {
                break;
            }
            self.set(spot, content);
            self.fill(step, at + 1, before);
        }
        self.set(spot, &nothing);
    }

    /// Every change of earlier counts.
    fn correct(&mut self, step: usize, before: &P::State) {
        let earlier: Vec<usize> = self.spots[..step].iter().flatten().copied().collect();
        match self.plan.corrections {
            Corrections::Any => self.correct_each(&earlier, step, before),
            Corrections::None => self.publish(step, before),
            Corrections::OneSpot => {
                self.publish(step, before);
                for spot in earlier {
                    let was = self.held[spot].number;
                    self.change(spot, |enumeration, content| {
                        if content != was {
                            enumeration.publish(step, before);
                        }
                    });
                }
            }
        }
    }

    fn correct_each(&mut self, spots: &[usize], step: usize, before: &P::State) {
        match spots.split_first() {
            None => self.publish(step, before),
            Some((spot, others)) => {
                self.change(*spot, |enumeration, _| enumeration.correct_each(others, step, before));
            }
        }
    }

    fn change(&mut self, spot: usize, mut then: impl FnMut(&mut Self, u32)) {
        let was = self.held[spot].clone();
        for content in &*Rc::clone(&self.contents[spot]) {
            if self.total - self.held[spot].total + content.total > self.plan.bound {
                break;
            }
            self.set(spot, content);
            then(self, content.number);
        }
        self.set(spot, &was);
    }

    fn publish(&mut self, step: usize, before: &P::State) {
        let round = Round {
            month: self.plan.shape.month_of_step(step),
            k: self.plan.k[step],
            expected: &self.expected[step],
            counted: &self.counted,
            values: &self.values,
        };
        let (state, answer) = self.publication.publish(&self.plan.shape, before, &round);
        let next = u32::try_from(self.answers.len()).expect("few");
        let number = *self.numbers.entry(answer).or_insert_with_key(|answer| {
            self.answers.push(answer.clone());
            next
        });
        // The attacker also has these records.
        let of_stream = self.plan.shape.spots() / self.plan.shape.streams.len();
        let known = self
            .plan
            .known
            .iter()
            .flat_map(|stream| stream * of_stream..(stream + 1) * of_stream);
        let known: Vec<u32> = known.map(|spot| self.held[spot].number).collect();
        let before = self.history.len();
        self.history.push(number);
        self.history.extend(known);
        self.snapshots.push(self.values.clone());
        if step + 1 == self.plan.k.len() {
            let class = self.classes.entry(self.history.clone()).or_default();
            class.add(&self.slots, &self.snapshots);
        } else {
            self.fill(step + 1, 0, &state);
        }
        self.snapshots.pop();
        self.history.truncate(before);
    }
}

fn peaks(peaks: Peaks) -> [i32; 7] {
    let of_pairs = [peaks.women_and_men, peaks.women_and_other, peaks.men_and_other];
    let [one, other, third] = of_pairs;
    [peaks.total, peaks.women, peaks.men, peaks.other, one, other, third]
}

/// Every count by gender up to a total.
fn counts(genders: usize, most: i32) -> Vec<[i32; 3]> {
    let upto = |gender: usize| if gender < genders { most } else { 0 };
    let mut counts = Vec::new();
    for women in 0..=upto(0) {
        for men in 0..=upto(1).min(most - women) {
            for other in 0..=upto(2).min(most - women - men) {
                counts.push([women, men, other]);
            }
        }
    }
    counts
}
