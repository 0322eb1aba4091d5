//! What is stated about a person and those around them in one question. Absent is unknown, never false.
//!
//! Types that hold facts derive no `Debug`: nothing of a question may reach a log.

use strum::VariantArray as _;

use crate::domain::Kommunkod;

use super::birth::Birth;
use super::declarable::SelfDeclared;
use super::persons::Persons;

/// The most persons in one list; the partner is one.
pub(crate) const MAX_PERSONS: usize = 20;

/// Where a person is registered or lives, once known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Municipality {
    /// Known to be nowhere in Sweden; written `none`.
    Nowhere,
    /// In this municipality.
    In(Kommunkod),
}

impl Municipality {
    /// Reads a kommunkod or the word `none`.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::Nowhere);
        }
        Kommunkod::parse(text).map(Self::In)
    }
}

/// Everything stated about one person. Each fact is optional.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// When they are born.
    pub birth: Option<Birth>,
    /// Their age in whole years on the day asked about, where nothing else is known of their birth.
    pub age: Option<u8>,
    /// Where they are folkbokförda.
    pub registered_municipality: Option<Municipality>,
    /// Where they live; neither proves the other.
    pub residence_municipality: Option<Municipality>,
    /// What they say of themselves.
    pub self_declared: SelfDeclared,
}

/// Everything stated in one question: about the person asked about, and about those around them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The person asked about.
    pub own: Person,
    /// The lists of other persons. A stated list is complete.
    pub lists: Lists,
}

/// The lists of other persons; a box, since few questions have any.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Lists(Option<Box<[Option<Vec<Person>>; 4]>>);

impl Lists {
    /// The persons of a list; `None` when it is unknown.
    pub fn get(&self, persons: Persons) -> Option<&[Person]> {
        self.0.as_ref()?[persons as usize].as_deref()
    }

    /// States a list.
    pub fn set(&mut self, persons: Persons, list: Vec<Person>) {
        self.0.get_or_insert_default()[persons as usize] = Some(list);
    }

    /// Every stated person.
    pub(crate) fn each(&self) -> impl Iterator<Item = &Person> {
        self.0.iter().flat_map(|lists| lists.iter()).flatten().flatten()
    }

    /// Every stated person, to change.
    pub(crate) fn each_mut(&mut self) -> impl Iterator<Item = &mut Person> {
        self.0.iter_mut().flat_map(|lists| lists.iter_mut()).flatten().flatten()
    }
}

/// A municipality of the one supported person beside a list that does not fit it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherList;

impl Lists {
    /// States that the person supports exactly one other, who lives in a municipality.
    ///
    /// # Errors
    /// [`OtherList`] when a stated list has another number of persons, or the person lives elsewhere.
    pub(crate) fn set_relative_residence(&mut self, municipality: Municipality) -> Result<(), OtherList> {
        let known = self.0.as_mut();
        match known.and_then(|lists| lists[Persons::SupportedPersons as usize].as_deref_mut()) {
            None => {
                let person = Person {
                    residence_municipality: Some(municipality),
                    ..Person::default()
                };
                self.set(Persons::SupportedPersons, vec![person]);
                Ok(())
            }
            Some([only]) if only.residence_municipality.is_none_or(|known| known == municipality) => {
                only.residence_municipality = Some(municipality);
                Ok(())
            }
            Some(_) => Err(OtherList),
        }
    }
}

impl Facts {
    /// The person asked about and every stated person of a list: which list, where their facts are as a JSON Pointer into
    /// the facts, and the person.
    pub(crate) fn people(&self) -> impl Iterator<Item = (Option<Persons>, String, &Person)> {
        let listed = Persons::VARIANTS.iter().flat_map(|persons| {
            let name: &str = persons.into();
            let list = self.lists.get(*persons).unwrap_or_default().iter().enumerate();
            list.map(move |(at, person)| (Some(*persons), format!("/{name}/{at}"), person))
        });
        std::iter::once((None, String::new(), &self.own)).chain(listed)
    }

    /// Says whether a question of a municipality's own is answered.
    pub(crate) fn have_local(&self) -> bool {
        self.own.self_declared.local.is_some() || self.lists.each().any(|person| person.self_declared.local.is_some())
    }
}
