//! Reads what an insats costs, and how much of it one can receive.

use crate::documents::faults::Faults;
use crate::documents::formats::two_decimals;
use crate::documents::node::Node;
use crate::documents::object::read_object;
use crate::documents::read::{boolean, date, whole_number, word};
use crate::documents::text::text;
use crate::domain::Code;
use crate::domain::decimal::Decimal;
use crate::domain::insatser::amounts::Amount;
use crate::domain::insatser::costs::{CostCap, CostOption};
use crate::domain::text::text;

use super::validity::check_validity;

/// Reads a price.
pub(crate) fn cost_option(node: &Node, faults: &mut Faults) -> Option<CostOption> {
    let mut members = node.members(faults)?;
    read_object! { CostOption from members;
        option: required("option", text),
        amount: required("amount", two_decimals),
        amount_is: required("amountIs", word),
        currency: default("currency", word),
        per: required("per", word),
        cap: optional("cap", cap),
        income_tested: optional("incomeTested", boolean),
        free_first: optional("freeFirst", whole_number(1, 1000)),
        condition: optional("condition", text),
        valid_from: optional("validFrom", date),
        valid_to: optional("validTo", date),
        => { check_validity(&mut members, valid_from, valid_to); }
    }
}

read_object! {
    fn cap -> CostCap {
        amount: required("amount", two_decimals),
        per: required("per", word),
    }
}

/// Reads how much of an insats one can receive.
pub(crate) fn amount(node: &Node, faults: &mut Faults) -> Option<Amount> {
    let mut members = node.members(faults)?;
    read_object! { Amount from members;
        what: required("what", word),
        at_most: optional("atMost", above_zero),
        at_least: optional("atLeast", above_zero),
        per: optional("per", word),
        shared_by: required("for", word),
        condition: optional("condition", text),
        => {
            if !members.has("atMost") && !members.has("atLeast") {
                members.missing("atMost");
            }
            if at_least.zip(at_most).is_some_and(|(least, most)| least > most) {
                let detail = text!("atLeast är mer än atMost.", "atLeast is more than atMost.");
                members.fault_at("atLeast", Code::OutOfRange, detail);
            }
        }
    }
}

fn above_zero(node: &Node, faults: &mut Faults) -> Option<Decimal> {
    let read = two_decimals(node, faults)?;
    if read == Decimal::ZERO {
        faults.at(node, Code::OutOfRange, text!("Mer än 0.", "More than 0."));
        return None;
    }
    Some(read)
}
