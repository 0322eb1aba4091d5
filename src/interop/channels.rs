//! How to get an insats: its channels, contact and cost.

use serde_json::{Value, json};

use crate::domain::Text;
use crate::domain::contact::Contact;
use crate::domain::insatser::version::FeeKind;

use super::code;
use super::graph::{Graph, in_both, in_swedish};

/// The known channels: how to get the insats, e-service, web page, telephone, e-mail and places.
pub(crate) fn channels(graph: &mut Graph) -> Vec<Value> {
    let version = graph.version;
    let mut channels = Vec::new();
    if let Some(text) = &version.how_to_get_it {
        let content = ("Channel.description", in_both(text));
        channels.push(channel(graph, "/howToGetIt", None, content));
    }
    let pages = [
        ("eService", Text::fixed("E-tjänst", "E-service"), &version.e_service),
        ("webPage", Text::fixed("Webbsida", "Web page"), &version.web_page),
    ];
    for (kind, label, address) in pages {
        if let Some(address) = address {
            let content = ("foaf:page", json!({"@id": graph.page(address)}));
            channels.push(channel(graph, &format!("/{kind}"), Some((kind, label)), content));
        }
    }
    let functions = [
        (
            "functionPhone",
            Text::fixed("Telefon", "Telephone"),
            &version.function_phone,
        ),
        (
            "functionEmail",
            Text::fixed("E-post", "E-mail"),
            &version.function_email,
        ),
    ];
    for (kind, label, reached_at) in functions {
        if let Some(reached_at) = reached_at {
            let Text { sv, en } = &label;
            let text = Text::new(format!("{sv}: {reached_at}"), format!("{en}: {reached_at}"));
            let content = ("Channel.description", in_both(&text));
            channels.push(channel(graph, &format!("/{kind}"), Some((kind, label)), content));
        }
    }
    for place in &version.places {
        let text = match &place.address {
            Some(address) => format!("{}, {address}", place.name),
            None => place.name.clone(),
        };
        let content = ("Channel.description", in_swedish(&text));
        let kind = ("place", Text::fixed("Plats", "Place"));
        channels.push(channel(graph, &format!("/places/{}", place.slug), Some(kind), content));
    }
    channels
}

/// A channel with its kind (code and label) and one more member.
fn channel(graph: &mut Graph, place: &str, kind: Option<(&str, Text)>, (member, value): (&str, Value)) -> Value {
    let mut channel = json!({
        "@id": graph.part(place),
        "@type": "Channel",
        "Channel.identifier": graph.identifier(place),
        "Channel.type": kind.map(|(word, label)| code::own(graph, "channel", word, &label)),
    });
    channel[member] = value;
    graph.add(channel)
}

/// The contact of the insats, if it has one.
pub(crate) fn contact_point(graph: &mut Graph) -> Option<Value> {
    let version = graph.version;
    let is_known = version.function_phone.is_some() || version.function_email.is_some() || version.web_page.is_some();
    is_known.then(|| {
        let contact = Contact {
            name: version.name.sv.clone().into_owned(),
            function_phone: version.function_phone.clone(),
            function_email: version.function_email.clone(),
            web_page: version.web_page.clone(),
        };
        graph.contact_point(&graph.part("/contact"), &contact)
    })
}

/// The cost, if stated. An amount is a text, because the catalogue has no number.
pub(crate) fn cost(graph: &mut Graph) -> Option<Value> {
    let fee = graph.version.fee.as_ref()?;
    let (value, words) = match fee.kind {
        FeeKind::Free => (Some("0.0E0"), Text::fixed("Gratis", "Free of charge")),
        FeeKind::AtCost => (None, Text::fixed("Till självkostnadspris", "At cost")),
        FeeKind::Amount => (None, Text::fixed("En avgift tas ut", "A fee is charged")),
    };
    Some(graph.add(json!({
        "@id": graph.part("/fee"),
        "@type": "Cost",
        "Cost.identifier": graph.identifier("/fee"),
        "Cost.hasValue": value,
        "Cost.description": in_both(fee.text.as_ref().unwrap_or(&words)),
    })))
}
