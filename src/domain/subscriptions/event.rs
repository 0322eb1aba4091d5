//! The events that a subscription can have, and what identifies each.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::domain::hash::named_uuid;
use crate::domain::insatser::document::Kind;
use crate::domain::{Generation, Kommunkod};

/// The kind of an event, as the `type` of a CloudEvent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr, ToSchema)]
pub enum EventKind {
    /// The municipality's information about itself changed.
    #[serde(rename = "municipality.changed")]
    #[strum(serialize = "municipality.changed")]
    MunicipalityChanged,
    /// A version of an insats was published, changed or removed.
    #[serde(rename = "version.changed")]
    #[strum(serialize = "version.changed")]
    VersionChanged,
    /// The withdrawal of a version was published or changed.
    #[serde(rename = "withdrawal.changed")]
    #[strum(serialize = "withdrawal.changed")]
    WithdrawalChanged,
    /// A provider was published or changed.
    #[serde(rename = "provider.changed")]
    #[strum(serialize = "provider.changed")]
    ProviderChanged,
    /// An agreement with a provider was published or changed.
    #[serde(rename = "agreement.changed")]
    #[strum(serialize = "agreement.changed")]
    AgreementChanged,
    /// The statistics of a month were released.
    #[serde(rename = "release.published")]
    #[strum(serialize = "release.published")]
    ReleasePublished,
    /// An agreement ends in at most 90 days, and no other continues it.
    #[serde(rename = "agreement.ending")]
    #[strum(serialize = "agreement.ending")]
    AgreementEnding,
    /// A decision is to be followed up from this day or month.
    #[serde(rename = "follow-up.due")]
    #[strum(serialize = "follow-up.due")]
    FollowUpDue,
    /// A provider has not reported a period in time. Requires `records:read`.
    #[serde(rename = "report.overdue")]
    #[strum(serialize = "report.overdue")]
    ReportOverdue,
    /// The database was restored: read everything again. Every subscription has it.
    #[serde(rename = "catalogue.restored")]
    #[strum(serialize = "catalogue.restored")]
    CatalogueRestored,
    /// A test, which somebody asked for. Every subscription has it.
    #[serde(rename = "subscription.test")]
    #[strum(serialize = "subscription.test")]
    SubscriptionTest,
}

impl EventKind {
    /// The kinds of a subscription that names none: all that need no other permission.
    pub(crate) const BY_DEFAULT: [Self; 8] = [
        Self::MunicipalityChanged,
        Self::VersionChanged,
        Self::WithdrawalChanged,
        Self::ProviderChanged,
        Self::AgreementChanged,
        Self::ReleasePublished,
        Self::AgreementEnding,
        Self::FollowUpDue,
    ];

    /// The name, as the `type` of a CloudEvent.
    pub(crate) fn name(self) -> &'static str {
        self.into()
    }

    /// The kind of a change of the catalogue.
    pub(crate) const fn of_change(kind: Kind) -> Self {
        match kind {
            Kind::Municipality => Self::MunicipalityChanged,
            Kind::Version => Self::VersionChanged,
            Kind::Withdrawal => Self::WithdrawalChanged,
            Kind::Provider => Self::ProviderChanged,
            Kind::Agreement => Self::AgreementChanged,
        }
    }
}

/// The position of an event in one of the two orders that a subscription follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// The revision of a change of the catalogue.
    Revision(i64),
    /// The number of another event of the municipality.
    Event(i64),
    /// Outside both: a test, or the news of a restored database.
    Outside,
}

/// Something that happened in a municipality. It has no personal data and no group records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub kind: EventKind,
    pub position: Position,
    pub kommunkod: Kommunkod,
    /// The object, such as `trygghetslarm@2025-07-01`, `provider/agreement`, `insats/provider/period` or a month.
    pub key: String,
    /// When the object no longer exists.
    pub gone: bool,
    /// The day that something is due.
    pub due: Option<NaiveDate>,
    pub at: DateTime<Utc>,
}

impl Event {
    /// The id, the same whenever and by whichever replica the event is sent. A test has a new one each time.
    pub(crate) fn id(&self, generation: &Generation) -> Uuid {
        let namespace = Uuid::parse_str(generation.as_str()).unwrap_or_default();
        let name = match self.position {
            Position::Revision(revision) => format!("changes/{revision}"),
            Position::Event(number) => format!("municipalities/{}/events/{number}", self.kommunkod),
            Position::Outside if self.kind == EventKind::CatalogueRestored => {
                format!("municipalities/{}/restored", self.kommunkod)
            }
            Position::Outside => return Uuid::new_v4(),
        };
        named_uuid(namespace, &name)
    }
}
