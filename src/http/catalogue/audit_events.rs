//! Who changed what when.

use actix_web::get;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::audit::AuditEvent;
use crate::http::call::{Answer, Call};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::AuditReader;
use crate::http::response::feed::After;
use crate::http::response::link::{Link, OwnAddress};
use crate::store::catalogue::audit::events;

/// A part of a municipality's audit chain.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuditEvents {
    /// The events in order.
    pub audit_events: Vec<AuditEventView>,
    /// This part and the next.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// An event of the audit chain.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AuditEvent)]
pub(crate) struct AuditEventView {
    /// Its number, from 1 without gaps.
    #[schema(minimum = 1, example = 7)]
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Through which client.
    #[schema(example = "tomelilla-webb")]
    pub client_id: String,
    /// By whom: a keyed hash of issuer and subject, with the key's id before it.
    #[schema(example = "0a1b2c3d:5f0c…")]
    pub actor: String,
    /// What was done.
    #[schema(example = "put")]
    pub action: String,
    /// The kind of object.
    #[schema(example = "version")]
    pub object_kind: String,
    /// The object.
    #[schema(example = "trygghetslarm@2025-07-01")]
    pub object_key: String,
    /// The revision of the catalogue that it made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// The SHA-256 of the object before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_sha256: Option<String>,
    /// The SHA-256 of the object afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_sha256: Option<String>,
    /// The trace that it was done in.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: String,
    /// The hash of the event before.
    pub prev_hash: String,
    /// The hash of this event.
    pub hash: String,
}

/// List a municipality's audit events.
///
/// Listar vem som ändrat vad och när. Varje händelse bär den föregåendes hash: det som ändras, tas bort, flyttas eller kapas
/// i slutet syns.
///
/// Lists who changed what when. Each event carries the hash of the one before: what is changed, taken out, moved or cut off
/// at the end is seen.
#[utoipa::path(
    tag = "municipalities", params(MunicipalityPath, After),
    responses((status = 200, description = "Händelserna. / The events.", body = AuditEvents)),
    security(("token" = ["audit:read"])),
)]
#[get("/municipalities/{kommunkod}/audit-events")]
pub(crate) async fn list_audit_events(reader: AuditReader<After>, call: Call) -> Answer {
    let (kommunkod, after) = (reader.kommunkod, reader.query);
    let found = call
        .store
        .read(move |connection| events(connection, kommunkod, after.after, after.rows()));
    call.uncached_json(&list(found.await?, after, call.own()))
}

/// Shows a part of an audit chain.
pub(crate) fn list(events: Vec<AuditEvent>, after: After, own: OwnAddress) -> AuditEvents {
    let last = events.last().map(|event| event.seq);
    AuditEvents {
        audit_events: events.into_iter().map(view).collect(),
        links: after.links(own, last),
    }
}

fn view(event: AuditEvent) -> AuditEventView {
    let AuditEvent {
        seq,
        audit_entry,
        prev_hash,
        hash,
    } = event;
    AuditEventView {
        seq,
        at: audit_entry.at,
        client_id: audit_entry.client_id,
        actor: audit_entry.actor,
        action: audit_entry.action,
        object_kind: audit_entry.object_kind,
        object_key: audit_entry.object_key,
        revision: audit_entry.revision,
        before_sha256: audit_entry.before_sha256,
        after_sha256: audit_entry.after_sha256,
        trace_id: audit_entry.trace_id,
        prev_hash,
        hash,
    }
}
