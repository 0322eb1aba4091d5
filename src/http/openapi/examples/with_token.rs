//! The examples of what needs a token.

use serde_json::{Value, json};

use crate::domain::audit::{AuditEntry, AuditEvent, Head};
use crate::domain::insatser::municipality::Municipality;
use crate::domain::kommun::Kommunkod;
use crate::http::catalogue::{audit_events, follow_ups};
use crate::http::response::feed::After;
use crate::http::response::link::OwnAddress;
use crate::http::response::page::Page;

use super::{CATALOGUE, DAY, INSATS, KOMMUNKOD, records, statistics, value};

fn tomelilla() -> &'static Municipality {
    let kommunkod = Kommunkod::parse(KOMMUNKOD).expect("a municipality");
    CATALOGUE.municipality(kommunkod).expect("in the catalogue")
}

/// The example of an operation's request body, where it has one.
pub(crate) fn request(operation: &str) -> Option<Value> {
    let provider = &tomelilla().providers()["egen-regi"];
    match operation {
        "put_municipality" => Some(value(tomelilla().document())),
        "put_insats" => {
            let version = tomelilla().insatser()[INSATS].on(DAY)?.version();
            Some(value(&version.held.version))
        }
        "withdraw_insats" => Some(json!({
            "lastDay": "2027-06-30",
            "decision": {"body": "Vård- och omsorgsnämnden", "date": "2027-03-17", "reference": "2027-03-17 § 21", "adoption": "adopted"},
        })),
        "put_provider" => Some(value(&provider.provider)),
        "put_agreement" => provider.agreements.values().next().map(value),
        _ => records::request(operation).or_else(|| statistics::request(operation)),
    }
}

/// The example of an operation's answer, where it has one.
pub fn answer(operation: &str, municipality: &Municipality, own: OwnAddress) -> Option<Value> {
    match operation {
        "list_follow_ups" => {
            let all = crate::domain::publishing::follow_up::follow_ups(municipality, DAY);
            Some(value(&follow_ups::list(all, Page::default(), own)))
        }
        "list_audit_events" => {
            let audit_entry = AuditEntry {
                at: "2025-09-01T08:00:00Z".parse().expect("an instant"),
                client_id: "tomelilla-webb".into(),
                actor: "0a1b2c3d:1f".into(),
                action: "put".into(),
                object_kind: "version".into(),
                object_key: "trygghetslarm@2025-07-01".into(),
                revision: Some(6),
                before_sha256: None,
                after_sha256: Some("9f".into()),
                trace_id: "4bf92f3577b34da6a3ce929d0e0e4736".into(),
            };
            let event = AuditEvent::after(&Head::beginning(), KOMMUNKOD, audit_entry);
            let after = After { after: 0, limit: 100 };
            Some(value(&audit_events::list(vec![event], after, own)))
        }
        _ => records::answer(operation, municipality, own),
    }
}
