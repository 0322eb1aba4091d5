//! Rotation of the secrets that sign messages.

use std::time::Duration;

use actix_web::{post, web};
use chrono::{DateTime, SubsecRound as _, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::delivery::signature::NewSecret;
use crate::http::call::{Answer, Call};
use crate::http::problems::{Kind, Problem};
use crate::http::request::permission::Subscriber;
use crate::store::subscriptions::rows::{find, rotate};

use super::changes::change;
use super::paths::SubscriptionPath;

/// How long the secret before the current one signs too.
const BOTH_SIGN: Duration = Duration::from_hours(24);

/// A new secret, which is shown only once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RotatedSecret)]
pub(crate) struct RotatedView {
    /// The new secret.
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    secret: String,
    /// Until when each message has a signature by the secret before too.
    previous_secret_valid_until: DateTime<Utc>,
}

/// Rotate the secret of a subscription.
///
/// Gör en ny hemlighet, som bara visas i det här svaret. I 24 timmar signeras varje meddelande med båda, så att mottagaren
/// hinner byta.
///
/// Makes a new secret, which is shown only in this answer. For 24 hours each message is signed with both, so that the
/// receiver has time to change.
#[utoipa::path(
    tag = "subscriptions", params(SubscriptionPath),
    responses((status = 200, description = "Den nya hemligheten. / The new secret.", body = RotatedView)),
    security(("token" = ["subscriptions:write"])),
)]
#[post("/municipalities/{kommunkod}/subscriptions/{id}/secrets")]
pub(crate) async fn rotate_subscription_secret(
    subscriber: Subscriber,
    path: web::Path<SubscriptionPath>,
    call: Call,
) -> Answer {
    let secret = NewSecret::random(&call.secret);
    let until = call.clock.now().trunc_subsecs(3) + BOTH_SIGN;
    let (kommunkod, id, encrypted) = (subscriber.kommunkod, path.id.clone(), secret.encrypted);
    let rotated = change(&call, &subscriber, ("rotateSecret", &path.id), move |connection| {
        let Some(kept) = find(connection, kommunkod, &id)? else {
            return Ok(Err(Kind::UnknownSubscription));
        };
        let previous = (kept.secrets.current.as_str(), until.naive_utc());
        rotate(connection, &id, &encrypted, previous).map(Ok)
    });
    rotated.await?.map_err(Problem::of)?;
    call.uncached_json(&RotatedView {
        secret: secret.shown,
        previous_secret_valid_until: until,
    })
}
