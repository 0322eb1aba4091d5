//! Reads withdrawals of versions, and the end of an insats.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{date, slug};
use crate::documents::text::text;
use crate::domain::Slug;
use crate::domain::insatser::withdrawal::Withdrawal;
use crate::domain::publishing::proposal::Ending;

use super::version::{decision, source};

read_object! {
    /// Reads a withdrawal as it is published.
    pub(crate) fn withdrawal -> Withdrawal {
        insats: required("insats", slug),
        valid_from: required("validFrom", date),
        last_day: required("lastDay", date),
        decision: required("decision", decision),
        entered_late: flag("enteredLate"),
        note: optional("note", text),
        sources: list("sources", source),
    }
}

/// Reads the end of an insats, or of one of its versions.
pub(crate) fn ending(node: &Node, faults: &mut Faults, insats: &Slug) -> Option<Ending> {
    read_object! { Ending from node, faults;
        insats: known(Some(insats.clone())),
        last_day: required("lastDay", date),
        decision: required("decision", decision),
        valid_from: optional("validFrom", date),
        note: optional("note", text),
    }
}
