//! What an insats costs.

use serde_json::{Value, json};

use crate::domain::decimal::Decimal;
use crate::domain::insatser::costs::CostOption;
use crate::domain::insatser::labels;
use crate::domain::insatser::version::FeeKind;

use super::code;
use super::graph::Graph;
use super::nodes::{all_in_each_language, in_both, in_each_language};

/// The fee, if stated, and the prices.
pub(crate) fn costs(graph: &mut Graph) -> Vec<Value> {
    let prices = graph.version.cost_options.iter().enumerate();
    let fee = fee(graph);
    fee.into_iter()
        .chain(prices.map(|(at, option)| price(graph, &format!("/costOptions/{at}"), option)))
        .collect()
}

/// The kind of fee and the fee in words. Only one that is free has a number.
fn fee(graph: &mut Graph) -> Option<Value> {
    let fee = graph.version.fee.as_ref()?;
    let value = (fee.kind == FeeKind::Free).then(|| double(Decimal::ZERO));
    Some(graph.add(json!({
        "@id": graph.part("/fee"),
        "@type": "Cost",
        "Cost.identifier": graph.identifier("/fee"),
        "Cost.hasValue": value,
        "Cost.description": fee.text.as_ref().map_or_else(|| in_both(&labels::of_fee(fee.kind)), in_each_language),
    })))
}

fn price(graph: &mut Graph, place: &str, option: &CostOption) -> Value {
    let currency = code::currency(graph, option.currency);
    graph.add(json!({
        "@id": graph.part(place),
        "@type": "Cost",
        "Cost.identifier": graph.identifier(place),
        "Cost.hasValue": double(option.amount),
        "Cost.currency": currency,
        "Cost.description": all_in_each_language(option.in_words().iter()),
    }))
}

/// A number in the canonical form of xsd:double, such as `3.0E2`.
fn double(number: Decimal) -> String {
    let written = format!("{:E}", number.as_f64());
    match written.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => written,
    }
}
