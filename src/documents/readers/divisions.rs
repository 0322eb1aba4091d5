//! Reads how the figures of insatser are divided.

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{date, slug, word};
use crate::domain::Code;
use crate::domain::insatser::figure_split::{ChosenDivision, SplitBy, SplitOrder};
use crate::domain::text::text;

/// Reads the chosen divisions. An insats has at most one from each day.
pub(crate) fn chosen_divisions(node: &Node, faults: &mut Faults) -> Option<Vec<ChosenDivision>> {
    let mut chosen: Vec<ChosenDivision> = Vec::new();
    node.items(faults, |node, faults| {
        let read = chosen_division(node, faults)?;
        let is_same = |other: &ChosenDivision| (&other.insats, other.from) == (&read.insats, read.from);
        if chosen.iter().any(is_same) {
            let detail = text!(
                "Insatsen har redan ett val från den dagen i listan.",
                "The list already has a choice for the service from that day."
            );
            faults.at(node, Code::Duplicate, detail);
        }
        chosen.push(read);
        Some(())
    })?;
    Some(chosen)
}

read_object! {
    fn chosen_division -> ChosenDivision {
        insats: required("insats", slug),
        from: required("from", date),
        split_order: optional("splitOrder", split_order),
        root_period: optional("rootPeriod", word),
    }
}

/// Place, activity and gender, each once.
fn split_order(node: &Node, faults: &mut Faults) -> Option<SplitOrder> {
    let mut order: Vec<SplitBy> = Vec::new();
    let read = node.items(faults, |node, faults| {
        let by = word::<SplitBy>(node, faults)?;
        if order.contains(&by) {
            let detail = text!("Den finns redan i ordningen.", "The order already has it.");
            faults.at(node, Code::Duplicate, detail);
        }
        order.push(by);
        Some(by)
    })?;
    let is_whole = <[SplitBy; 3]>::try_from(read).ok().and_then(SplitOrder::new);
    let has_all = [SplitBy::Place, SplitBy::Activity, SplitBy::Gender]
        .iter()
        .all(|by| order.contains(by));
    if !has_all {
        let detail = text!(
            "Ange place, activity och gender i den ordning som siffrorna ska delas upp.",
            "List place, activity and gender in the order in which figures are split."
        );
        faults.at(node, Code::OutOfRange, detail);
    }
    is_whole
}
