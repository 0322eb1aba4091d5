//! Reads what subscribers send.

use crate::documents::faults::Faults;
use crate::documents::formats::web_page;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{whole_number, word};
use crate::domain::Code;
use crate::domain::subscriptions::event::EventKind;
use crate::domain::subscriptions::request::SubscriptionRequest;
use crate::domain::text::text;

read_object! {
    /// Reads a subscription to create.
    pub(crate) fn subscription -> SubscriptionRequest {
        url: required("url", web_page),
        kinds: optional("kinds", kinds),
    }
}

fn kinds(node: &Node, faults: &mut Faults) -> Option<Vec<EventKind>> {
    let mut kinds = node.items(faults, word::<EventKind>)?;
    if kinds.is_empty() {
        let detail = text!(
            "Ange minst en sorts händelse, eller utelämna kinds.",
            "Name at least one kind of event, or omit kinds."
        );
        faults.at(node, Code::Empty, detail);
        return None;
    }
    kinds.sort_unstable();
    kinds.dedup();
    Some(kinds)
}

/// Reads the revision from which events are sent again.
pub(crate) fn from_revision(node: &Node, faults: &mut Faults) -> Option<i64> {
    let mut members = node.members(faults)?;
    let revision = members.required("fromRevision", whole_number(1, i64::MAX));
    members.end();
    revision
}
