//! Reads the criteria of a version.

use crate::documents::faults::Faults;
use crate::documents::formats::contact;
use crate::documents::node::{Node, Value};
use crate::documents::object::read_object;
use crate::documents::read::{Members, kommunkod, line, not_in_list, stated, whole_number, word};
use crate::domain::criteria::facts::RelativeReason;
use crate::domain::criteria::{AgeLimit, Condition, Criterion, Otherwise};
use crate::domain::day::HIGHEST_AGE;
use crate::domain::fault::Code;
use crate::domain::text::Text;

const KINDS: &str = "all, any, not, age, registeredIn, residesIn, relativeResidesIn, declared, declaredAnyOf";

/// Reads one node of a tree of criteria, and all below it.
pub(crate) fn criterion(node: &Node, faults: &mut Faults) -> Option<Criterion> {
    let mut members = node.members(faults)?;
    let condition = members
        .required("kind", kind)
        .and_then(|kind| condition(kind, &mut members));
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

#[derive(Clone, Copy)]
enum Kind {
    All,
    Any,
    Not,
    Age,
    RegisteredIn,
    ResidesIn,
    RelativeResidesIn,
    Declared,
    DeclaredAnyOf,
}

fn kind(node: &Node, faults: &mut Faults) -> Option<Kind> {
    let kind = match &node.value {
        Value::Text(word) => match word.as_str() {
            "all" => Some(Kind::All),
            "any" => Some(Kind::Any),
            "not" => Some(Kind::Not),
            "age" => Some(Kind::Age),
            "registeredIn" => Some(Kind::RegisteredIn),
            "residesIn" => Some(Kind::ResidesIn),
            "relativeResidesIn" => Some(Kind::RelativeResidesIn),
            "declared" => Some(Kind::Declared),
            "declaredAnyOf" => Some(Kind::DeclaredAnyOf),
            _ => None,
        },
        _ => None,
    };
    if kind.is_none() && !faults.is_lenient() {
        not_in_list(node, faults, KINDS);
    }
    kind
}

fn condition(kind: Kind, members: &mut Members) -> Option<Condition> {
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
                    Text::fixed(
                        "Ett tomt any uppfylls av ingen. Öppet för alla skrivs {kind: all, of: []}.",
                        "An empty any is met by nobody. Open to all is written {kind: all, of: []}.",
                    ),
                );
                return None;
            }
            Some(Condition::Any(of))
        }
        Kind::Not => members.required("of", opposite).map(|of| Condition::Not(Box::new(of))),
        Kind::Age => age_limit(members).map(Condition::Age),
        Kind::RegisteredIn => members.required("kommunkod", kommunkod).map(Condition::RegisteredIn),
        Kind::ResidesIn => members.required("kommunkod", kommunkod).map(Condition::ResidesIn),
        Kind::RelativeResidesIn => members
            .required("kommunkod", kommunkod)
            .map(Condition::RelativeResidesIn),
        Kind::Declared => members.required("fact", word).map(Condition::Declared),
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
                let detail = Text::fixed("Ange minst ett värde.", "State at least one value.");
                members.fault_at("values", Code::Empty, detail);
                return None;
            }
            Some(Condition::DeclaredAnyOf(values.into_iter().collect()))
        }
    }
}

fn opposite(node: &Node, faults: &mut Faults) -> Option<Criterion> {
    let of = criterion(node, faults)?;
    if of.leaves().is_empty() && !faults.is_lenient() {
        let detail = Text::fixed(
            "Motsatsen till inga villkor uppfylls av ingen. Öppet för alla skrivs {kind: all, of: []}.",
            "The opposite of no conditions is met by nobody. Open to all is written {kind: all, of: []}.",
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
        let detail = Text::fixed("Ange atLeast, atMost eller båda.", "State atLeast, atMost or both.");
        members.fault(Code::MissingMember, detail);
        return None;
    }
    if let (Some(least), Some(most)) = (at_least, at_most)
        && least > most
    {
        let detail = Text::fixed(
            "atLeast är högre än atMost: ingen uppfyller det.",
            "atLeast is above atMost: nobody meets it.",
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
