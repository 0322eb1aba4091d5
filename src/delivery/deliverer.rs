//! Sends events to their receivers.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::SubsecRound as _;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use strum::VariantArray as _;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::clock::Clock;
use crate::domain::Generation;
use crate::domain::subscriptions::event::{Event, EventKind, Position};
use crate::domain::subscriptions::outcome::{Delivered, DeliveryOutcome};
use crate::secret::Secret;
use crate::store::Store;
use crate::store::subscriptions::progress::Attempt;
use crate::store::subscriptions::rows::KeptSubscription;

use super::addresses::Networks;
use super::cloud_event::body;
use super::sender::{Message, Sender};
use super::signature::{SigningSecrets, Unreadable};

/// What is needed to deliver.
pub struct Deliverer {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) secret: Secret,
    sender: Sender,
    /// The public address of the API.
    base: String,
    /// This replica, as the owner of leases.
    pub(super) owner: String,
    pub(super) something_new: Notify,
    stopping: AtomicBool,
    /// The attempts to deliver since the start, by outcome.
    pub(crate) attempts: Family<AttemptLabels, Counter>,
}

/// How an attempt to deliver ended, as the label of a measurement.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct AttemptLabels {
    outcome: &'static str,
}

/// The HTTP client cannot be made: the certificate authorities of the machine cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoHttpClient(#[from] reqwest::Error);

impl Deliverer {
    /// Delivers to public addresses, and to those in `networks`. `base` is the public address of the API.
    ///
    /// # Errors
    /// If the certificate authorities of the machine cannot be read.
    pub fn new(
        (store, clock, secret): (Store, Clock, Secret),
        networks: Networks,
        base: String,
    ) -> Result<Self, NoHttpClient> {
        let attempts: Family<AttemptLabels, Counter> = Family::default();
        for outcome in DeliveryOutcome::VARIANTS {
            // From the start, so that the first failure is an increase.
            let outcome = outcome.into();
            let _ = attempts.get_or_create(&AttemptLabels { outcome });
        }
        Ok(Self {
            attempts,
            store,
            clock,
            secret,
            sender: Sender::new(networks)?,
            base,
            owner: Uuid::new_v4().to_string(),
            something_new: Notify::new(),
            stopping: AtomicBool::new(false),
        })
    }

    /// The networks whose addresses may receive messages.
    pub(crate) const fn networks(&self) -> &Networks {
        self.sender.networks()
    }

    /// Looks for events at once.
    pub(crate) fn wake(&self) {
        self.something_new.notify_one();
    }

    /// From now on the replica begins no delivery.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.wake();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Sends an event. Returns the id of the message, and how it ended.
    pub(super) async fn send(
        &self,
        address: &str,
        event: &Event,
        generation: &Generation,
        secrets: &SigningSecrets,
        traceparent: Option<&str>,
    ) -> (String, Delivered) {
        let id = event.id(generation).to_string();
        let timestamp = self.clock.now().timestamp();
        let body = body(event, &id, generation, &self.base);
        let message = Message {
            signature: secrets.sign(&id, timestamp, &body),
            id: id.clone(),
            timestamp,
            body,
            traceparent: traceparent.map(str::to_owned),
        };
        let delivered = self.sender.send(address, message).await;
        let outcome = delivered.outcome.into();
        self.attempts.get_or_create(&AttemptLabels { outcome }).inc();
        (id, delivered)
    }

    /// Sends a test to a subscription, also to a disabled one, as a part of the trace of the request that asks for it.
    ///
    /// # Errors
    /// [`Unreadable`] if its secret cannot be decrypted.
    pub(crate) async fn send_test(
        &self,
        subscription: &KeptSubscription,
        traceparent: &str,
    ) -> Result<Attempt, Unreadable> {
        let at = self.clock.now().trunc_subsecs(3);
        let secrets = SigningSecrets::read(&self.secret, &subscription.secrets, at)?;
        let event = Event {
            kind: EventKind::SubscriptionTest,
            position: Position::Outside,
            kommunkod: subscription.kommunkod,
            key: String::new(),
            gone: false,
            due: None,
            at,
        };
        let generation = &subscription.cursor.generation;
        let (message_id, delivered) = self
            .send(&subscription.url, &event, generation, &secrets, Some(traceparent))
            .await;
        Ok(Attempt {
            message_id,
            kind: event.kind,
            number: 1,
            at,
            delivered,
        })
    }
}
