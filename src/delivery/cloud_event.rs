//! An event as a CloudEvent 1.0 in JSON.

use serde_json::{Map, Value, json};

use crate::domain::Generation;
use crate::domain::subscriptions::event::{Event, EventKind, Position};

/// The media type of a message.
pub(super) const CLOUD_EVENT: &str = "application/cloudevents+json; charset=utf-8";

/// The JSON of an event. `base` is the public address of the API.
pub(super) fn body(event: &Event, id: &str, generation: &Generation, base: &str) -> Vec<u8> {
    let municipality = format!("{base}/municipalities/{}", event.kommunkod);
    let mut data = Map::new();
    data.insert("kommunkod".into(), event.kommunkod.as_str().into());
    if !event.key.is_empty() {
        data.insert("key".into(), event.key.as_str().into());
    }
    match event.position {
        Position::Revision(revision) => {
            data.insert("revision".into(), revision.into());
            data.insert("generation".into(), generation.as_str().into());
            data.insert("gone".into(), event.gone.into());
        }
        Position::Outside if event.kind == EventKind::CatalogueRestored => {
            data.insert("generation".into(), generation.as_str().into());
        }
        Position::Event(_) | Position::Outside => {}
    }
    if let Some(due) = event.due {
        data.insert("due".into(), due.to_string().into());
    }
    if let Some(address) = about(event, base, &municipality) {
        data.insert("about".into(), address.into());
    }
    let mut message = json!({
        "specversion": "1.0",
        "id": id,
        "source": municipality,
        "type": event.kind.name(),
        "time": event.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "datacontenttype": "application/json",
        "data": data,
    });
    if !event.key.is_empty() {
        message["subject"] = Value::from(event.key.as_str());
    }
    serde_json::to_vec(&message).expect("texts and numbers")
}

/// Where to read more about an event.
fn about(event: &Event, base: &str, municipality: &str) -> Option<String> {
    if event.gone {
        return None;
    }
    let (first, rest) = event.key.split_once(['@', '/']).unwrap_or((&event.key, ""));
    Some(match event.kind {
        EventKind::MunicipalityChanged | EventKind::SubscriptionTest => municipality.to_owned(),
        EventKind::VersionChanged | EventKind::WithdrawalChanged | EventKind::FollowUpDue => {
            format!("{municipality}/insatser/{first}?asOf={rest}")
        }
        EventKind::ProviderChanged | EventKind::AgreementChanged | EventKind::AgreementEnding => {
            format!("{municipality}/providers/{first}")
        }
        EventKind::ReleasePublished => format!("{municipality}/statistics"),
        EventKind::ReportOverdue => format!("{municipality}/reporting"),
        EventKind::CatalogueRestored => format!("{base}/changes?after=0"),
    })
}
