//! The changes of the catalogue in order, for clients that hold a copy.

use std::time::Duration;

use actix_web::get;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::domain::Kommunkod;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{Query, number, query};
use crate::http::response::feed::After;
use crate::http::response::link::Link;
use crate::http::response::{Freshness, json};
use crate::store::catalogue::changes::{KeptChange, changes};

const MAX_WAIT: i64 = 20;

/// A part of the changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changes {
    /// The changes in order.
    pub changes: Vec<ChangeView>,
    /// This part and the next.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// A change of one object.
#[derive(Serialize, ToSchema)]
#[schema(as = CatalogueChange)]
pub(crate) struct ChangeView {
    /// The number of the change. Revisions have no gaps and become visible in order.
    #[schema(minimum = 1, example = 41)]
    pub revision: i64,
    /// The municipality.
    #[schema(value_type = Kommunkod)]
    pub kommunkod: String,
    /// The kind of object: `municipality`, `version`, `withdrawal`, `provider` or `agreement`. More may come.
    #[schema(example = "version")]
    pub kind: String,
    /// The object within municipality and kind: `slug@validFrom`, `provider`, `provider/agreement`, or the kommunkod.
    #[schema(example = "trygghetslarm@2025-07-01")]
    pub key: String,
    /// The time of the change.
    pub at: DateTime<Utc>,
    /// Whether the object was deleted.
    pub gone: bool,
    /// The lowest format that evaluates the object truly. A program that does not know it treats the criteria as unknown.
    #[schema(minimum = 1, example = 1)]
    pub format: i32,
    /// The object after the change; absent if it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub document: Option<Box<RawValue>>,
}

query! {
    /// How long to wait.
    Wait {
        /// The longest wait for a change, in seconds. / Högst så många sekunder att vänta på en ändring.
        #[param(value_type = Option<u8>, minimum = 0, maximum = 20, default = 0, example = 0)]
        wait: u8 = "wait", number(0, MAX_WAIT) => 0;
    }
}

/// List the changes of the catalogue.
///
/// Listar katalogens ändringar i ordning, för den som har en kopia. Börja med `after=0`, och skicka sedan det nummer du läste
/// sist. Borttagna objekt har `gone: true`. Med `wait` väntar frågan tills något ändras.
///
/// Lists the changes of the catalogue in order, for clients with a copy. Begin with `after=0`, then send the last number
/// that you read. Deleted objects have `gone: true`. With `wait`, the request waits until something changes.
#[utoipa::path(
    tag = "api", params(After, Wait),
    responses((status = 200, description = "Ändringarna. / The changes.", body = Changes)),
)]
#[get("/changes")]
pub(crate) async fn list_catalogue_changes(Query((after, wait)): Query<(After, Wait)>, call: Call) -> Answer {
    let Wait { wait } = wait;
    let is_newer = || call.catalogue().revision() > after.after;
    if wait > 0 && !is_newer() {
        let place = call.waiting.take_place(call.client_address(&call.request));
        let _place = place.ok_or(Problem::of(Kind::TooManyWaiters))?;
        let longest = Duration::from_secs(wait.into());
        call.waiting.until(longest, || is_newer() || call.is_stopping()).await;
    }
    let freshness = Freshness::of(call.catalogue().revision());
    let found = call
        .store
        .read(move |connection| changes(connection, after.after, after.rows()))
        .await?;
    json(&call.request, &freshness, || {
        let last = found.last().map_or(after.after, |change| change.revision);
        Ok(Changes {
            changes: found.into_iter().map(view).collect::<Result<_, _>>()?,
            links: after.links(call.own(), Some(last)),
        })
    })
}

fn view(change: KeptChange) -> Result<ChangeView, Problem> {
    let document = change.json.map(RawValue::from_string).transpose();
    let document = document.map_err(|_| Problem::of(Kind::Internal))?;
    Ok(ChangeView {
        revision: change.revision,
        kommunkod: change.kommunkod,
        kind: change.kind,
        key: change.key,
        at: change.at,
        gone: document.is_none(),
        format: change.format,
        document,
    })
}
