//! Subscriptions: created, listed, shown and deleted.

use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, delete, get, post, web};
use chrono::SubsecRound as _;
use url::Url;
use uuid::Uuid;

use crate::delivery::addresses::NotAllowed;
use crate::delivery::signature::NewSecret;
use crate::documents::faults::Faults;
use crate::documents::json::document;
use crate::documents::readers::subscription::subscription as read;
use crate::domain::subscriptions::event::EventKind;
use crate::domain::subscriptions::request::SubscriptionRequest;
use crate::domain::text::text;
use crate::domain::{Code, Kommunkod};
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::address::MunicipalityPath;
use crate::http::request::body::{Body, ONE};
use crate::http::request::permission::{Subscriber, scope_missing};
use crate::http::response::created_json;
use crate::http::response::page::{Page, page_of};
use crate::http::state::municipality;
use crate::store::subscriptions::rows::{NewSubscription, add, delete, of_municipality};

use super::changes::change;
use super::paths::{SubscriptionPath, subscription};
use super::views::{CreatedView, SubscriptionView, address, view};

/// The most subscriptions of a municipality.
const MOST: i64 = 20;

page_of! {
    /// A page of subscriptions.
    Subscriptions {
        /// The subscriptions, the oldest first.
        subscriptions: SubscriptionView
    }
}

/// Create a subscription.
///
/// Skapar en prenumeration på händelser i kommunen, från och med nu. De skickas med POST till `url` som CloudEvents,
/// signerade enligt Standard Webhooks. Hemligheten som signerar visas bara i det här svaret. En händelse kan komma flera
/// gånger, alltid med samma `webhook-id`.
///
/// Creates a subscription to events in the municipality, from now on. They are posted to `url` as CloudEvents, signed by
/// Standard Webhooks. The secret that signs is shown only in this answer. An event may come more than once, always with the
/// same `webhook-id`.
#[utoipa::path(
    tag = "subscriptions", params(MunicipalityPath), request_body = SubscriptionRequest,
    responses((status = 201, description = "Prenumerationen. / The subscription.", body = CreatedView)),
    security(("token" = ["subscriptions:write"])),
)]
#[post("/municipalities/{kommunkod}/subscriptions")]
pub(crate) async fn create_subscription(subscriber: Subscriber, call: Call, body: Body<ONE>) -> Answer {
    let body = body.json().await?;
    // An address may have a key with many digits.
    let request = document(&body, Faults::refuse_identities, read).map_err(Problem::of_faults)?;
    let kommunkod = subscriber.kommunkod;
    municipality(&call.catalogue(), kommunkod)?;
    let kinds = request.kinds.unwrap_or_else(|| EventKind::BY_DEFAULT.to_vec());
    if kinds.contains(&EventKind::ReportOverdue) {
        may_read_records(&subscriber)?;
    }
    check(&call, &request.url)?;
    let secret = NewSecret::random(&call.secret);
    let new = NewSubscription {
        id: Uuid::new_v4().to_string(),
        kommunkod,
        url: request.url,
        kinds,
        secret: secret.encrypted,
        at: call.clock.now().trunc_subsecs(3).naive_utc(),
    };
    let id = new.id.clone();
    let added = change(&call, &subscriber, ("create", &id), move |connection| {
        Ok(add(connection, &new, MOST)?.ok_or(Kind::TooManySubscriptions))
    });
    let kept = added.await?.map_err(Problem::of)?;
    let location = address(&call.base(), &kept);
    let created = CreatedView {
        secret: secret.shown,
        subscription: view(kept, call.clock.now(), &call.base()),
    };
    let mut answer = created_json(&call.request, &created)?;
    if let Ok(location) = location.parse() {
        answer.headers_mut().insert(LOCATION, location);
    }
    Ok(answer)
}

/// Whether somebody may know which reports are late, in the whole municipality.
fn may_read_records(subscriber: &Subscriber) -> Result<(), Problem> {
    if !subscriber.caller.has_scope("records:read") {
        return Err(scope_missing("records:read"));
    }
    if subscriber.caller.bodies.is_some() {
        return Err(Problem::of(Kind::Fault(Code::OtherBody)));
    }
    Ok(())
}

/// Refuses an address that can never receive messages.
fn check(call: &Call, address: &str) -> Result<(), Problem> {
    let refused = |detail| Problem::of_fault("/url", Code::ReceiverNotAllowed, detail);
    let url = Url::parse(address).map_err(|_| Problem::of(Kind::Internal))?;
    call.deliverer.networks().check(&url).map_err(|why| match why {
        NotAllowed::NotEncrypted => refused(text!(
            "Adressen ska börja med https.",
            "The address must begin with https."
        )),
        NotAllowed::NotPublic => refused(text!(
            "Adressen är inte publik: den är privat, eller leder till tjänstens egen maskin.",
            "The address is not public: it is private, or leads to the machine of the service."
        )),
    })
}

/// List subscriptions.
///
/// Listar kommunens prenumerationer, och om deras meddelanden kommer fram.
///
/// Lists the subscriptions of the municipality, and whether their messages arrive.
#[utoipa::path(
    tag = "subscriptions", params(MunicipalityPath, Page),
    responses((status = 200, description = "Prenumerationerna. / The subscriptions.", body = Subscriptions)),
    security(("token" = ["subscriptions:write"])),
)]
#[get("/municipalities/{kommunkod}/subscriptions")]
pub(crate) async fn list_subscriptions(subscriber: Subscriber<Page>, call: Call) -> Answer {
    let kommunkod: Kommunkod = subscriber.kommunkod;
    let found = call
        .store
        .read(move |connection| of_municipality(connection, kommunkod));
    let (found, now, base) = (found.await?, call.clock.now(), call.base());
    let page = Subscriptions::page(found, subscriber.query, call.own(), |kept| view(kept, now, &base));
    call.uncached_json(&page)
}

/// Get a subscription.
///
/// Visar en prenumeration, och om dess meddelanden kommer fram.
///
/// Shows a subscription, and whether its messages arrive.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath),
    responses((status = 200, description = "Prenumerationen. / The subscription.", body = SubscriptionView)),
    security(("token" = ["subscriptions:write"])),
)]
#[get("/municipalities/{kommunkod}/subscriptions/{id}")]
pub(crate) async fn get_subscription(_: Subscriber, path: web::Path<SubscriptionPath>, call: Call) -> Answer {
    let kept = subscription(&call, path.into_inner()).await?;
    call.uncached_json(&view(kept, call.clock.now(), &call.base()))
}

/// Delete a subscription.
///
/// Tar bort en prenumeration. Ett meddelande som redan är på väg kan komma fram ändå.
///
/// Deletes a subscription. A message that is already on its way may still arrive.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath),
    responses((status = 204, description = "Prenumerationen är borttagen. / The subscription is deleted.")),
    security(("token" = ["subscriptions:write"])),
)]
#[delete("/municipalities/{kommunkod}/subscriptions/{id}")]
pub(crate) async fn delete_subscription(
    subscriber: Subscriber,
    path: web::Path<SubscriptionPath>,
    call: Call,
) -> Answer {
    let (kommunkod, id) = (subscriber.kommunkod, path.id.clone());
    let deleted = change(&call, &subscriber, ("delete", &path.id), move |connection| {
        let is_deleted = delete(connection, kommunkod, &id)?;
        Ok(is_deleted.then_some(()).ok_or(Kind::UnknownSubscription))
    });
    deleted.await?.map_err(Problem::of)?;
    Ok(HttpResponse::NoContent().finish())
}
