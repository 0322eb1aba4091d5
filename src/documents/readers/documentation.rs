//! Reads the documentation rules of a version.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{line, stated, text, whole_number, word};
use crate::domain::insatser::documentation::{Documentation, GroupLevel, Reporting};

/// Reads documentation rules.
pub fn documentation(node: &Node, faults: &mut Faults) -> Option<Documentation> {
    read_object! { Documentation from node, faults;
        individual_level: required("individualLevel", word),
        group_level: required("groupLevel", group_level),
        legal_basis: list("legalBasis", line),
        risk_conclusion: optional("riskConclusion", whole_number(1, 3)),
        special_reasons: optional("specialReasons", stated),
        note: optional("note", text),
    }
}

fn group_level(node: &Node, faults: &mut Faults) -> Option<GroupLevel> {
    read_object! { GroupLevel from node, faults;
        items: required("items", |node, faults| node.items(faults, word)),
        reporting: optional("reporting", reporting),
        note: optional("note", text),
    }
}

fn reporting(node: &Node, faults: &mut Faults) -> Option<Reporting> {
    read_object! { Reporting from node, faults;
        cycle: required("cycle", word),
        due_days: optional("dueDays", whole_number(1, 366)),
    }
}
