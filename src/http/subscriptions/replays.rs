//! Events that are sent again.

use actix_web::{post, web};
use utoipa::ToSchema;

use crate::documents::readers::subscription::from_revision;
use crate::domain::Code;
use crate::domain::text::composed;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::Subscriber;
use crate::store::catalogue::changes::log_head;
use crate::store::subscriptions::events::last_number;
use crate::store::subscriptions::rows::{Cursor, continue_after, find};

use super::changes::change;
use super::paths::SubscriptionPath;
use super::views::{SubscriptionView, view};

/// From where to send again.
#[derive(ToSchema)]
#[schema(as = ReplayRequest, rename_all = "camelCase")]
pub(crate) struct ReplayBody {
    /// The first revision whose events are sent again.
    #[schema(minimum = 1, example = 41)]
    #[expect(dead_code, reason = "only the specification reads it")]
    from_revision: i64,
}

/// Send the events of a subscription again.
///
/// Skickar katalogens händelser igen från och med en revision, med samma `webhook-id` som förut, och sätter på en avstängd
/// prenumeration. Övriga händelser fortsätter där de var.
///
/// Sends the events of the catalogue again from a revision on, with the same `webhook-id` as before, and enables a disabled
/// subscription. Other events go on where they were.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath), request_body = ReplayBody,
    responses((status = 200, description = "Prenumerationen. / The subscription.", body = SubscriptionView)),
    security(("token" = ["subscriptions:write"])),
)]
#[post("/municipalities/{kommunkod}/subscriptions/{id}/replays")]
pub(crate) async fn replay_subscription(
    subscriber: Subscriber,
    path: web::Path<SubscriptionPath>,
    call: Call,
    body: Body<ONE>,
) -> Answer {
    let revision = body.read(from_revision).await?;
    let (kommunkod, id, now) = (subscriber.kommunkod, path.id.clone(), call.clock.now());
    let replayed = change(&call, &subscriber, ("replay", &path.id), move |connection| {
        let Some(kept) = find(connection, kommunkod, &id)? else {
            return Ok(Err(Problem::of(Kind::UnknownSubscription)));
        };
        let head = log_head(connection)?;
        if revision > head.revision() {
            return Ok(Err(too_late(head.revision())));
        }
        let is_restored = head.generation != kept.cursor.generation;
        let cursor = Cursor {
            revision: revision - 1,
            generation: head.generation,
            // The numbers of another generation name other events.
            event: if is_restored {
                last_number(connection, kommunkod)?
            } else {
                kept.cursor.event
            },
        };
        continue_after(connection, &id, &cursor, now.naive_utc())?;
        let replayed = find(connection, kommunkod, &id)?;
        Ok(replayed.ok_or(Problem::of(Kind::UnknownSubscription)))
    });
    let kept = replayed.await??;
    call.deliverer.wake();
    call.uncached_json(&view(kept, now, &call.base()))
}

fn too_late(last: i64) -> Problem {
    let detail = composed!(
        "Högst {last}, den senaste revisionen.",
        "At most {last}, the latest revision."
    );
    Problem::of_fault("/fromRevision", Code::OutOfRange, detail)
}
