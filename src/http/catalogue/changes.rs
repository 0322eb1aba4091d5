//! The changes of the catalogue in order, for clients that hold a copy.

use std::sync::Arc;
use std::time::Duration;

use actix_web::get;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::documents::faults::Faults;
use crate::documents::node::Node;
use crate::documents::read::line;
use crate::domain::text::text;
use crate::domain::{Code, Generation, Kommunkod};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::query::{Query, number, query};
use crate::http::response::feed::After;
use crate::http::response::link::Link;
use crate::http::response::{Freshness, json};
use crate::store::catalogue::changes::{KeptChange, LogHead, changes, log_head};

const MAX_WAIT: i64 = 20;

/// A part of the changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct Changes {
    /// The changes in order.
    pub changes: Vec<ChangeView>,
    /// The generation of the database. Numbers of another generation name other changes.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub generation: String,
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
    /// How to follow the changes.
    Following {
        /// The longest wait for a change, in seconds. / Högst så många sekunder att vänta på en ändring.
        #[param(value_type = Option<u8>, minimum = 0, maximum = 20, default = 0, example = 0)]
        wait: u8 = "wait", number(0, MAX_WAIT) => 0;
        /// The `generation` that `after` belongs to, from the answer with that number. / Den `generation` som `after` hör till.
        #[param(value_type = Option<String>, format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
        generation: Option<Generation> = "generation", generation;
    }
}

fn generation(node: &Node, faults: &mut Faults) -> Option<Generation> {
    let text = line(node, faults)?;
    if Uuid::parse_str(&text).is_err() {
        let detail = text!("Skicka generation som i svaret.", "Send generation as in the answer.");
        faults.at(node, Code::InvalidFormat, detail);
        return None;
    }
    Some(Generation::new(text))
}

/// List the changes of the catalogue.
///
/// Listar katalogens ändringar i ordning, för den som har en kopia. Börja med `after=0`, och följ sedan länken `next`, eller
/// skicka det nummer du läste sist med svarets `generation`. Borttagna objekt har `gone: true`. Med `wait` väntar frågan tills
/// något ändras. 410: databasen har återställts, eller numret finns inte; börja om med `after=0` och ersätt din kopia.
///
/// Lists the changes of the catalogue in order, for clients with a copy. Begin with `after=0`, then follow the link `next`,
/// or send the last number that you read with the `generation` of the answer. Deleted objects have `gone: true`. With
/// `wait`, the request waits until something changes. 410: the database was restored, or the number does not exist; begin
/// again with `after=0` and replace your copy.
#[utoipa::path(
    tag = "api", params(After, Following),
    responses((status = 200, description = "Ändringarna. / The changes.", body = Changes)),
)]
#[get("/changes")]
pub(crate) async fn list_catalogue_changes(Query((after, following)): Query<(After, Following)>, call: Call) -> Answer {
    let known = following.generation;
    let continues = |head: &LogHead| {
        let is_known = known.as_ref().is_none_or(|known| *known == head.generation);
        (is_known && after.after <= head.revision())
            .then_some(())
            .ok_or(Problem::of(Kind::PositionGone))
    };
    let before = Arc::clone(&call.catalogue());
    let is_newer = || {
        let now = call.catalogue();
        now.revision() > after.after || now.generation() != before.generation()
    };
    if following.wait > 0 && !is_newer() {
        continues(&call.store.read(log_head).await?)?;
        let place = call.waiting.take_place(call.client_address(&call.request));
        let _place = place.ok_or(Problem::of(Kind::TooManyWaiters))?;
        let longest = Duration::from_secs(following.wait.into());
        call.waiting.until(longest, || is_newer() || call.is_stopping()).await;
    }
    let found = call.store.read_one_moment(move |connection| {
        let head = log_head(connection)?;
        Ok((head, changes(connection, after.after, after.rows())?))
    });
    let (head, found) = found.await?;
    continues(&head)?;
    let LogHead { generation, tagged } = head;
    json(&call.request, &Freshness::of(tagged), || {
        let last = found.last().map_or(after.after, |change| change.revision);
        let generation = generation.to_string();
        Ok(Changes {
            changes: found.into_iter().map(view).collect::<Result<_, _>>()?,
            links: after.links(call.own(), Some(last), &[("generation", generation.clone())]),
            generation,
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
