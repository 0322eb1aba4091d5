//! Reads the documentation rules of a version.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{line, whole_number, word};
use crate::documents::text::{stated, text};
use crate::domain::Code;
use crate::domain::insatser::documentation::{Cycle, Documentation, GroupLevel, Reporting};
use crate::domain::text::text;

read_object! {
    /// Reads the documentation rules.
    pub fn documentation -> Documentation {
        individual_level: required("individualLevel", word),
        group_level: required("groupLevel", group_level),
        legal_basis: list("legalBasis", line),
        risk_conclusion: optional("riskConclusion", whole_number(1, 3)),
        special_reasons: optional("specialReasons", stated),
        note: optional("note", text),
    }

    fn group_level -> GroupLevel {
        items: required("items", |node, faults| node.items(faults, word)),
        reporting: optional("reporting", reporting),
        note: optional("note", text),
    }
}

fn reporting(node: &Node, faults: &mut Faults) -> Option<Reporting> {
    let mut members = node.members(faults)?;
    read_object! { Reporting from members;
        cycle: required("cycle", word),
        evaluation_cycle: optional("evaluationCycle", word),
        due_days: optional("dueDays", whole_number(1, 366)),
        => {
            if evaluation_cycle.is_some_and(|of_evaluation: Cycle| cycle.is_some_and(|cycle| of_evaluation < cycle)) {
                let detail = text!(
                    "Utvärderingen kan inte komma oftare än rapporten. Ange en lika lång eller längre tid än cycle.",
                    "An evaluation cannot come more often than the report. Use the same length as cycle or a longer one."
                );
                members.fault_at("evaluationCycle", Code::ConflictingMembers, detail);
            }
        }
    }
}
