//! Reads the documentation rules of a version.

use crate::documents::object::read_object;
use crate::documents::read::{line, whole_number, word};
use crate::documents::text::{stated, text};
use crate::domain::insatser::documentation::{Documentation, GroupLevel, Reporting};

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

    fn reporting -> Reporting {
        cycle: required("cycle", word),
        due_days: optional("dueDays", whole_number(1, 366)),
    }
}
