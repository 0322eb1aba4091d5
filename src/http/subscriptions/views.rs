//! Subscriptions and deliveries in answers.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::domain::subscriptions::event::EventKind;
use crate::domain::subscriptions::outcome::{DeliveryOutcome, DisabledReason};
use crate::domain::{Kommunkod, word};
use crate::http::response::link::Link;
use crate::store::subscriptions::deliveries::KeptDelivery;
use crate::store::subscriptions::progress::Attempt;
use crate::store::subscriptions::rows::KeptSubscription;

/// A subscription.
#[serde_with::skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Subscription)]
pub(crate) struct SubscriptionView {
    /// The id.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub id: String,
    /// The municipality.
    #[schema(value_type = Kommunkod)]
    pub kommunkod: String,
    /// Where the messages go.
    #[schema(format = "uri", example = "https://webb.example.se/hooks/insatskatalog")]
    pub url: String,
    /// The kinds of events.
    pub kinds: Vec<EventKind>,
    /// Whether messages arrive.
    pub status: SubscriptionStatus,
    /// Why the subscription is disabled. A replay enables it.
    pub disabled_reason: Option<DisabledReason>,
    /// Since when the subscription is disabled.
    pub disabled_at: Option<DateTime<Utc>>,
    /// Since when every attempt has failed.
    pub failing_since: Option<DateTime<Utc>>,
    /// When the next attempt is made, if the last one failed.
    pub next_try_at: Option<DateTime<Utc>>,
    /// The last revision of the catalogue whose events were delivered, or that has none for this subscription.
    #[schema(minimum = 0, example = 41)]
    pub delivered_through: i64,
    /// Until when the secret before the current one signs too.
    pub previous_secret_valid_until: Option<DateTime<Utc>>,
    /// When the subscription was created.
    pub created_at: DateTime<Utc>,
    /// Related resources.
    #[serde(rename = "_links")]
    pub links: Vec<Link>,
}

/// Whether the messages of a subscription arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SubscriptionStatus {
    /// The last attempt succeeded, or there was none.
    Active,
    /// The last attempts failed. The service tries again.
    Failing,
    /// The service sends nothing more.
    Disabled,
}

/// A new subscription with its secret, which is shown only once.
#[derive(Serialize, ToSchema)]
#[schema(as = CreatedSubscription)]
pub(crate) struct CreatedView {
    /// The secret that verifies signatures (Standard Webhooks).
    #[schema(example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")]
    pub secret: String,
    /// The subscription.
    #[serde(flatten)]
    pub subscription: SubscriptionView,
}

/// An attempt to deliver a message.
#[serde_with::skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Delivery)]
pub(crate) struct DeliveryView {
    /// The id of the message, as in `webhook-id`. The same in each attempt.
    #[schema(format = "uuid", example = "5f0c8b1e-7a53-4e0c-9a39-0d1a8f6f7c11")]
    pub message_id: String,
    /// The kind of the event.
    #[schema(value_type = EventKind)]
    pub kind: String,
    /// The number of the attempt, from 1.
    #[schema(minimum = 1, example = 1)]
    pub attempt: i32,
    /// When the attempt began.
    pub at: DateTime<Utc>,
    /// How the attempt ended.
    #[schema(value_type = DeliveryOutcome)]
    pub outcome: String,
    /// The status that the receiver answered.
    #[schema(minimum = 100, maximum = 999, example = 204)]
    pub status: Option<i32>,
    /// How long the attempt took, in milliseconds.
    #[schema(minimum = 0, example = 83)]
    pub millis: i64,
}

/// The address of a subscription.
pub(super) fn address(base: &str, subscription: &KeptSubscription) -> String {
    let KeptSubscription { kommunkod, id, .. } = subscription;
    format!("{base}/municipalities/{kommunkod}/subscriptions/{id}")
}

/// Shows a subscription. `base` is the public address of the API.
pub(super) fn view(subscription: KeptSubscription, now: DateTime<Utc>, base: &str) -> SubscriptionView {
    let own = address(base, &subscription);
    let status = match (&subscription.disabled, subscription.failing_since) {
        (Some(_), _) => SubscriptionStatus::Disabled,
        (None, Some(_)) => SubscriptionStatus::Failing,
        (None, None) => SubscriptionStatus::Active,
    };
    let previous = subscription.secrets.previous.map(|(_, until)| until);
    SubscriptionView {
        kommunkod: subscription.kommunkod.to_string(),
        kinds: subscription.kinds,
        status,
        disabled_at: subscription.disabled.map(|(at, _)| at),
        disabled_reason: subscription.disabled.and_then(|(_, reason)| reason),
        failing_since: subscription.failing_since,
        next_try_at: (status == SubscriptionStatus::Failing).then_some(subscription.next_try_at),
        delivered_through: subscription.cursor.revision,
        previous_secret_valid_until: previous.filter(|until| now < *until),
        created_at: subscription.created_at,
        links: vec![
            Link::get("self", own.clone()),
            Link::get("deliveries", format!("{own}/deliveries")),
        ],
        url: subscription.url,
        id: subscription.id,
    }
}

/// Shows a stored attempt.
pub(super) fn delivery(kept: KeptDelivery) -> DeliveryView {
    DeliveryView {
        at: kept.at(),
        message_id: kept.message_id,
        kind: kept.kind,
        attempt: kept.attempt,
        outcome: kept.outcome,
        status: kept.status,
        millis: kept.millis,
    }
}

/// Shows an attempt that was just made.
pub(super) fn attempt(made: &Attempt) -> DeliveryView {
    DeliveryView {
        message_id: made.message_id.clone(),
        kind: word::written(&made.kind),
        attempt: i32::try_from(made.number).unwrap_or(i32::MAX),
        at: made.at,
        outcome: word::written(&made.delivered.outcome),
        status: made.delivered.status.map(i32::from),
        millis: i64::try_from(made.delivered.took.as_millis()).unwrap_or(i64::MAX),
    }
}
