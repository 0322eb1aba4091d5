//! The figures of a table while they are collected, and what they lack.

use std::collections::BTreeMap;

use crate::domain::reach::population::{HIGHEST, Population};
use crate::domain::text::{composed, text};
use crate::domain::{Code, Fault, Kommunkod};

use super::words::Sex;

/// One figure's place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub kommunkod: Kommunkod,
    pub year: i32,
    pub sex: Sex,
    pub age: usize,
}

/// The figure of the place is there already.
pub(super) struct Doubled;

/// The figures so far, by municipality and year: those of women, and of men.
#[derive(Default)]
pub(super) struct Table(BTreeMap<(Kommunkod, i32), [Vec<Option<u32>>; 2]>);

impl Table {
    pub(super) fn put(&mut self, place: Place, residents: u32) -> Result<(), Doubled> {
        let ages = usize::from(HIGHEST) + 1;
        let of = self
            .0
            .entry((place.kommunkod, place.year))
            .or_insert_with(|| [vec![None; ages], vec![None; ages]]);
        match of[place.sex as usize].get_mut(place.age) {
            Some(figure @ None) => {
                *figure = Some(residents);
                Ok(())
            }
            _ => Err(Doubled),
        }
    }

    /// The populations, or a fault for each that lacks ages.
    pub(super) fn populations(self, source: &str) -> Result<Vec<(Kommunkod, Population)>, Vec<Fault>> {
        if self.0.is_empty() {
            let detail = text!("Tabellen har ingen kommun.", "The table has no municipality.");
            return Err(vec![Fault::new("", Code::Empty, detail)]);
        }
        let (mut populations, mut faults) = (Vec::new(), Vec::new());
        for ((kommunkod, year), [women, men]) in self.0 {
            let of_women = missing(&women).map(|ages| {
                composed!(
                    "{kommunkod} år {year}: åldrar saknas för kvinnor: {ages}.",
                    "{kommunkod} in {year}: ages of women are missing: {ages}."
                )
            });
            let of_men = missing(&men).map(|ages| {
                composed!(
                    "{kommunkod} år {year}: åldrar saknas för män: {ages}.",
                    "{kommunkod} in {year}: ages of men are missing: {ages}."
                )
            });
            let lacks = of_women.into_iter().chain(of_men);
            faults.extend(lacks.map(|detail| Fault::new("", Code::MissingMember, detail)));
            let population = Population {
                year,
                source: source.to_owned(),
                women: women.into_iter().flatten().collect(),
                men: men.into_iter().flatten().collect(),
            };
            populations.push((kommunkod, population));
        }
        if faults.is_empty() {
            Ok(populations)
        } else {
            Err(faults)
        }
    }
}

/// The ages without a figure, as spans; `None` if there are none.
fn missing(figures: &[Option<u32>]) -> Option<String> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (age, _) in figures.iter().enumerate().filter(|(_, figure)| figure.is_none()) {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == age => *last = age,
            _ => spans.push((age, age)),
        }
    }
    let name = |age: usize| {
        if age == usize::from(HIGHEST) {
            format!("{age}+")
        } else {
            age.to_string()
        }
    };
    let written = spans.iter().map(|(first, last)| {
        if first == last {
            name(*first)
        } else {
            format!("{}–{}", name(*first), name(*last))
        }
    });
    (!spans.is_empty()).then(|| written.collect::<Vec<_>>().join(", "))
}
