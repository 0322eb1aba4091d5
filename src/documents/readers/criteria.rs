//! Reads the criteria of a version.

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::documents::faults::Faults;
use crate::documents::formats::contact;
use crate::documents::node::{Node, Value};
use crate::documents::object::read_object;
use crate::documents::read::{Members, kommunkod_or_own, line, not_in_list, slug, whole_number, word};
use crate::documents::text::{stated, text};
use crate::domain::criteria::declarable::{Declarable, RelativeReason};
use crate::domain::criteria::persons::Persons;
use crate::domain::criteria::{AgeLimit, Condition, Criterion, NotEvaluated, OfPersons, Otherwise};
use crate::domain::day::HIGHEST_AGE;
use crate::domain::text::text;
use crate::domain::{Code, Kommunkod};

/// Reads one node of a tree of criteria, and all below it.
pub(crate) fn criterion(node: &Node, faults: &mut Faults) -> Option<Criterion> {
    criterion_about(node, faults, None)
}

/// Reads criteria about the persons of a list, or about the person asked about.
fn criterion_about(node: &Node, faults: &mut Faults, whom: Option<Persons>) -> Option<Criterion> {
    let mut members = node.members(faults)?;
    let condition = members
        .required("kind", kind)
        .and_then(|kind| condition(kind, &mut members, whom));
    let read = Criterion {
        ground_for_limit: members.optional("groundForLimit", stated),
        age_reason: members.optional("ageReason", stated),
        legal_basis: members.list("legalBasis", line),
        otherwise: members.optional("otherwise", otherwise),
        ..Criterion::bare(Condition::All(Vec::new()))
    };
    // What else may stand here depends on the kind: without one, nothing more can be said.
    let condition = condition?;
    members.end();
    Some(Criterion { condition, ..read })
}

/// The kinds of criteria that a document may state.
#[derive(Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
enum Kind {
    All,
    Any,
    Not,
    Age,
    AgeInYear,
    RegisteredIn,
    RegisteredInAnyOf,
    ResidesIn,
    ResidesInAnyOf,
    RelativeResidesIn,
    Declared,
    DeclaredAnyOf,
    EachOf,
    SomeOf,
    NotEvaluated,
}

fn kind(node: &Node, faults: &mut Faults) -> Option<Kind> {
    let kind = match &node.value {
        Value::Text(word) => word.parse().ok(),
        _ => None,
    };
    if kind.is_none() && !faults.is_lenient() {
        let kinds: Vec<&str> = Kind::VARIANTS.iter().map(Into::into).collect();
        not_in_list(node, faults, &kinds.join(", "));
    }
    kind
}

fn condition(kind: Kind, members: &mut Members, whom: Option<Persons>) -> Option<Condition> {
    let criterion = |node: &Node, faults: &mut Faults| criterion_about(node, faults, whom);
    let opposite = |node: &Node, faults: &mut Faults| opposite(node, faults, whom);
    let several = |node: &Node, faults: &mut Faults| {
        let of = node.items(faults, criterion)?;
        // One condition that is not understood leaves all unknown: leaving it out would answer wrongly.
        let is_whole = matches!(&node.value, Value::List(items) if items.len() == of.len());
        is_whole.then_some(of)
    };
    match kind {
        Kind::All => members.required("of", several).map(Condition::All),
        Kind::Any => {
            let of = members.required("of", several)?;
            if of.is_empty() {
                members.fault_at(
                    "of",
                    Code::Empty,
                    text!(
                        "Ett tomt any uppfylls av ingen. Är insatsen öppen för alla, skriv {kind: all, of: []}.",
                        "An empty any can never be met. If the service is open to all, write {kind: all, of: []}."
                    ),
                );
                return None;
            }
            Some(Condition::Any(of))
        }
        Kind::Not => members.required("of", opposite).map(|of| Condition::Not(Box::new(of))),
        Kind::Age => age_limit(members).map(Condition::Age),
        Kind::RegisteredIn => members
            .required("kommunkod", kommunkod_or_own)
            .map(Condition::RegisteredIn),
        Kind::ResidesIn => members
            .required("kommunkod", kommunkod_or_own)
            .map(Condition::ResidesIn),
        Kind::RelativeResidesIn => {
            refuse_in_where(members, whom);
            let named = members.required("kommunkod", kommunkod_or_own);
            named.filter(|_| whom.is_none()).map(Condition::RelativeResidesIn)
        }
        Kind::AgeInYear => age_limit(members).map(Condition::AgeInYear),
        Kind::RegisteredInAnyOf => kommunkoder(members).map(Condition::RegisteredInAnyOf),
        Kind::ResidesInAnyOf => kommunkoder(members).map(Condition::ResidesInAnyOf),
        Kind::Declared => declared(members),
        Kind::EachOf => of_persons(members, whom).map(Condition::EachOf),
        Kind::SomeOf => of_persons(members, whom).map(Condition::SomeOf),
        Kind::NotEvaluated => {
            let text = members.required("text", text);
            let assessed_by = members.required("assessedBy", word);
            Some(Condition::NotEvaluated(NotEvaluated {
                text: text?,
                assessed_by: assessed_by?,
            }))
        }
        Kind::DeclaredAnyOf => {
            let fact = members.required("fact", relative_reasons_word);
            let values: Option<Vec<RelativeReason>> = members.required("values", |node, faults| {
                let values = node.items(faults, word)?;
                let is_whole = matches!(&node.value, Value::List(items) if items.len() == values.len());
                is_whole.then_some(values)
            });
            fact?;
            let values = values?;
            if values.is_empty() {
                let detail = text!("Ange minst ett värde.", "Give at least one value.");
                members.fault_at("values", Code::Empty, detail);
                return None;
            }
            Some(Condition::DeclaredAnyOf(values.into_iter().collect()))
        }
    }
}

/// A fact by declaration, or a question of the municipality's own.
fn declared(members: &mut Members) -> Option<Condition> {
    if members.has("question") {
        if members.has("fact") {
            let detail = text!(
                "Ange fact eller question, inte båda.",
                "Use fact or question, not both."
            );
            members.fault_at("question", Code::ConflictingMembers, detail);
            return None;
        }
        return members.required("question", slug).map(Condition::DeclaredLocally);
    }
    members.required("fact", fact).map(Condition::Declared)
}

fn fact(node: &Node, faults: &mut Faults) -> Option<Declarable> {
    let fact = word(node, faults)?;
    if fact == Declarable::GuardianConsents {
        let detail = text!(
            "Vårdnadshavarens samtycke krävs enligt lag (21 kap. 2 § socialtjänstlagen) och anges inte som villkor.",
            "The guardian's consent is required by law (Chapter 21, Section 2 of the Social Services Act) and is not set as a condition."
        );
        faults.at(node, Code::NotInList, detail);
        return None;
    }
    Some(fact)
}

/// The municipalities of a condition: at least one, and none twice.
fn kommunkoder(members: &mut Members) -> Option<Vec<Kommunkod>> {
    let named: Option<Vec<Kommunkod>> = members.required("kommunkoder", |node, faults| {
        let named = node.items(faults, kommunkod_or_own)?;
        let is_whole = matches!(&node.value, Value::List(items) if items.len() == named.len());
        is_whole.then_some(named)
    });
    let named = named?;
    if named.is_empty() {
        let detail = text!("Ange minst en kommunkod.", "Give at least one kommunkod.");
        members.fault_at("kommunkoder", Code::Empty, detail);
        return None;
    }
    let mut is_whole = true;
    for (at, kommunkod) in named.iter().enumerate() {
        if named[..at].contains(kommunkod) {
            let detail = text!(
                "Kommunen finns redan i listan.",
                "The municipality is already in the list."
            );
            members.fault_at_item("kommunkoder", at, Code::Duplicate, detail);
            is_whole = false;
        }
    }
    is_whole.then_some(named)
}

/// A person of a list has no lists of their own.
fn refuse_in_where(members: &mut Members, whom: Option<Persons>) {
    if whom.is_some() {
        let detail = text!(
            "eachOf, someOf och relativeResidesIn får inte finnas inne i where.",
            "eachOf, someOf and relativeResidesIn may not be inside where."
        );
        members.fault_at("kind", Code::ConflictingMembers, detail);
    }
}

fn of_persons(members: &mut Members, whom: Option<Persons>) -> Option<OfPersons> {
    refuse_in_where(members, whom);
    let persons: Option<Persons> = members.required("persons", word);
    let meets = members.required("where", |node, faults| criterion_about(node, faults, persons.or(whom)));
    let (persons, meets) = (persons?, meets?);
    whom.is_none().then(|| OfPersons {
        persons,
        meets: Box::new(meets),
    })
}

fn opposite(node: &Node, faults: &mut Faults, whom: Option<Persons>) -> Option<Criterion> {
    let of = criterion_about(node, faults, whom)?;
    if of.leaves().is_empty() && !faults.is_lenient() {
        let detail = text!(
            "Motsatsen till inga villkor uppfylls av ingen. Är insatsen öppen för alla, skriv {kind: all, of: []}.",
            "The opposite of no conditions can never be met. If the service is open to all, write {kind: all, of: []}."
        );
        faults.at(node, Code::Empty, detail);
    }
    Some(of)
}

fn age_limit(members: &mut Members) -> Option<AgeLimit> {
    let highest = i64::from(HIGHEST_AGE);
    let stated = members.has("atLeast") || members.has("atMost");
    let at_least: Option<u8> = members.optional("atLeast", whole_number(1, highest));
    let at_most: Option<u8> = members.optional("atMost", whole_number(0, highest - 1));
    if !stated {
        let detail = text!("Ange atLeast, atMost eller båda.", "Use atLeast, atMost or both.");
        members.fault(Code::MissingMember, detail);
        return None;
    }
    if let (Some(least), Some(most)) = (at_least, at_most)
        && least > most
    {
        let detail = text!(
            "atLeast är högre än atMost, så ingen kan uppfylla det.",
            "atLeast is higher than atMost, so nobody can meet it."
        );
        members.fault(Code::OutOfRange, detail);
        return None;
    }
    (at_least.is_some() || at_most.is_some()).then_some(AgeLimit { at_least, at_most })
}

fn relative_reasons_word(node: &Node, faults: &mut Faults) -> Option<()> {
    if node.value == Value::Text("relativeReasons".into()) {
        return Some(());
    }
    not_in_list(node, faults, "relativeReasons");
    None
}

read_object! {
    fn otherwise -> Otherwise {
        reason_code: required("reasonCode", word),
        refer_to: required("referTo", contact),
    }
}
