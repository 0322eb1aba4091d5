//! How to get an insats: its channels and contact.

use serde_json::{Value, json};

use crate::domain::contact::Contact;
use crate::domain::insatser::channels::{Channel, ChannelKind, ProcessingTime};
use crate::domain::insatser::schedule::Schedule;
use crate::domain::text::{composed, text};
use crate::domain::{CatalogueText, Text};

use super::code;
use super::graph::Graph;
use super::nodes::{all_in_each_language, in_both, in_each_language, in_swedish};

pub(crate) const PHONE: Text = text!("Telefon", "Telephone");
pub(crate) const E_SERVICE: Text = text!("E-tjänst", "E-service");
pub(crate) const EMAIL: Text = text!("E-post", "E-mail");
pub(crate) const WEB_PAGE: Text = text!("Webbsida", "Web page");
const PLACE: Text = text!("På en plats", "At a place");

/// The known channels: how to get the insats, e-service, web page, telephone, e-mail and places.
pub(crate) fn channels(graph: &mut Graph) -> Vec<Value> {
    let version = graph.version;
    let mut channels = Vec::new();
    if let Some(text) = &version.how_to_get_it {
        let content = ("Channel.description", in_each_language(text));
        channels.push(channel(graph, "/howToGetIt", None, content));
    }
    let pages = [
        ("eService", E_SERVICE, &version.e_service),
        ("webPage", WEB_PAGE, &version.web_page),
    ];
    for (kind, label, address) in pages {
        if let Some(address) = address {
            let content = ("foaf:page", json!({"@id": graph.page(address)}));
            channels.push(channel(graph, &format!("/{kind}"), Some((kind, label)), content));
        }
    }
    let functions = [
        ("functionPhone", PHONE, &version.function_phone),
        ("functionEmail", EMAIL, &version.function_email),
    ];
    for (kind, label, reached_at) in functions {
        if let Some(reached_at) = reached_at {
            let text = composed!("{label}: {reached_at}", "{label}: {reached_at}"; label);
            let content = ("Channel.description", in_both(&text));
            channels.push(channel(graph, &format!("/{kind}"), Some((kind, label)), content));
        }
    }
    for (at, stated) in version.channels.iter().enumerate() {
        channels.push(stated_channel(graph, &format!("/channels/{at}"), stated));
    }
    for place in &version.places {
        let text = match &place.address {
            Some(address) => format!("{}, {address}", place.name),
            None => place.name.clone(),
        };
        let content = ("Channel.description", in_swedish(&text));
        let kind = ("place", PLACE);
        channels.push(channel(graph, &format!("/places/{}", place.slug), Some(kind), content));
    }
    channels
}

/// A channel as the catalogue states it: its kind, page, hours and time until an answer, and the rest in words.
fn stated_channel(graph: &mut Graph, place: &str, stated: &Channel) -> Value {
    let (kind, label) = channel_label(stated.kind);
    let reached_at = stated.function_phone.iter().chain(&stated.function_email);
    let named = stated
        .place
        .as_ref()
        .and_then(|slug| graph.version.place(slug.as_str()));
    let reached_at = reached_at.chain(named.map(|place| &place.name));
    let reached_at: Vec<&str> = reached_at.map(String::as_str).collect();
    let in_words = |label: &str| [&[label], &reached_at[..]].concat().join(": ");
    let mut description = vec![CatalogueText::from(Text::new(in_words(&label.sv), in_words(&label.en)))];
    description.extend(stated.note.clone());
    let page = stated.web_page.as_deref().map(|page| json!({"@id": graph.page(page)}));
    let hours = hours(graph, place, stated);
    let kind = code::own(graph, "channel", kind, &label);
    graph.add(json!({
        "@id": graph.part(place),
        "@type": "Channel",
        "Channel.identifier": graph.identifier(place),
        "Channel.type": kind,
        "Channel.description": all_in_each_language(description.iter()),
        "Channel.openingHours": Vec::from_iter(hours),
        "Channel.processingTime": stated.processing_time.as_ref().map(ProcessingTime::in_days),
        "foaf:page": page,
    }))
}

/// The word of a kind of channel and its name.
pub(crate) const fn channel_label(kind: ChannelKind) -> (&'static str, Text) {
    match kind {
        ChannelKind::Phone => ("functionPhone", PHONE),
        ChannelKind::EService => ("eService", E_SERVICE),
        ChannelKind::Email => ("functionEmail", EMAIL),
        ChannelKind::Visit => ("place", PLACE),
        ChannelKind::Form => ("form", text!("Blankett", "Form")),
        ChannelKind::Letter => ("letter", text!("Brev", "Letter")),
        ChannelKind::Chat => ("chat", text!("Chatt", "Chat")),
    }
}

/// When a channel is open, in words.
fn hours(graph: &mut Graph, place: &str, stated: &Channel) -> Option<Value> {
    let hours = stated.hours.iter().map(|hours| hours.in_words().into());
    let schedules = stated.schedules.iter().map(Schedule::in_words);
    let texts: Vec<CatalogueText> = hours.chain(schedules).collect();
    (!texts.is_empty()).then(|| {
        graph.add(json!({
            "@id": graph.part(&format!("{place}/hours")),
            "@type": "TemporalEntity",
            "TemporalEntity.description": all_in_each_language(texts.iter()),
        }))
    })
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
            name: version.name.sv.clone(),
            function_phone: version.function_phone.clone(),
            function_email: version.function_email.clone(),
            web_page: version.web_page.clone(),
            postal_address: None,
            visiting_address: None,
        };
        graph.contact_point(&graph.part("/contact"), &contact)
    })
}
