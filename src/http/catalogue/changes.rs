//! Every change of the catalogue in one order, for those who keep a copy.

use std::time::Duration;

use actix_web::get;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::documents::read::Members;
use crate::domain::kommun::Kommunkod;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{FromQuery, Query, number};
use crate::http::response::feed::After;
use crate::http::response::link::{Link, OwnAddress};
use crate::http::response::{Freshness, json};
use crate::store::catalogue::changes::{KeptChange, changes};

/// The longest that one may wait for a change, in seconds.
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
    /// Its number: they have no gaps, and become visible in order.
    #[schema(minimum = 1, example = 41)]
    pub revision: i64,
    /// Whose catalogue it changed.
    #[schema(value_type = Kommunkod)]
    pub kommunkod: String,
    /// The kind of object: `municipality`, `version`, `withdrawal`, `provider` or `agreement`. Be prepared for more.
    #[schema(example = "version")]
    pub kind: String,
    /// The object within municipality and kind: `slug@validFrom`, `provider`, `provider/agreement`, or the kommunkod.
    #[schema(example = "trygghetslarm@2025-07-01")]
    pub key: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the object is gone.
    pub gone: bool,
    /// The object as it stands from then on; absent when it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub document: Option<Box<RawValue>>,
}

/// How long to wait.
#[derive(Clone, Copy, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wait {
    /// How many seconds to wait for a change when there is none. / Hur många sekunder att vänta när inget har ändrats.
    #[param(value_type = Option<u8>, minimum = 0, maximum = 20, default = 0, example = 0)]
    wait: u8,
}

impl FromQuery for Wait {
    fn read(parameters: &mut Members, _: NaiveDate) -> Option<Self> {
        Some(Self {
            wait: parameters.optional("wait", number(0, MAX_WAIT)).unwrap_or(0),
        })
    }
}

/// List the changes of the catalogue.
///
/// Listar varje ändring av katalogen i en enda ordning, för den som håller en kopia. Börja från 0 och fråga sedan efter det
/// som kommer efter det nummer du läste sist. Det som tagits bort står med `gone`. Med `wait` dröjer svaret tills något
/// ändras.
///
/// Lists every change of the catalogue in one order, for those who keep a copy. Begin at 0, then ask for what comes after
/// the number you read last. What is gone stands with `gone`. With `wait` the answer tarries until something changes.
#[utoipa::path(
    tag = "api", params(After, Wait),
    responses((status = 200, description = "Ändringarna. / The changes.", body = Changes)),
)]
#[get("/changes")]
pub(crate) async fn list_changes(Query((after, wait)): Query<(After, Wait)>, call: Call) -> Answer {
    let Wait { wait } = wait;
    let is_newer = || call.catalogue().revision() > after.after;
    if wait > 0 && !is_newer() {
        let place = call.waiting.take_place(&call.client_address(&call.request));
        let _place = place.ok_or(Problem::of(Kind::TooManyWaiters))?;
        let longest = Duration::from_secs(wait.into());
        call.waiting.until(longest, || is_newer() || call.is_stopping()).await;
    }
    let freshness = Freshness::of(call.catalogue().revision());
    let found = call
        .store
        .read(move |connection| changes(connection, after.after, after.rows()))
        .await?;
    json(&call.request, &freshness, || list(found, after, call.own()))
}

/// Shows a part of the changes.
pub(crate) fn list(found: Vec<KeptChange>, after: After, own: OwnAddress) -> Result<Changes, Problem> {
    let last = found.last().map(|change| change.revision);
    let views: Result<Vec<ChangeView>, Problem> = found.into_iter().map(view).collect();
    Ok(Changes {
        changes: views?,
        links: after.links(own, Some(last.unwrap_or(after.after))),
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
        document,
    })
}
