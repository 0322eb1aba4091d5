//! Reads the documentation rules of a version.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::{line, stated, text, whole_number, word};
use crate::domain::insatser::documentation::{Documentation, GroupLevel, Reporting};

/// Reads documentation rules.
pub fn documentation(node: &Node, faults: &mut Faults) -> Option<Documentation> {
    let mut members = node.members(faults)?;
    let individual_level = members.required("individualLevel", word);
    let group_level = members.required("groupLevel", group_level);
    let legal_basis = members.list("legalBasis", line);
    let risk_conclusion = members.optional("riskConclusion", whole_number(1, 3));
    let special_reasons = members.optional("specialReasons", stated);
    let note = members.optional("note", text);
    members.end();
    Some(Documentation {
        individual_level: individual_level?,
        legal_basis,
        risk_conclusion,
        special_reasons,
        note,
        group_level: group_level?,
    })
}

fn group_level(node: &Node, faults: &mut Faults) -> Option<GroupLevel> {
    let mut members = node.members(faults)?;
    let items = members.required("items", |node, faults| node.items(faults, word));
    let reporting = members.optional("reporting", reporting);
    let note = members.optional("note", text);
    members.end();
    Some(GroupLevel {
        items: items?,
        reporting,
        note,
    })
}

fn reporting(node: &Node, faults: &mut Faults) -> Option<Reporting> {
    let mut members = node.members(faults)?;
    let cycle = members.required("cycle", word);
    let due_days = members.optional("dueDays", whole_number(1, 366));
    members.end();
    Some(Reporting {
        cycle: cycle?,
        due_days,
    })
}
