//! Random people of whom everything is true or false, and what a question states of them.

use chrono::{Datelike, Days, NaiveDate};
use insatskatalog::domain::criteria::birth::Birth;
use insatskatalog::domain::criteria::facts::{Facts, Municipality, Person};
use insatskatalog::domain::criteria::persons::Persons;
use proptest::prelude::*;

use super::trees::{CODES, DECLARABLE, LOCAL, REASONS, code, local};

pub const LISTS: [Persons; 4] = [
    Persons::Partner,
    Persons::Household,
    Persons::SupportedPersons,
    Persons::Children,
];

/// Everything that criteria can ask of a person.
#[derive(Clone, Debug)]
pub struct Whole {
    pub born: NaiveDate,
    /// The place of the municipality in [`CODES`]; beyond it, none.
    pub registered: usize,
    pub resides: usize,
    pub declared: [bool; 2],
    pub local: [bool; 2],
    pub reasons: [bool; 3],
}

/// What a question states of a person.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each fact is stated or not")]
pub struct Stated {
    pub year: bool,
    pub month: bool,
    pub day: bool,
    pub age: bool,
    pub registered: bool,
    pub resides: bool,
    pub declared: [bool; 2],
    pub local: [bool; 2],
    pub reasons: bool,
}

/// A person with what a question states of them.
pub type Described = (Whole, Stated);

/// The person asked about and the lists of others, each with whether the list is stated.
#[derive(Clone, Debug)]
pub struct People {
    pub own: Described,
    pub lists: [(bool, Vec<Described>); 4],
}

fn born() -> impl Strategy<Value = NaiveDate> {
    let years = proptest::sample::select(vec![1954, 1955, 1956, 2002, 2003, 2009, 2010, 2011, 2023, 2024]);
    let days = proptest::sample::select(vec![(1, 1), (2, 28), (2, 29), (3, 1), (9, 1), (9, 2), (12, 31)]);
    (years, days).prop_map(|(year, (month, day))| {
        NaiveDate::from_ymd_opt(year, month, day)
            .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).expect("a day"))
    })
}

pub fn whole(born: impl Strategy<Value = NaiveDate>) -> impl Strategy<Value = Whole> {
    let municipality = || 0..=CODES.len();
    (
        born,
        municipality(),
        municipality(),
        any::<[bool; 2]>(),
        any::<[bool; 2]>(),
        any::<[bool; 3]>(),
    )
        .prop_map(|(born, registered, resides, declared, local, reasons)| Whole {
            born,
            registered,
            resides,
            declared,
            local,
            reasons,
        })
}

pub fn stated() -> impl Strategy<Value = Stated> {
    any::<[bool; 11]>().prop_map(
        |[
            year,
            month,
            day,
            age,
            registered,
            resides,
            one,
            two,
            three,
            four,
            reasons,
        ]| Stated {
            year,
            month,
            day,
            age,
            registered,
            resides,
            declared: [one, two],
            local: [three, four],
            reasons,
        },
    )
}

pub fn people() -> impl Strategy<Value = People> {
    let list = |most: usize| {
        (
            any::<bool>(),
            proptest::collection::vec((whole(born()), stated()), 0..=most),
        )
    };
    ((whole(born()), stated()), list(1), list(3), list(3), list(2)).prop_map(
        |(own, partner, household, supported, children)| People {
            own,
            lists: [partner, household, supported, children],
        },
    )
}

impl Stated {
    /// What either states.
    pub fn or(self, other: Self) -> Self {
        Self {
            year: self.year || other.year,
            month: self.month || other.month,
            day: self.day || other.day,
            age: self.age || other.age,
            registered: self.registered || other.registered,
            resides: self.resides || other.resides,
            declared: std::array::from_fn(|at| self.declared[at] || other.declared[at]),
            local: std::array::from_fn(|at| self.local[at] || other.local[at]),
            reasons: self.reasons || other.reasons,
        }
    }
}

/// The birthday in a year, from the calendar: on 28 February where there is no 29.
fn birthday_in(born: NaiveDate, year: i32) -> NaiveDate {
    born.with_year(year)
        .unwrap_or_else(|| NaiveDate::from_ymd_opt(year, 2, 28).expect("a day"))
}

/// The age by birthday, and by calendar year.
pub fn ages(born: NaiveDate, on: NaiveDate) -> (i32, i32) {
    let in_year = on.year() - born.year();
    (in_year - i32::from(on < birthday_in(born, on.year())), in_year)
}

/// Days on which people of every pair of ages are born, among those that a question leaves open.
pub fn possible_births((whole, stated): &Described, on: NaiveDate, asked_on: NaiveDate) -> Vec<NaiveDate> {
    if stated.year && stated.month && stated.day {
        return vec![whole.born];
    }
    let years = if stated.year {
        vec![whole.born.year()]
    } else if stated.age {
        let year = asked_on.year() - ages(whole.born, asked_on).0;
        vec![year - 1, year]
    } else {
        (0..=75).map(|age| asked_on.year() - age).collect()
    };
    let around = |day: NaiveDate| [day.pred_opt(), Some(day), day.succ_opt()].into_iter().flatten();
    let mut births: Vec<NaiveDate> = Vec::new();
    for year in years {
        let (first, last) = if stated.year && stated.month {
            (whole.born.month(), whole.born.month())
        } else {
            (1, 12)
        };
        let first_of = |month: u32| NaiveDate::from_ymd_opt(year, month, 1).expect("a day");
        let end = (first_of(last) + Days::new(31)).with_day(1).expect("a day") - Days::new(1);
        births.extend([first_of(first), end]);
        let near = [on, asked_on].map(|day| birthday_in(day, year));
        let is_inside = |day: &NaiveDate| (first_of(first)..=end).contains(day);
        births.extend(near.into_iter().flat_map(around).filter(is_inside));
    }
    births.retain(|born| *born <= asked_on && (!stated.age || ages(*born, asked_on).0 == ages(whole.born, asked_on).0));
    births.sort_unstable();
    births.dedup_by_key(|born| ages(*born, on));
    births
}

fn municipality(at: usize) -> Municipality {
    if at < CODES.len() {
        Municipality::In(code(at))
    } else {
        Municipality::Nowhere
    }
}

/// What a question that is asked on a day states of a person.
pub fn person((whole, stated): &Described, asked_on: NaiveDate) -> Person {
    let age = u8::try_from(ages(whole.born, asked_on).0).expect("a small age");
    let birth = stated.year.then(|| {
        if stated.month && stated.day {
            return Birth::on(whole.born);
        }
        let month = stated.month.then(|| whole.born.month());
        let birth = Birth::in_year(whole.born.year(), month).expect("a month");
        let birth = birth.until(asked_on).expect("born before");
        if stated.age {
            birth.with_age(age, asked_on).expect("has that age")
        } else {
            birth
        }
    });
    let mut person = Person {
        birth,
        age: (birth.is_none() && stated.age).then_some(age),
        registered_municipality: stated.registered.then(|| municipality(whole.registered)),
        residence_municipality: stated.resides.then(|| municipality(whole.resides)),
        ..Person::default()
    };
    for (at, fact) in DECLARABLE.into_iter().enumerate() {
        if stated.declared[at] {
            person.self_declared.set(fact, whole.declared[at]);
        }
    }
    let answers = (0..LOCAL.len()).filter(|at| stated.local[*at]);
    person.self_declared.local = Some(Box::new(answers.map(|at| (local(at), whole.local[at])).collect()));
    let reasons = REASONS.into_iter().zip(whole.reasons);
    let reasons = reasons.filter_map(|(reason, there)| there.then_some(reason)).collect();
    person.self_declared.relative_reasons = stated.reasons.then_some(reasons);
    person
}

/// What a question that is asked on a day states of everybody.
pub fn facts(people: &People, asked_on: NaiveDate) -> Facts {
    let mut facts = Facts {
        own: person(&people.own, asked_on),
        ..Facts::default()
    };
    for (persons, (is_stated, list)) in LISTS.into_iter().zip(&people.lists) {
        if *is_stated {
            facts.lists.set(
                persons,
                list.iter().map(|described| person(described, asked_on)).collect(),
            );
        }
    }
    facts
}
