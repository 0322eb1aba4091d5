//! Reads an eligibility question: on a fast path, and again if that fails, to find every fault.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use strum::VariantArray as _;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::documents::read::{Members, boolean, date, slug, too_long, unknown_kommunkod, whole_number, word};
use crate::domain::criteria::birth::{BirthFault, KnownBirth, StatedBirth};
use crate::domain::criteria::declarable::{Declarable, RelativeReason, SelfDeclared};
use crate::domain::criteria::facts::{Facts, Municipality, Person};
use crate::domain::criteria::persons::Persons;
use crate::domain::day::{DAYS, HIGHEST_AGE};
use crate::domain::text::{composed, counted, text};
use crate::domain::{Code, Fault, Slug, Text};

use super::typed::{MAX_LOCAL, Object, TypedFacts, TypedQuestion, most};

/// A question as it was sent. It derives no `Debug`: facts stay in memory.
pub struct AskedQuestion<'a> {
    /// The day asked about; today when absent.
    pub as_of: Option<NaiveDate>,
    /// The activity asked about: a slug.
    pub activity: Option<Cow<'a, str>>,
    /// The place asked about: a slug.
    pub place: Option<Cow<'a, str>>,
    /// What is stated about the person.
    pub facts: Facts,
}

/// Reads the body of an eligibility question about one insats.
///
/// # Errors
/// Every fault; none quotes what was sent.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<AskedQuestion<'_>, Vec<Fault>> {
    if let Ok(Object(typed)) = serde_json::from_slice::<Object<TypedQuestion>>(bytes) {
        let as_of = typed.as_of.map(|day| day.0);
        if let Some(facts) = typed
            .facts
            .map_or_else(TypedFacts::default, |facts| facts.0)
            .on(as_of.unwrap_or(today))
        {
            return Ok(AskedQuestion {
                as_of,
                activity: typed.activity.map(|slug| slug.0),
                place: typed.place.map(|slug| slug.0),
                facts,
            });
        }
    }
    read_slowly(bytes, today)
}

/// Reads the same, telling every fault.
///
/// # Errors
/// Every fault; none quotes what was sent.
pub fn read_slowly(bytes: &[u8], today: NaiveDate) -> Result<AskedQuestion<'static>, Vec<Fault>> {
    json::document(bytes, Faults::refuse_identities, |root, faults| {
        let mut members = root.members(faults)?;
        let read = question(&mut members, today);
        members.end();
        Some(read)
    })
}

/// Reads the members of a question, and leaves the others to the caller.
pub(crate) fn question(members: &mut Members, today: NaiveDate) -> AskedQuestion<'static> {
    let has_as_of = members.has("asOf");
    let as_of = members.optional("asOf", date);
    let mut part = |name| members.optional(name, slug).map(|slug| Cow::Owned(slug.to_string()));
    let (activity, place) = (part("activity"), part("place"));
    // A day that could not be read must not make the facts look wrong beside it.
    let day = if has_as_of { as_of } else { Some(today) };
    let facts = members.optional("facts", |node, faults| facts(node, faults, day));
    AskedQuestion {
        as_of,
        activity,
        place,
        facts: facts.unwrap_or_default(),
    }
}

/// Reads what is stated about a person, and the day asked about, and nothing else.
///
/// # Errors
/// Every fault; none quotes what was sent.
pub(crate) fn read_facts(bytes: &[u8], today: NaiveDate) -> Result<(Option<NaiveDate>, Facts), Vec<Fault>> {
    json::document(bytes, Faults::refuse_identities, |root, faults| {
        let mut members = root.members(faults)?;
        let has_as_of = members.has("asOf");
        let as_of = members.optional("asOf", date);
        let day = if has_as_of { as_of } else { Some(today) };
        let facts = members.optional("facts", |node, faults| facts(node, faults, day));
        members.end();
        Some((as_of, facts.unwrap_or_default()))
    })
}

fn facts(node: &Node, faults: &mut Faults, as_of: Option<NaiveDate>) -> Option<Facts> {
    let mut members = node.members(faults)?;
    let mut facts = Facts {
        own: person_members(&mut members, as_of, Whose::Own),
        ..Facts::default()
    };
    for &persons in Persons::VARIANTS {
        let name: &'static str = persons.into();
        if let Some(list) = members.optional(name, |node, faults| list(node, faults, as_of, persons)) {
            facts.lists.set(persons, list);
        }
    }
    if let Some(residence) = members.optional("relativeResidenceMunicipality", municipality)
        && facts.lists.set_relative_residence(residence).is_err()
    {
        let detail = text!(
            "relativeResidenceMunicipality gäller exakt en närstående, men supportedPersons säger något annat. Skicka bara det ena.",
            "relativeResidenceMunicipality is for exactly one supported person, but supportedPersons says otherwise. Send only one of them."
        );
        members.fault_at("relativeResidenceMunicipality", Code::ConflictingMembers, detail);
    }
    members.end();
    Some(facts)
}

/// Whose facts are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Listed,
}

fn list(node: &Node, faults: &mut Faults, as_of: Option<NaiveDate>, persons: Persons) -> Option<Vec<Person>> {
    if let Value::List(items) = &node.value
        && items.len() > most(persons)
    {
        let most = counted!(most(persons), ("person", "person"), ("personer", "persons"));
        too_long(node, faults, &most);
        return None;
    }
    node.items(faults, |node, faults| {
        let mut members = node.members(faults)?;
        let person = person_members(&mut members, as_of, Whose::Listed);
        members.end();
        Some(person)
    })
}

fn person_members(members: &mut Members, as_of: Option<NaiveDate>, whose: Whose) -> Person {
    let (first, last) = (DAYS.0.year(), DAYS.1.year());
    let stated = StatedBirth {
        date: members.optional("birthDate", date),
        year: members.optional("birthYear", whole_number(first.into(), last.into())),
        month: members.optional("birthMonth", whole_number(1, 12)),
        age: members.optional("age", whole_number(0, i64::from(HIGHEST_AGE))),
    };
    // What could not be read is a fault already.
    let is_whole = stated.month.is_some() == members.has("birthMonth")
        && stated.year.is_some() == members.has("birthYear")
        && stated.date.is_some() == members.has("birthDate");
    let known = as_of.filter(|_| is_whole).map(|as_of| stated.on(as_of));
    let known = known
        .unwrap_or_else(|| Ok(KnownBirth::default()))
        .unwrap_or_else(|fault| {
            let (member, code, detail) = of_birth(fault, stated);
            members.fault_at(member, code, detail);
            KnownBirth::default()
        });
    Person {
        birth: known.birth,
        age: known.age,
        registered_municipality: members.optional("registeredMunicipality", municipality),
        residence_municipality: members.optional("residenceMunicipality", municipality),
        self_declared: members
            .optional("selfDeclared", |node, faults| self_declared(node, faults, whose))
            .unwrap_or_default(),
    }
}

/// Where a fault of a birth points, and what it says.
fn of_birth(fault: BirthFault, stated: StatedBirth) -> (&'static str, Code, Text) {
    let birth = if stated.date.is_some() {
        "birthDate"
    } else {
        "birthYear"
    };
    match fault {
        BirthFault::MonthWithoutYear => (
            "birthMonth",
            Code::ConflictingMembers,
            text!(
                "Ange birthYear tillsammans med birthMonth.",
                "Use birthYear together with birthMonth."
            ),
        ),
        BirthFault::DateAndYear => (
            if stated.year.is_some() {
                "birthYear"
            } else {
                "birthMonth"
            },
            Code::ConflictingMembers,
            text!(
                "Ange birthDate, eller birthYear och birthMonth, inte båda.",
                "Use birthDate, or birthYear and birthMonth, not both."
            ),
        ),
        BirthFault::AfterDay => (
            birth,
            Code::BirthDateAfterAsOf,
            text!(
                "Födelsedatumet är efter den dag som frågan avser.",
                "The birth date is after the day asked about."
            ),
        ),
        BirthFault::TooOld => (
            birth,
            Code::OutOfRange,
            composed!(
                "Födelsedatumet ger en högre ålder än {HIGHEST_AGE} år.",
                "The birth date gives an age above {HIGHEST_AGE}."
            ),
        ),
        BirthFault::OtherAge => (
            "age",
            Code::AgeContradictsBirthDate,
            text!(
                "Åldern stämmer inte med födelsedatumet den dag som frågan avser. Skicka bara det ena.",
                "The age does not match the birth date on the day asked about. Send only one of them."
            ),
        ),
    }
}

fn municipality(node: &Node, faults: &mut Faults) -> Option<Municipality> {
    let Value::Text(code) = &node.value else {
        // The reader of a code says what is wrong with any other value.
        return crate::documents::read::kommunkod(node, faults).map(Municipality::In);
    };
    let read = Municipality::parse(code);
    if read.is_none() {
        let detail = composed!(
            "{unknown} Skriv \"none\" för ingen kommun i Sverige.",
            "{unknown} Write \"none\" for no municipality in Sweden.";
            unknown = unknown_kommunkod()
        );
        faults.at(node, Code::UnknownKommunkod, detail);
    }
    read
}

fn self_declared(node: &Node, faults: &mut Faults, whose: Whose) -> Option<SelfDeclared> {
    let mut members = node.members(faults)?;
    let mut declared = SelfDeclared::default();
    for &fact in Declarable::VARIANTS {
        // Consent is of the person asked about alone.
        if whose == Whose::Listed && fact == Declarable::GuardianConsents {
            continue;
        }
        if let Some(value) = members.optional(fact.name(), boolean) {
            declared.set(fact, value);
        }
    }
    declared.relative_reasons = members
        .optional("relativeReasons", |node, faults| {
            node.items(faults, word::<RelativeReason>)
        })
        .map(|reasons| reasons.into_iter().collect());
    declared.local = members.optional("local", local).map(Box::new);
    members.end();
    Some(declared)
}

/// Answers to a municipality's own questions; whether it has those questions is for the catalogue to say.
fn local(node: &Node, faults: &mut Faults) -> Option<BTreeMap<Slug, bool>> {
    node.by_slug(faults, MAX_LOCAL, boolean)
}
