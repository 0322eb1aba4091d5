//! Audit events: who changed what, and when.

use actix_web::get;
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::audit::AuditEvent;
use crate::http::call::{Answer, Call};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::permission::AuditReader;
use crate::http::response::feed::After;
use crate::http::response::link::Link;
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
    /// The number, from 1 without gaps.
    #[schema(minimum = 1, example = 7)]
    pub seq: i64,
    /// The time.
    pub at: DateTime<Utc>,
    /// The client.
    #[schema(example = "tomelilla-webb")]
    pub client_id: String,
    /// Who made the change: the id of a key, and a hash of issuer and subject with that key.
    #[schema(example = "0a1b2c3d:5f0c…")]
    pub actor: String,
    /// The action.
    #[schema(example = "put")]
    pub action: String,
    /// The kind of object.
    #[schema(example = "version")]
    pub object_kind: String,
    /// The object.
    #[schema(example = "trygghetslarm@2025-07-01")]
    pub object_key: String,
    /// The revision of the catalogue, if the event made one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
    /// The SHA-256 of the object before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_sha256: Option<String>,
    /// The SHA-256 of the object after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_sha256: Option<String>,
    /// The trace of the request.
    #[schema(example = "4bf92f3577b34da6a3ce929d0e0e4736")]
    pub trace_id: String,
    /// The hash of the previous event.
    pub prev_hash: String,
    /// The hash of this event.
    pub hash: String,
}

/// List a municipality's audit events.
///
/// Listar vem som ändrade vad, och när. Varje händelse innehåller den föregåendes hash, så att ändringar i loggen upptäcks.
///
/// Lists who changed what, and when. Each event contains the hash of the previous event, which reveals changes to the log.
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
    let found = found.await?;
    let links = after.links(call.own(), found.last().map(|event| event.seq), &[]);
    let audit_events = found.into_iter().map(view).collect();
    call.uncached_json(&AuditEvents { audit_events, links })
}

fn view(event: AuditEvent) -> AuditEventView {
    let done = event.audit_entry;
    AuditEventView {
        seq: event.seq,
        at: done.at,
        client_id: done.client_id,
        actor: done.actor,
        action: done.action,
        object_kind: done.object_kind,
        object_key: done.object_key,
        revision: done.revision,
        before_sha256: done.before_sha256,
        after_sha256: done.after_sha256,
        trace_id: done.trace_id,
        prev_hash: event.prev_hash,
        hash: event.hash,
    }
}
