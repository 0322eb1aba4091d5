//! The fast way to read a question: straight into its types, nothing in between.
//!
//! It reads nothing that the slow way would refuse. The slow way finds every fault, and may accept what this one cannot read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use strum::VariantArray as _;

use crate::domain::criteria::birth::StatedBirth;
use crate::domain::criteria::declarable::{Declarable, RelativeReason, RelativeReasons, SelfDeclared};
use crate::domain::criteria::facts::{Facts, MAX_PERSONS, Municipality, Person};
use crate::domain::criteria::persons::Persons;
use crate::domain::day::{DAYS, HIGHEST_AGE};
use crate::domain::{Kommunkod, Slug, day, word};

/// The body of a question about one insats.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TypedQuestion<'a> {
    /// The day asked about.
    pub as_of: Option<Day>,
    /// The activity asked about.
    #[serde(borrow)]
    pub activity: Option<SlugText<'a>>,
    /// The place asked about.
    #[serde(borrow)]
    pub place: Option<SlugText<'a>>,
    /// What is stated about the person.
    pub facts: Option<Object<TypedFacts>>,
}

/// A question among many.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TypedItem<'a> {
    /// The client's own name for the question.
    #[serde(borrow)]
    pub reference: Cow<'a, str>,
    /// The municipality asked about.
    pub kommunkod: KommunkodText,
    /// The insats asked about.
    #[serde(borrow)]
    pub insats: SlugText<'a>,
    /// The activity asked about.
    #[serde(borrow)]
    pub activity: Option<SlugText<'a>>,
    /// The place asked about.
    #[serde(borrow)]
    pub place: Option<SlugText<'a>>,
    /// The day asked about.
    pub as_of: Option<Day>,
    /// What is stated about the person.
    pub facts: Option<Object<TypedFacts>>,
}

/// What is stated about the person asked about, and those around them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TypedFacts {
    birth_date: Option<Day>,
    birth_year: Option<u16>,
    birth_month: Option<u8>,
    age: Option<u8>,
    registered_municipality: Option<MunicipalityText>,
    residence_municipality: Option<MunicipalityText>,
    relative_residence_municipality: Option<MunicipalityText>,
    partner: Option<Box<[Object<TypedPerson>]>>,
    household: Option<Box<[Object<TypedPerson>]>>,
    supported_persons: Option<Box<[Object<TypedPerson>]>>,
    children: Option<Box<[Object<TypedPerson>]>>,
    self_declared: Option<Declared>,
}

/// What is stated about a person of a list.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TypedPerson {
    birth_date: Option<Day>,
    birth_year: Option<u16>,
    birth_month: Option<u8>,
    age: Option<u8>,
    registered_municipality: Option<MunicipalityText>,
    residence_municipality: Option<MunicipalityText>,
    self_declared: Option<Declared>,
}

impl TypedPerson {
    #[inline]
    fn on(self, as_of: NaiveDate) -> Option<Person> {
        let birth = StatedBirth {
            date: self.birth_date.map(|day| day.0),
            year: self.birth_year,
            month: self.birth_month,
            age: self.age,
        };
        let is_year = |year: u16| (i32::from(year) >= DAYS.0.year()) && i32::from(year) <= DAYS.1.year();
        let is_possible = self.age.is_none_or(|age| age <= HIGHEST_AGE) && self.birth_year.is_none_or(is_year);
        let known = birth.on(as_of).ok().filter(|_| is_possible)?;
        Some(Person {
            birth: known.birth,
            age: known.age,
            registered_municipality: self.registered_municipality.map(|text| text.0),
            residence_municipality: self.residence_municipality.map(|text| text.0),
            self_declared: self.self_declared.map(|declared| declared.0).unwrap_or_default(),
        })
    }
}

impl TypedFacts {
    /// The facts, where they do not contradict themselves on the day asked about.
    pub fn on(self, as_of: NaiveDate) -> Option<Facts> {
        let own = TypedPerson {
            birth_date: self.birth_date,
            birth_year: self.birth_year,
            birth_month: self.birth_month,
            age: self.age,
            registered_municipality: self.registered_municipality,
            residence_municipality: self.residence_municipality,
            self_declared: self.self_declared,
        };
        let mut facts = Facts {
            own: own.on(as_of)?,
            ..Facts::default()
        };
        let lists = [
            (Persons::Partner, self.partner),
            (Persons::Household, self.household),
            (Persons::SupportedPersons, self.supported_persons),
            (Persons::Children, self.children),
        ];
        for (persons, list) in lists {
            let Some(list) = list else {
                continue;
            };
            if list.len() > most(persons) {
                return None;
            }
            let list: Option<Vec<Person>> = list.into_iter().map(|person| person.0.on(as_of)).collect();
            let list = list?;
            let consents = |person: &Person| person.self_declared.get(Declarable::GuardianConsents).is_some();
            if list.iter().any(consents) {
                return None;
            }
            facts.lists.set(persons, list);
        }
        if let Some(municipality) = self.relative_residence_municipality {
            facts.lists.set_relative_residence(municipality.0).ok()?;
        }
        Some(facts)
    }
}

/// The most persons of a list.
pub(crate) const fn most(persons: Persons) -> usize {
    match persons {
        Persons::Partner => 1,
        _ => MAX_PERSONS,
    }
}

/// An object read as a struct. Without it a list would pass for one, its items taken for members in their order.
pub(crate) struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
            }
        }

        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

/// A day within the bounds.
#[derive(Clone, Copy)]
pub(crate) struct Day(pub NaiveDate);

/// A municipality's code.
#[derive(Clone, Copy)]
pub(crate) struct KommunkodText(pub Kommunkod);

/// A municipality's code, or `none`.
#[derive(Clone, Copy)]
struct MunicipalityText(Municipality);

/// A text with a slug's form.
pub(crate) struct SlugText<'a>(pub Cow<'a, str>);

/// Reads a text by a function; the error says nothing of it.
struct TextVisitor<F>(F);

impl<T, F: FnOnce(&str) -> Option<T>> Visitor<'_> for TextVisitor<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text of another form")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom("another form"))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor(|text: &str| {
            day::parse(text).filter(|day| (DAYS.0..=DAYS.1).contains(day)).map(Self)
        }))
    }
}

impl<'de> Deserialize<'de> for KommunkodText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor(|text: &str| Kommunkod::parse(text).map(Self)))
    }
}

impl<'de> Deserialize<'de> for MunicipalityText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(TextVisitor(|text: &str| Municipality::parse(text).map(Self)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for SlugText<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&'a str>::deserialize(deserializer)?;
        if Slug::is_slug(text) {
            Ok(Self(Cow::Borrowed(text)))
        } else {
            Err(D::Error::custom("another form"))
        }
    }
}

/// The self-declared facts of a person.
struct Declared(SelfDeclared);

impl<'de> Deserialize<'de> for Declared {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = SelfDeclared;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("self-declared facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<SelfDeclared, A::Error> {
                let mut declared = SelfDeclared::default();
                // A member may be `null` and occur again.
                let (mut reasons_read, mut local_read, mut facts_read) = (false, false, 0_u32);
                let twice = || A::Error::custom("twice");
                while let Some(name) = members.next_key::<&str>()? {
                    if name == "relativeReasons" {
                        if std::mem::replace(&mut reasons_read, true) {
                            return Err(twice());
                        }
                        declared.relative_reasons = members.next_value::<Option<Reasons>>()?.map(|reasons| reasons.0);
                        continue;
                    }
                    if name == "local" {
                        if std::mem::replace(&mut local_read, true) {
                            return Err(twice());
                        }
                        declared.local = members.next_value::<Option<Local>>()?.map(|local| Box::new(local.0));
                        continue;
                    }
                    let fact: Declarable = word::read(name).map_err(|_| A::Error::custom("unknown"))?;
                    let bit = 1 << fact as u32;
                    if facts_read & bit != 0 {
                        return Err(twice());
                    }
                    facts_read |= bit;
                    if let Some(value) = members.next_value()? {
                        declared.set(fact, value);
                    }
                }
                Ok(declared)
            }
        }

        deserializer.deserialize_map(Members).map(Self)
    }
}

/// Answers to a municipality's own questions.
struct Local(BTreeMap<Slug, bool>);

impl<'de> Deserialize<'de> for Local {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Local;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("answers to questions of the municipality's own")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Local, A::Error> {
                let mut answers = BTreeMap::new();
                while let Some(name) = members.next_key::<&str>()? {
                    let slug = Slug::parse(name).ok_or_else(|| A::Error::custom("unknown"))?;
                    if answers.insert(slug, members.next_value()?).is_some() || answers.len() > MAX_LOCAL {
                        return Err(A::Error::custom("twice or too many"));
                    }
                }
                Ok(Local(answers))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// The most answers to a municipality's own questions about one person.
pub(crate) const MAX_LOCAL: usize = 100;

/// A complete list of reasons.
struct Reasons(RelativeReasons);

impl<'de> Deserialize<'de> for Reasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items;

        impl<'de> Visitor<'de> for Items {
            type Value = Reasons;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a list of reasons")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Reasons, A::Error> {
                let mut reasons = Vec::new();
                while let Some(reason) = items.next_element::<RelativeReason>()? {
                    reasons.push(reason);
                    if reasons.len() > RelativeReason::VARIANTS.len() {
                        return Err(A::Error::custom("too many"));
                    }
                }
                Ok(Reasons(reasons.into_iter().collect()))
            }
        }

        deserializer.deserialize_seq(Items)
    }
}
