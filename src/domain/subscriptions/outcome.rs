//! How a delivery ended.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};
use utoipa::ToSchema;

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray, ToSchema)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub(crate) enum DeliveryOutcome {
    /// The receiver answered with a status from 200 to 299.
    Delivered,
    /// The receiver answered with another status.
    Refused,
    /// The receiver answered with another address, which is not followed.
    Redirected,
    /// The receiver did not answer in 15 seconds.
    TimedOut,
    /// The name of the receiver is unknown, or nothing accepts connections there.
    NotConnected,
    /// The address of the receiver is private, link-local or of the service's own machine.
    AddressRefused,
    /// The certificate of the receiver is not valid, or it has none.
    TlsFailed,
    /// The connection ended before the receiver answered.
    Interrupted,
}

/// What a receiver answered, or why it did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Delivered {
    pub outcome: DeliveryOutcome,
    /// The status of the answer.
    pub status: Option<u16>,
    /// How long the receiver asks to wait.
    pub retry_after: Option<Duration>,
    pub took: Duration,
}

impl Delivered {
    /// Whether the receiver has the message.
    pub(crate) fn is_success(&self) -> bool {
        self.outcome == DeliveryOutcome::Delivered
    }

    /// Whether the receiver says that it wants no more messages.
    pub(crate) fn is_gone(&self) -> bool {
        self.status == Some(410)
    }
}

/// Why a subscription gets no messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr, ToSchema)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub(crate) enum DisabledReason {
    /// The receiver answered 410.
    Gone,
    /// Every delivery failed for five days.
    FailedForDays,
    /// The secret was encrypted with another key of the service. Make a new secret.
    SecretUnreadable,
}
