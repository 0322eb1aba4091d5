//! Sends one message to a receiver, and says how that ended.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Response, redirect};
use url::Url;

use crate::domain::subscriptions::outcome::{Delivered, DeliveryOutcome};
use crate::http_client;

use super::addresses::{AddressRefused, Networks};
use super::cloud_event::CLOUD_EVENT;

/// The time that a receiver has to answer.
const LONGEST: Duration = Duration::from_secs(15);
/// How much of an answer is read, so that its connection can be used again. Nobody looks at it.
const MOST_READ: usize = 16 * 1024;
/// How long a connection to a receiver stays open without messages.
const IDLE: Duration = Duration::from_secs(20);

/// A signed message.
pub(super) struct Message {
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub signature: String,
    pub body: Vec<u8>,
    /// The trace that the message belongs to, as `traceparent` (W3C Trace Context).
    pub traceparent: Option<String>,
}

/// Sends messages to the receivers that may have them.
pub(super) struct Sender {
    client: Client,
    networks: Networks,
}

impl Sender {
    /// # Errors
    /// If the certificate authorities of the machine cannot be read.
    pub(super) fn new(networks: Networks) -> reqwest::Result<Self> {
        let client = http_client::builder()
            // A proxy would resolve the name again.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .dns_resolver(Arc::new(networks.clone()))
            .timeout(LONGEST)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(2)
            .user_agent(concat!("insatskatalog/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self { client, networks })
    }

    /// Whether an address may receive messages, as far as that shows before its name is resolved.
    pub(super) const fn networks(&self) -> &Networks {
        &self.networks
    }

    /// Sends a message to the stored address of a subscription.
    pub(super) async fn send(&self, address: &str, message: Message) -> Delivered {
        let started = Instant::now();
        let (outcome, status, retry_after) = self.answered(address, message).await;
        Delivered {
            outcome,
            status,
            retry_after,
            took: started.elapsed(),
        }
    }

    async fn answered(&self, address: &str, message: Message) -> (DeliveryOutcome, Option<u16>, Option<Duration>) {
        // An address without a name is not resolved, and the operator may have changed the networks.
        let url = Url::parse(address).ok().filter(|url| self.networks.check(url).is_ok());
        let Some(url) = url else {
            return (DeliveryOutcome::AddressRefused, None, None);
        };
        let mut request = self
            .client
            .post(url)
            .header(CONTENT_TYPE, CLOUD_EVENT)
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.timestamp)
            .header("webhook-signature", message.signature)
            .body(message.body);
        if let Some(traceparent) = message.traceparent {
            request = request.header("traceparent", traceparent);
        }
        match request.send().await {
            Ok(answer) => {
                let status = answer.status();
                let outcome = if status.is_success() {
                    DeliveryOutcome::Delivered
                } else if status.is_redirection() {
                    DeliveryOutcome::Redirected
                } else {
                    DeliveryOutcome::Refused
                };
                let retry_after = retry_after(answer.headers());
                read_to_its_end(answer).await;
                (outcome, Some(status.as_u16()), retry_after)
            }
            Err(error) => (outcome_of(&error), None, None),
        }
    }
}

/// Reads a short answer, so that its connection can be used again. A long one ends its connection.
async fn read_to_its_end(mut answer: Response) {
    let mut read = 0;
    while let Ok(Some(chunk)) = answer.chunk().await {
        read += chunk.len();
        if read > MOST_READ {
            return;
        }
    }
}

/// The seconds that a receiver asks to wait. A date is not read: the clocks may differ.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

fn outcome_of(error: &reqwest::Error) -> DeliveryOutcome {
    if http_client::has_cause::<AddressRefused>(error) {
        DeliveryOutcome::AddressRefused
    } else if http_client::is_of_tls(error) {
        DeliveryOutcome::TlsFailed
    } else if error.is_timeout() {
        DeliveryOutcome::TimedOut
    } else if error.is_connect() {
        DeliveryOutcome::NotConnected
    } else {
        DeliveryOutcome::Interrupted
    }
}
