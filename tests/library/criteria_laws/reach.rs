//! Laws of reach, checked against one question for each resident of a made-up population.

use chrono::{Datelike as _, NaiveDate};
use insatskatalog::domain::criteria::birth::Birth;
use insatskatalog::domain::criteria::evaluate::Truth;
use insatskatalog::domain::criteria::facts::{Facts, Municipality};
use insatskatalog::domain::criteria::{Condition, Criterion};
use insatskatalog::domain::reach::population::{HIGHEST, Population, Residents};
use insatskatalog::domain::reach::{Exactness, Reach};
use proptest::prelude::*;

use super::people::{LISTS, People, Stated, Whole, facts, whole};
use super::trees::{CODES, code, of_age_and_registration, tree};
use super::{config, day, decided};

const YEAR: i32 = 2025;

/// The day that the population is of.
fn counted_on() -> NaiveDate {
    day("2025-12-31")
}

/// Up to three women and men of each age.
fn population() -> impl Strategy<Value = Population> {
    let ages = usize::from(HIGHEST) + 1;
    let count = || proptest::collection::vec(0..3_u32, ages);
    (count(), count()).prop_map(|(women, men)| Population {
        year: YEAR,
        source: "made up".into(),
        women,
        men,
    })
}

/// A birthday of somebody of an age of the table, different for different people.
fn born(age: usize, number: usize) -> NaiveDate {
    let older = if age == usize::from(HIGHEST) {
        number * 7 % 31
    } else {
        0
    };
    let year = YEAR - i32::try_from(age + older).expect("an age");
    let days = [(1, 1), (2, 28), (3, 1), (7, 1), (12, 31)];
    let (month, of_month) = days[(age + number) % days.len()];
    NaiveDate::from_ymd_opt(year, month, of_month).expect("a day")
}

/// The birthday of every woman, and of every man.
fn residents(population: &Population) -> [Vec<NaiveDate>; 2] {
    [&population.women, &population.men].map(|counts| {
        let of_age = |(age, count): (usize, &u32)| (0..*count as usize).map(move |number| born(age, number));
        counts.iter().enumerate().flat_map(of_age).collect()
    })
}

/// How many of them a question about each finds to meet something.
fn asked(population: &Population, mut meets: impl FnMut(NaiveDate) -> bool) -> Residents {
    let counted = residents(population).map(|born| born.into_iter().filter(|born| meets(*born)).count());
    let [women, men] = counted.map(|count| i64::try_from(count).expect("few"));
    Residents::new(women, men)
}

fn reach(criteria: &Criterion, population: &Population) -> Reach {
    Reach::of(criteria, population, code(0), &[]).expect("a year that has days")
}

/// Whether criteria tell people of [`HIGHEST`] and above apart.
fn tells_the_oldest_apart(criteria: &Criterion) -> bool {
    match &criteria.condition {
        Condition::All(of) | Condition::Any(of) => of.iter().any(tells_the_oldest_apart),
        Condition::Not(of) => tells_the_oldest_apart(of),
        Condition::Age(limit) | Condition::AgeInYear(limit) => {
            limit.at_least.is_some_and(|age| age > HIGHEST) || limit.at_most.is_some_and(|age| age >= HIGHEST)
        }
        _ => false,
    }
}

fn is_within(less: Residents, more: Residents) -> bool {
    less.women <= more.women && less.men <= more.men
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn of_age_and_registration_it_is_what_the_residents_answer(
        criteria in of_age_and_registration(),
        population in population(),
    ) {
        let reach = reach(&criteria, &population);
        let met = asked(&population, |born| {
            let mut facts = Facts::default();
            facts.own.birth = Some(Birth::on(born));
            facts.own.registered_municipality = Some(Municipality::In(code(0)));
            decided(&criteria, &facts, counted_on()).truth == Truth::Met
        });
        if tells_the_oldest_apart(&criteria) {
            prop_assert!(is_within(met, reach.residents));
            prop_assert!(reach.at_least.is_none_or(|least| is_within(least, met)));
        } else {
            prop_assert_eq!(reach.exactness, Exactness::Exact);
        }
        if reach.exactness == Exactness::Exact {
            prop_assert_eq!(reach.residents, met);
            prop_assert_eq!((reach.at_least, reach.not_counted.len()), (None, 0));
        } else {
            prop_assert!(!reach.not_counted.is_empty());
        }
    }

    /// Of criteria of every kind, it is a limit that no population of whole people passes.
    #[test]
    fn no_population_passes_it(
        criteria in tree(),
        population in population(),
        whole in proptest::collection::vec(whole(Just(day("1990-01-01"))), 1..6),
    ) {
        let reach = reach(&criteria, &population);
        let mut more = whole.iter().cycle();
        let mut decide = |born: NaiveDate| {
            let own = Whole { born, registered: 0, ..more.next().expect("some").clone() };
            let list = |at: usize| (true, whole.iter().take(at).map(|person| (person.clone(), ALL)).collect());
            let people = People { own: (own, ALL), lists: [list(1), list(2), list(3), list(2)] };
            decided(&criteria, &facts(&people, counted_on()), counted_on()).truth
        };
        let (mut met, mut not_excluded) = (Vec::new(), Vec::new());
        for born in residents(&population).concat() {
            let truth = decide(born);
            met.push(truth == Truth::Met);
            not_excluded.push(truth != Truth::NotMet);
        }
        let mut of = met.iter();
        let met = asked(&population, |_| *of.next().expect("asked"));
        let mut of = not_excluded.iter();
        let not_excluded = asked(&population, |_| *of.next().expect("asked"));
        prop_assert!(is_within(not_excluded, reach.residents), "{:?} {:?}", not_excluded, reach.residents);
        prop_assert!(is_within(reach.at_least.unwrap_or(reach.residents), not_excluded));
        if reach.exactness == Exactness::Exact {
            prop_assert_eq!(not_excluded, reach.residents);
        }
        prop_assert!(is_within(met, reach.residents));
    }
}

/// Everything is stated.
const ALL: Stated = Stated {
    year: true,
    month: true,
    day: true,
    age: true,
    registered: true,
    resides: true,
    declared: [true; 2],
    local: [true; 2],
    reasons: true,
};

#[test]
fn the_population_is_of_the_first_municipality() {
    assert_eq!((code(0).as_str(), CODES[0], LISTS.len()), ("1270", "1270", 4));
    assert!(
        residents(&Population {
            year: YEAR,
            source: String::new(),
            women: vec![0; 101],
            men: vec![1; 101]
        })
        .concat()
        .iter()
        .all(|born| born.year() <= YEAR)
    );
}
