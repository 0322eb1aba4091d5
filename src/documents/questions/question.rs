//! Reads an eligibility question: typed first, and where that fails again to tell every fault.

use std::borrow::Cow;

use chrono::NaiveDate;
use strum::VariantArray as _;

use crate::documents::faults::Faults;
use crate::documents::json;
use crate::documents::node::{Node, Value};
use crate::documents::read::{Members, boolean, date, slug, unknown_kommunkod, whole_number, word};
use crate::domain::criteria::facts::{Declarable, Facts, Municipality, RelativeReason, SelfDeclared};
use crate::domain::day;
use crate::domain::day::HIGHEST_AGE;
use crate::domain::fault::{Code, Fault};
use crate::domain::text::Text;

use super::typed::{Object, TypedQuestion};

/// A question as it was sent. It derives no `Debug`: facts stay in memory.
pub struct AskedQuestion<'a> {
    /// The day asked about; today when absent.
    pub as_of: Option<NaiveDate>,
    /// The activity asked about: a slug.
    pub activity: Option<Cow<'a, str>>,
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
        if let Some(facts) = typed.facts.0.on(as_of.unwrap_or(today)) {
            return Ok(AskedQuestion {
                as_of,
                activity: typed.activity.map(|slug| slug.0),
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
    let activity = members
        .optional("activity", slug)
        .map(|slug| Cow::Owned(slug.to_string()));
    // A day that could not be read must not make the facts look wrong beside it.
    let day = if has_as_of { as_of } else { Some(today) };
    let facts = members.optional("facts", |node, faults| facts(node, faults, day));
    AskedQuestion {
        as_of,
        activity,
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
    let facts = Facts {
        birth_date: members.optional("birthDate", date),
        age: members.optional("age", whole_number(0, i64::from(HIGHEST_AGE))),
        registered_municipality: members.optional("registeredMunicipality", municipality),
        residence_municipality: members.optional("residenceMunicipality", municipality),
        relative_residence_municipality: members.optional("relativeResidenceMunicipality", municipality),
        self_declared: members.optional("selfDeclared", self_declared).unwrap_or_default(),
    };
    if let (Some(birth), Some(as_of)) = (facts.birth_date, as_of) {
        contradictions(birth, facts.age, as_of, &mut members);
    }
    members.end();
    Some(facts)
}

fn contradictions(birth: NaiveDate, age: Option<u8>, as_of: NaiveDate, members: &mut Members) {
    if birth > as_of {
        let detail = Text::fixed(
            "Födelsedatumet är efter den dag som frågan avser.",
            "The birth date is after the day asked about.",
        );
        members.fault_at("birthDate", Code::BirthDateAfterAsOf, detail);
        return;
    }
    let years = day::age_on(birth, as_of);
    if years > u32::from(HIGHEST_AGE) {
        let detail = Text::new(
            format!("Födelsedatumet ger en högre ålder än {HIGHEST_AGE} år."),
            format!("The birth date gives an age above {HIGHEST_AGE}."),
        );
        members.fault_at("birthDate", Code::OutOfRange, detail);
    }
    if age.is_some_and(|age| u32::from(age) != years) {
        let detail = Text::fixed(
            "Åldern stämmer inte med födelsedatumet den dag som frågan avser. Skicka bara det ena.",
            "The age does not agree with the birth date on the day asked about. Send only one of them.",
        );
        members.fault_at("age", Code::AgeContradictsBirthDate, detail);
    }
}

fn municipality(node: &Node, faults: &mut Faults) -> Option<Municipality> {
    let Value::Text(code) = &node.value else {
        // The reader of a code says what is wrong with any other value.
        return crate::documents::read::kommunkod(node, faults).map(Municipality::In);
    };
    let read = Municipality::parse(code);
    if read.is_none() {
        let Text { sv, en } = unknown_kommunkod();
        let detail = Text::new(
            format!("{sv} Skriv \"none\" för ingen kommun i Sverige."),
            format!("{en} Write \"none\" for no municipality in Sweden."),
        );
        faults.at(node, Code::UnknownKommunkod, detail);
    }
    read
}

fn self_declared(node: &Node, faults: &mut Faults) -> Option<SelfDeclared> {
    let mut members = node.members(faults)?;
    let mut declared = SelfDeclared::default();
    for &fact in Declarable::VARIANTS {
        if let Some(value) = members.optional(fact.name(), boolean) {
            declared.set(fact, value);
        }
    }
    declared.relative_reasons = members
        .optional("relativeReasons", |node, faults| {
            node.items(faults, word::<RelativeReason>)
        })
        .map(|reasons| reasons.into_iter().collect());
    members.end();
    Some(declared)
}
