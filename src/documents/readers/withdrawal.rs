//! Reads the withdrawal of a version, and the end of an insats that becomes withdrawals.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{boolean, date, slug, text};
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::publishing::proposal::Ending;
use crate::domain::slug::Slug;

use super::version::{decision, source};

read_object! {
    /// Reads a withdrawal as it is published.
    pub(crate) fn withdrawal -> Withdrawal {
        insats: required("insats", slug),
        valid_from: required("validFrom", date),
        last_day: required("lastDay", date),
        decision: required("decision", decision),
        entered_late: default("enteredLate", boolean),
        note: optional("note", text),
        sources: list("sources", source),
    }
}

/// Reads the end of an insats, or of one of its versions.
pub(crate) fn ending(node: &Node, faults: &mut Faults, insats: &Slug) -> Option<Ending> {
    let mut members = node.members(faults)?;
    let last_day = members.required("lastDay", date);
    let decision = members.required("decision", decision);
    let valid_from = members.optional("validFrom", date);
    let note = members.optional("note", text);
    members.end();
    Some(Ending {
        insats: insats.clone(),
        valid_from,
        last_day: last_day?,
        decision: decision?,
        note,
    })
}
