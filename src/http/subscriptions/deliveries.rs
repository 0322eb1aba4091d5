//! The deliveries of a subscription, and a delivery to test it.

use actix_web::{get, post, web};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::Subscriber;
use crate::http::response::link::Link;
use crate::http::response::page::{Meta, Page};
use crate::http::trace::Trace;
use crate::store::subscriptions::deliveries::list;
use crate::store::subscriptions::progress::write_attempts;

use super::paths::{SubscriptionPath, subscription};
use super::views::{DeliveryView, attempt, delivery};

/// A page of deliveries.
#[derive(Serialize, ToSchema)]
pub(crate) struct Deliveries {
    /// The attempts to deliver, the latest first.
    deliveries: Vec<DeliveryView>,
    /// The position of the page in the list.
    #[serde(rename = "_meta")]
    meta: Meta,
    /// This page and its neighbours.
    #[serde(rename = "_links")]
    links: Vec<Link>,
}

/// List the deliveries of a subscription.
///
/// Listar försöken att leverera under de senaste 30 dagarna, det senaste först: när, hur det gick, mottagarens status och
/// hur länge det tog.
///
/// Lists the attempts to deliver of the last 30 days, the latest first: when, how each ended, the status of the receiver and
/// how long it took.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath, Page),
    responses((status = 200, description = "Försöken. / The attempts.", body = Deliveries)),
    security(("token" = ["subscriptions:write"])),
)]
#[get("/municipalities/{kommunkod}/subscriptions/{id}/deliveries")]
pub(crate) async fn list_deliveries(
    subscriber: Subscriber<Page>,
    path: web::Path<SubscriptionPath>,
    call: Call,
) -> Answer {
    let page = subscriber.query;
    let kept = subscription(&call, path.into_inner()).await?;
    let (skipped, limit) = page.rows();
    let found = call
        .store
        .read_one_moment(move |connection| list(connection, &kept.id, skipped, limit));
    let (found, all) = found.await?;
    let all = usize::try_from(all).unwrap_or_default();
    call.uncached_json(&Deliveries {
        meta: page.meta(all, found.len()),
        deliveries: found.into_iter().map(delivery).collect(),
        links: page.links(call.own(), all),
    })
}

/// Send a test to a subscription.
///
/// Skickar ett meddelande av sorten `subscription.test` på en gång, också till en avstängd prenumeration, och visar hur det
/// gick.
///
/// Sends a message of the kind `subscription.test` at once, also to a disabled subscription, and shows how it ended.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath),
    responses((status = 200, description = "Försöket. / The attempt.", body = DeliveryView)),
    security(("token" = ["subscriptions:write"])),
)]
#[post("/municipalities/{kommunkod}/subscriptions/{id}/test")]
pub(crate) async fn test_subscription(_: Subscriber, path: web::Path<SubscriptionPath>, call: Call) -> Answer {
    let kept = subscription(&call, path.into_inner()).await?;
    let trace = Trace::of_request(&call.request).header();
    let sent = call
        .deliverer
        .send_test(&kept, trace.to_str().unwrap_or_default())
        .await;
    let made = sent.map_err(|_| Problem::of(Kind::SecretUnreadable))?;
    let shown = attempt(&made);
    let written = call
        .store
        .write(move |connection| write_attempts(connection, &kept.id, std::slice::from_ref(&made)));
    written.await?;
    call.uncached_json(&shown)
}
