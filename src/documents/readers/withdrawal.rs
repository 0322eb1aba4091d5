//! Reads withdrawals of versions, and the end of an insats.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::{boolean, date, slug, text};
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::publishing::proposal::Ending;
use crate::domain::slug::Slug;

use super::version::{decision, source};

/// Reads a published withdrawal.
pub(crate) fn withdrawal(node: &Node, faults: &mut Faults) -> Option<Withdrawal> {
    let mut members = node.members(faults)?;
    let insats = members.required("insats", slug);
    let valid_from = members.required("validFrom", date);
    let last_day = members.required("lastDay", date);
    let decision = members.required("decision", decision);
    let entered_late = members.optional("enteredLate", boolean).unwrap_or_default();
    let note = members.optional("note", text);
    let sources = members.list("sources", source);
    members.end();
    Some(Withdrawal {
        insats: insats?,
        valid_from: valid_from?,
        last_day: last_day?,
        decision: decision?,
        entered_late,
        note,
        sources,
    })
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
