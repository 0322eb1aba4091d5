//! What somebody asks for who subscribes.

use utoipa::ToSchema;

use super::event::EventKind;

/// A subscription to create.
#[derive(Clone, Debug, PartialEq, Eq, ToSchema)]
#[schema(as = SubscriptionRequest)]
pub(crate) struct SubscriptionRequest {
    /// Where the messages go: https, and a public address.
    #[schema(
        format = "uri",
        max_length = 300,
        example = "https://webb.example.se/hooks/insatskatalog"
    )]
    pub url: String,
    /// The kinds of events. Without it: all but `report.overdue`.
    #[schema(min_items = 1, example = json!(["version.changed", "withdrawal.changed"]))]
    pub kinds: Option<Vec<EventKind>>,
}
